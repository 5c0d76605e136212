/** A word of a shell script. */
export interface ShellWord {
  readonly raw: string;
  /** With its quotes removed; expansions stay as they are written. */
  readonly value: string;
  readonly start: number;
  /** The offset behind it. */
  readonly end: number;
  /** What stands in its command substitutions. */
  readonly substitutions: readonly { readonly text: string; readonly start: number }[];
}

/** A quote or bracket that is opened at an offset and never closed. */
export interface Unclosed {
  readonly unclosed: string;
  readonly start: number;
}

const metacharacters = new Set([' ', '\t', '\n', ';', '&', '|', '<', '>', '(', ')']);

interface WordState {
  readonly text: string;
  readonly substitutions: { text: string; start: number }[];
  unclosed: Unclosed | undefined;
}

/** Reads the word that starts at an offset, quotes, expansions and substitutions included. */
export const readWord = (text: string, start: number): ShellWord | Unclosed => {
  const state: WordState = { text, substitutions: [], unclosed: undefined };
  let value = '';
  let position = start;
  while (position < text.length && state.unclosed === undefined) {
    const character = text.charAt(position);
    // `name=(` opens an array.
    if (character === '(' && /=$/.test(text.slice(start, position))) {
      const end = skipParentheses(state, position);
      value += text.slice(position, end);
      position = end;
      continue;
    }
    if (metacharacters.has(character)) break;
    const [end, part] = readPart(state, position);
    value += part;
    position = end;
  }
  if (state.unclosed !== undefined) return state.unclosed;
  return { raw: text.slice(start, position), value, start, end: position, substitutions: state.substitutions };
};

const readPart = (state: WordState, position: number): readonly [end: number, value: string] => {
  const { text } = state;
  const character = text.charAt(position);
  if (character === '\\') return [position + 2, text.charAt(position + 1) === '\n' ? '' : text.charAt(position + 1)];
  if (character === "'") return readSingle(state, position);
  if (character === '"') return readDouble(state, position);
  if (character === '$' && text.charAt(position + 1) === "'") return readAnsi(state, position);
  if (character === '$' && text.charAt(position + 1) === '"') return readDouble(state, position + 1);
  return readExpansion(state, position);
};

const readSingle = (state: WordState, position: number): readonly [number, string] => {
  const end = state.text.indexOf("'", position + 1);
  if (end < 0) return unclosed(state, "'", position);
  return [end + 1, state.text.slice(position + 1, end)];
};

const readAnsi = (state: WordState, position: number): readonly [number, string] => {
  let end = position + 2;
  while (end < state.text.length && state.text.charAt(end) !== "'") end += state.text.charAt(end) === '\\' ? 2 : 1;
  if (end >= state.text.length) return unclosed(state, "$'", position);
  return [end + 1, state.text.slice(position + 2, end)];
};

const readDouble = (state: WordState, position: number): readonly [number, string] => {
  const { text } = state;
  let value = '';
  let end = position + 1;
  while (end < text.length && text.charAt(end) !== '"') {
    if (text.charAt(end) === '\\') {
      const next = text.charAt(end + 1);
      value += next === '\n' ? '' : '"\\$`'.includes(next) ? next : `\\${next}`;
      end += 2;
      continue;
    }
    const [partEnd, part] = readExpansion(state, end);
    if (state.unclosed !== undefined) return [partEnd, part];
    value += part;
    end = partEnd;
  }
  return end >= text.length ? unclosed(state, '"', position) : [end + 1, value];
};

/** A `$(…)`, `$((…))`, `${…}` or backtick, or else one plain character. */
const readExpansion = (state: WordState, position: number): readonly [number, string] => {
  const { text } = state;
  const character = text.charAt(position);
  let end = position + 1;
  if (character === '`') {
    while (end < text.length && text.charAt(end) !== '`') end += text.charAt(end) === '\\' ? 2 : 1;
    if (end >= text.length) return unclosed(state, '`', position);
    end += 1;
    state.substitutions.push({ text: text.slice(position + 1, end - 1), start: position + 1 });
  } else if (character === '$' && text.charAt(end) === '(') {
    end = skipParentheses(state, end);
    if (text.charAt(position + 2) !== '(') state.substitutions.push({ text: text.slice(position + 2, end - 1), start: position + 2 });
  } else if (character === '$' && text.charAt(end) === '{') {
    end = skipNested(state, end, '{', '}');
  }
  return [end, text.slice(position, end)];
};

/** The offset behind the parenthesis that closes the one at an offset. */
export const skipParentheses = (state: { readonly text: string; unclosed: Unclosed | undefined }, position: number): number => skipNested(state, position, '(', ')');

const skipNested = (outer: { readonly text: string; unclosed: Unclosed | undefined }, position: number, open: string, close: string): number => {
  const { text } = outer;
  const state: WordState = { text, substitutions: [], unclosed: undefined };
  let depth = 0;
  let end = position;
  while (end < text.length && state.unclosed === undefined) {
    const character = text.charAt(end);
    if (character === open) depth += 1;
    if (character === close) depth -= 1;
    if (character === open || character === close) end += 1;
    else [end] = readPart(state, end);
    if (depth === 0) return end;
  }
  outer.unclosed = state.unclosed ?? { unclosed: open, start: position };
  return text.length;
};

const unclosed = (state: WordState, character: string, start: number): readonly [number, string] => {
  state.unclosed = { unclosed: character, start };
  return [state.text.length, ''];
};
