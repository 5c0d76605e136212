/**
 * How systemd reads an `EnvironmentFile=` and how it splits `$NAME` on an `ExecStart=` line; held to systemd's own code by
 * `npm run test:judges`.
 *
 * Both are state machines of systemd (src/basic/env-file.c and replace_env_argv in src/basic/env-util.c, the behaviour
 * from v239 to v253) and differ from a shell in ways that decide which arguments the kubelet gets:
 * a quote opens only at the start of a value (or right after another quoted part), so in `A=--x=1 "--y z"` the quotes are
 * part of the value; and the split of `$NAME` honours quotes again, so that `"--y z"` ends as one fused argument.
 */

type State = 'pre-key' | 'key' | 'pre-value' | 'value' | 'value-escape' | 'single' | 'double' | 'double-escape' | 'comment' | 'comment-escape';

const isNewline = (character: string): boolean => character === '\n' || character === '\r';
const isWhitespace = (character: string): boolean => character === ' ' || character === '\t' || isNewline(character);
const validName = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Unicode's noncharacters, which systemd refuses beside bytes that are no UTF-8; those are U+FFFD here, where files come as text. */
const refused = /[\ufffd\ufdd0-\ufdef\ufffe\uffff]|[\ud83f\ud87f\ud8bf\ud8ff\ud93f\ud97f\ud9bf\ud9ff\uda3f\uda7f\udabf\udaff\udb3f\udb7f\udbbf\udbff][\udffe\udfff]/;
/** Inside double quotes a backslash is removed before these only. */
const escapedInDoubleQuotes = '"\\`$';

/**
 * Reads the text of an environment file as systemd does: `#` and `;` open comments at the start of a line only, a
 * backslash at the end of a line continues it, CR ends a line as LF does, a later assignment wins, and a name that is
 * no valid variable name is ignored. `undefined` where systemd refuses the file: an assignment in it is no UTF-8.
 */
export function parseEnvironmentFile(text: string): Record<string, string> | undefined {
  const variables: Record<string, string> = {};
  let state: State = 'pre-key';
  let key = '';
  let value = '';
  // Where unquoted whitespace began, so that it can be cut off at the end of the line; -1 for nowhere.
  let trailing = -1;
  let valid = true;

  const push = (): void => {
    if (refused.test(key) || refused.test(value)) valid = false;
    const name = key.replace(/[ \t\r\n]+$/, '');
    if (validName.test(name)) variables[name] = trailing >= 0 ? value.slice(0, trailing) : value;
    key = '';
    value = '';
    trailing = -1;
  };

  for (const character of text) {
    switch (state) {
      case 'pre-key':
        if (character === '#' || character === ';') state = 'comment';
        else if (!isWhitespace(character)) {
          state = 'key';
          key = character;
        }
        break;
      case 'key':
        if (isNewline(character)) {
          state = 'pre-key';
          key = '';
        } else if (character === '=') state = 'pre-value';
        else key += character;
        break;
      case 'pre-value':
        if (isNewline(character)) {
          state = 'pre-key';
          push();
        } else if (character === "'") state = 'single';
        else if (character === '"') state = 'double';
        else if (character === '\\') state = 'value-escape';
        else if (!isWhitespace(character)) {
          state = 'value';
          value += character;
        }
        break;
      case 'value':
        if (isNewline(character)) {
          state = 'pre-key';
          push();
        } else if (character === '\\') {
          state = 'value-escape';
          trailing = -1;
        } else {
          if (!isWhitespace(character)) trailing = -1;
          else if (trailing < 0) trailing = value.length;
          value += character;
        }
        break;
      case 'value-escape':
        state = 'value';
        if (!isNewline(character)) value += character;
        break;
      case 'single':
        if (character === "'") state = 'pre-value';
        else value += character;
        break;
      case 'double':
        if (character === '"') state = 'pre-value';
        else if (character === '\\') state = 'double-escape';
        else value += character;
        break;
      case 'double-escape':
        state = 'double';
        if (escapedInDoubleQuotes.includes(character)) value += character;
        else if (character !== '\n') value += `\\${character}`;
        break;
      case 'comment':
        if (character === '\\') state = 'comment-escape';
        else if (isNewline(character)) state = 'pre-key';
        break;
      case 'comment-escape':
        // A backslash at the end of a comment continues it: so it was before v254, and the images here have v239 and v249.
        state = 'comment';
        break;
    }
  }
  if (state !== 'pre-key' && state !== 'key' && state !== 'comment' && state !== 'comment-escape') push();
  return valid ? variables : undefined;
}

/**
 * Splits text into words as systemd does for `$NAME` (a word of its own on `ExecStart=`) and for the assignments of
 * `Environment=`: at whitespace, with single and double quotes honoured anywhere in a word and removed, and with a backslash
 * that makes the next character literal, inside quotes too. An unclosed quote reaches to the end.
 */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  let word = '';
  let started = false;
  let quote: string | undefined;
  let escaped = false;
  for (const character of text) {
    if (escaped) {
      word += character;
      escaped = false;
    } else if (character === '\\') {
      escaped = true;
      started = true;
    } else if (quote !== undefined) {
      if (character === quote) quote = undefined;
      else word += character;
    } else if (character === "'" || character === '"') {
      quote = character;
      started = true;
    } else if (isWhitespace(character)) {
      if (started) words.push(word);
      word = '';
      started = false;
    } else {
      word += character;
      started = true;
    }
  }
  if (started) words.push(word);
  return words;
}
