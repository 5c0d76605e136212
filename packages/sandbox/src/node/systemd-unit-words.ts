/** C escapes that systemd knows in a unit (cunescape_one, src/basic/escape.c). `\s` is a blank. */
const simpleEscapes: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\', '"': '"', "'": "'", s: ' ' };
const numericEscape = /^(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2}))/;

/**
 * Splits the value of `ExecStart=` or `Environment=` into words: at whitespace, with quotes honoured anywhere in a word and
 * removed, and with C escapes. `complete` is false where the text ends inside quotes or with a lone backslash, or holds an
 * escape that systemd doesn't know and `unknownEscapes` is `refuse`; the words are then those before.
 */
export function splitUnitWords(text: string, unknownEscapes: 'keep' | 'refuse'): { readonly words: string[]; readonly complete: boolean } {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === '\\') {
      const escape = readEscape(text.slice(index + 1), unknownEscapes);
      if (escape === undefined) return { words, complete: false };
      word = (word ?? '') + escape.text;
      index += escape.length;
    } else if (quote !== undefined) {
      if (character === quote) quote = undefined;
      else word = (word ?? '') + character;
    } else if (character === "'" || character === '"') {
      quote = character;
      word ??= '';
    } else if (/[ \t\r\n]/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + character;
  }
  if (quote !== undefined) return { words, complete: false };
  if (word !== undefined) words.push(word);
  return { words, complete: true };
}

function readEscape(rest: string, unknown: 'keep' | 'refuse'): { readonly text: string; readonly length: number } | undefined {
  const first = rest.charAt(0);
  if (first === '') return undefined;
  const simple = simpleEscapes[first];
  if (simple !== undefined) return { text: simple, length: 1 };
  const numeric = numericEscape.exec(rest);
  const code = numeric === null ? 0 : Number.parseInt(numeric[1] ?? numeric[2] ?? numeric[3] ?? numeric[4] ?? '', numeric[4] === undefined ? 16 : 8);
  if (numeric !== null && code > 0 && code <= 0x10ffff) return { text: String.fromCodePoint(code), length: numeric[0].length };
  return unknown === 'keep' ? { text: `\\${first}`, length: 1 } : undefined;
}

/** Replaces the specifiers that a unit's own name answers; those of the machine stay as they are (systemd.unit, Specifiers). */
export function replaceSpecifiers(text: string, unit: string): string {
  const prefix = unit.replace(/\.[^.]*$/, '');
  const values: Readonly<Record<string, string>> = { '%': '%', n: unit, N: prefix, p: prefix, j: prefix.slice(prefix.lastIndexOf('-') + 1), i: '', I: '' };
  return text.replace(/%(.)/g, (match, specifier: string) => values[specifier] ?? match);
}
