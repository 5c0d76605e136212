import fc from 'fast-check';
import { expect, test } from 'vitest';
import { badTexts } from '../../testing/bad-texts.ts';
import { cidrBlock } from '../../testing/arbitraries.ts';
import { CidrBlock } from './cidr-block.ts';
import { readAddress } from './read-address.ts';
import { readCidrText } from './read-cidr-text.ts';
import { scanBlock4, scanBlock6 } from './scan-block.ts';
import { scanText4, scanText6 } from './scan-text.ts';

const cells = new Int32Array(5);

const fast = (text: string, masks: boolean): string | undefined => {
  if (scanBlock4(text, cells, 0, masks)) return String(CidrBlock.ofLanes(4, cells[1] as number, cells[0] as number, 0, 0, 0));
  if (!scanBlock6(text, cells, 0, masks)) return undefined;
  const [lane0, lane1, lane2, lane3, prefix] = cells as unknown as [number, number, number, number, number];
  return String(CidrBlock.ofLanes(6, prefix, lane0, lane1, lane2, lane3));
};

const slow = (text: string, masks: boolean): string | undefined => {
  const reading = readCidrText(text, masks ? { hostBits: 'mask' } : {});
  return 'fault' in reading ? undefined : String(CidrBlock.around(reading.family, reading.address, reading.prefix));
};

const agree = (text: string): void => {
  for (const masks of [false, true]) {
    // A dotted tail is the one form that is left to the slow reader.
    if (text.includes(':') && text.includes('.')) expect([undefined, slow(text, masks)]).toContain(fast(text, masks));
    else expect(fast(text, masks)).toBe(slow(text, masks));
  }
};

const mutated = fc
  .tuple(
    cidrBlock.map(String),
    fc.array(fc.tuple(fc.nat({ max: 50 }), fc.constantFrom('', '0', '1', '9', 'f', 'A', 'g', '.', ':', '::', '/', '-', '+', ' ', '%', '\u0660', '\u0131', '255', '256', 'ffff'), fc.boolean()), { minLength: 1, maxLength: 4 }),
  )
  .map(([text, changes]) =>
    changes.reduce((changed, [place, piece, replaces]) => {
      const at = place % (changed.length + 1);
      return changed.slice(0, at) + piece + changed.slice(at + (replaces ? 1 : 0));
    }, text),
  );

test('the fast readers take what the slow reader takes, and read the same', () => {
  fc.assert(fc.property(fc.oneof(mutated, cidrBlock.map(String)), agree), { numRuns: 3000 });
});

test('the fast readers agree with the slow one on short texts of the letters of blocks', () => {
  fc.assert(fc.property(fc.array(fc.constantFrom('0', '1', '25', '.', ':', 'f', '/'), { maxLength: 24 }).map((pieces) => pieces.join('')), agree), { numRuns: 3000 });
});

test('the fast readers take no text that is known to be bad', () => {
  const all = Object.values(badTexts).flatMap((texts) => texts.map(([text]) => text));
  expect(all.filter((text) => fast(text, false) !== undefined)).toEqual([]);
});

test('a plain address is read with the prefix -1, as the slow reader reads it', () => {
  fc.assert(
    fc.property(mutated, (text) => {
      const plain = text.split('/')[0] as string;
      fc.pre(!(plain.includes(':') && plain.includes('.')));
      const reading = readAddress(plain);
      const family = scanText4(plain, cells, 0) ? 4 : scanText6(plain, cells, 0) ? 6 : undefined;
      expect(family).toBe('fault' in reading ? undefined : reading.family);
      if (family !== undefined) expect(cells[family === 4 ? 1 : 4]).toBe(-1);
    }),
    { numRuns: 2000 },
  );
});
