/**
 * Text as a terminal, or a page in a fixed-width font, shows it: what is no visible character is written as an escape,
 * and widths are counted in cells.
 */
import { lazyExpression } from '../lazy-expression.ts';

/** Controls, format characters (the bidirectional overrides are some), surrogates, private and unassigned ones, line ends. */
const unseen = lazyExpression(String.raw`[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]`, 'gu');

/**
 * Every character that isn't one to look at, as its escape. A name can then move no cursor, send no terminal sequence,
 * turn no reading direction and end no line.
 *
 * @example
 * escapeUnseen('pods\u001b[2J'); // 'pods\\x1b[2J'
 */
export const escapeUnseen = (text: string): string => text.replace(unseen(), (character) => escapeCode(character.codePointAt(0) ?? 0));

const escapeCode = (code: number): string => {
  const digits = code.toString(16);
  if (code <= 0xff) return `\\x${digits.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${digits.padStart(4, '0')}` : `\\u{${digits}}`;
};

const combining = lazyExpression(String.raw`[\p{Mn}\p{Me}]`, 'u');

// Unicode, annex 11: wide and fullwidth characters, with all of the blocks that hold few narrow ones. Counting one cell
// too many leaves a blank; one too few would break the line.
const wide = lazyExpression(
  String.raw`[\p{Emoji_Presentation}\p{Script=Han}\u{1100}-\u{115F}\u{2329}\u{232A}\u{2630}-\u{2637}\u{268A}-\u{268F}\u{2E80}-\u{303E}\u{3041}-\u{33FF}\u{4DC0}-\u{4DFF}\u{A000}-\u{A4CF}\u{A960}-\u{A97C}\u{AC00}-\u{D7A3}\u{F900}-\u{FAFF}\u{FE10}-\u{FE19}\u{FE30}-\u{FE6F}\u{FF01}-\u{FF60}\u{FFE0}-\u{FFE6}\u{16FE0}-\u{18DFF}\u{1AFF0}-\u{1B2FF}\u{1D300}-\u{1D376}\u{1F000}-\u{1FAFF}\u{20000}-\u{3FFFD}]`,
  'u',
);

const cellsOfCharacter = (character: string): number => {
  // Most text is ASCII, and five hundred names are measured more than once.
  if (character >= ' ' && character <= '~') return 1;
  if (combining().test(character)) return 0;
  return wide().test(character) ? 2 : 1;
};

/** The cells that a text takes: none for a combining mark, two for an East Asian wide character, one for any other. */
export const cellsOf = (text: string): number => {
  let cells = 0;
  for (const character of text) cells += cellsOfCharacter(character);
  return cells;
};

/**
 * The text, if it has no more than `width` cells, or as much of it as fits with `…` behind.
 *
 * @example
 * fitCells('vSwitch pods-i', 8); // 'vSwitch…'
 */
export const fitCells = (text: string, width: number): string => {
  if (cellsOf(text) <= width) return text;
  if (width < 1) return '';
  return `${takeCells(text, width - 1)}…`;
};

/** The longest beginning of a text with no more than `width` cells. */
export const takeCells = (text: string, width: number): string => {
  let cells = 0;
  let taken = '';
  for (const character of text) {
    cells += cellsOfCharacter(character);
    if (cells > width) break;
    taken += character;
  }
  return taken;
};

/** The text with blanks up to `width` cells, behind it or, for numbers, before it. */
export const padCells = (text: string, width: number, side: 'end' | 'start' = 'end'): string => {
  const blanks = ' '.repeat(Math.max(0, width - cellsOf(text)));
  return side === 'end' ? `${text}${blanks}` : `${blanks}${text}`;
};

/** The text in lines of at most `width` cells, broken between words, and inside a word that is longer than a line. */
export const wrapCells = (text: string, width: number): readonly string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (cellsOf(joined) <= width) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (cellsOf(line) > width) {
      // A wide character in a line of one cell: it is put there anyway, or the loop would never end.
      const part = takeCells(line, width) || ([...line][0] ?? '');
      lines.push(part);
      line = line.slice(part.length);
    }
  }
  if (line !== '') lines.push(line);
  return lines;
};
