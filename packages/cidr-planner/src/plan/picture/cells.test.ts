import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostileName } from '../../testing/pictured-network.ts';
import { cellsOf, escapeUnseen, fitCells, padCells, wrapCells } from './cells.ts';

describe('a name in a picture', () => {
  test.each([
    ['a terminal sequence', 'pods\u001b[2J', String.raw`pods\x1b[2J`],
    ['a C1 control, which some terminals take for ESC [', 'a\u009b2J', String.raw`a\x9b2J`],
    ['a line end', 'a\nb\r', String.raw`a\x0ab\x0d`],
    ['a line separator', 'a\u2028b', String.raw`a\u2028b`],
    ['a bidirectional override', '\u202egnp', String.raw`\u202egnp`],
    ['a character without width', 'a\u200bb', String.raw`a\u200bb`],
    ['half a surrogate pair', 'x\ud800y', String.raw`x\ud800y`],
    ['a tag character', 'a\u{e0041}', String.raw`a\u{e0041}`],
    ['no character at all', 'a\uffff', String.raw`a\uffff`],
  ])('shows %s as its code', (_what, name, shown) => {
    expect(escapeUnseen(name)).toBe(shown);
  });

  test('keeps letters of any script, marks and emoji', () => {
    expect(escapeUnseen('東京 – Zürich, e\u0301, 🚀')).toBe('東京 – Zürich, e\u0301, 🚀');
  });
});

describe('the width of a text', () => {
  // East_Asian_Width W and F (Unicode, annex 11) take two cells, marks none.
  test.each([
    ['abc', 3],
    ['東京', 4],
    ['リージョン', 10],
    ['ﾘｰｼﾞｮﾝ', 6],
    ['한국', 4],
    ['ＡＢ', 4],
    ['、。', 4],
    ['🚀', 2],
    ['e\u0301', 1],
    ['Zürich', 6],
    ['│├└█·…–', 7],
    ['㐀𠀀', 4],
  ])('%s takes %i cells', (text, cells) => {
    expect(cellsOf(text)).toBe(cells);
  });

  test('is never more than asked for, and a text that fits stays whole', () => {
    fc.assert(
      fc.property(hostileName, fc.nat({ max: 40 }), (name, width) => {
        const text = escapeUnseen(name);
        const fitted = fitCells(text, width);
        expect(cellsOf(fitted)).toBeLessThanOrEqual(width);
        if (cellsOf(text) <= width) expect(fitted).toBe(text);
        else if (width > 0) expect(fitted.endsWith('…')).toBe(true);
      }),
    );
  });

  test('counts cells, not characters, where a column is filled', () => {
    expect([padCells('東', 4), padCells('7', 3, 'start')]).toEqual(['東  ', '  7']);
  });
});

test('wrapping keeps every character and no line is too wide', () => {
  fc.assert(
    fc.property(fc.array(hostileName.map(escapeUnseen), { maxLength: 6 }), fc.integer({ min: 2, max: 30 }), (words, width) => {
      const text = words.join(' ');
      const lines = wrapCells(text, width);
      for (const line of lines) expect(cellsOf(line)).toBeLessThanOrEqual(width);
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
    }),
  );
});
