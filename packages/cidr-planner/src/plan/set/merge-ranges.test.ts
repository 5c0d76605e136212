import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { namesOfAddresses } from '../../testing/arbitraries.ts';
import { byAddress, rowsOf, textsOf } from '../../testing/rows.ts';
import { CidrBlock } from '../block/cidr-block.ts';
import { mergeRows4, subtractRows4 } from './merge-ranges.ts';
import type { Rows } from './rows.ts';
import { blockAt } from './rows.ts';

const rows = (...texts: readonly string[]): Rows => rowsOf(texts.map((text) => CidrBlock.parse(text)).sort(byAddress), 4);
const blocksIn = (found: Rows): readonly CidrBlock[] => Array.from({ length: found.count }, (_, index) => blockAt(found, index));

test.each([
  ['both halves of all addresses', ['0.0.0.0/1', '128.0.0.0/1'], ['0.0.0.0/0']],
  ['all addresses and one of them', ['0.0.0.0/0', '255.255.255.255/32'], ['0.0.0.0/0']],
  ['neighbours that are no halves', ['10.0.1.0/24', '10.0.2.0/24'], ['10.0.1.0/24', '10.0.2.0/24']],
  ['pieces that make up one block', ['10.0.0.0/32', '10.0.0.1/32', '10.0.0.2/31', '10.0.0.4/30'], ['10.0.0.0/29']],
  ['a large block behind a small one', ['127.255.255.255/32', '128.0.0.0/1'], ['127.255.255.255/32', '128.0.0.0/1']],
])('%s merge into the fewest', (_, given, fewest) => {
  expect(textsOf(mergeRows4(rows(...given)))).toEqual(fewest);
});

test.each([
  ['nothing', ['0.0.0.0/0'], ['0.0.0.0/0', '10.0.0.0/8'], []],
  ['the upper half', ['0.0.0.0/0'], ['0.0.0.0/1', '0.0.0.0/2'], ['128.0.0.0/1']],
  ['what lies on both sides of a hole', ['10.0.0.0/29'], ['10.0.0.2/32', '10.0.0.2/32'], ['10.0.0.0/31', '10.0.0.3/32', '10.0.0.4/30']],
  ['what lies outside of one block around several', ['10.0.0.0/24', '10.0.2.0/24', '11.0.0.0/8'], ['10.0.0.0/8'], ['11.0.0.0/8']],
  ['all but the last address', ['255.255.255.252/30'], ['255.255.255.255/32'], ['255.255.255.252/31', '255.255.255.254/32']],
])('%s is left', (_, given, removed, left) => {
  expect(textsOf(subtractRows4(rows(...given), rows(...removed)))).toEqual(left);
});

// The lowest and the highest addresses, and those around the sign of a 32-bit integer.
describe.each([0n, 0x7fff_fff0n, 0xffff_ffe0n])('among the 32 addresses from %i on', (lowest) => {
  const sorted = fc
    .array(fc.tuple(fc.nat({ max: 31 }), fc.integer({ min: 28, max: 32 })), { maxLength: 30 })
    .map((pairs) => pairs.map(([offset, prefix]) => CidrBlock.around(4, lowest + BigInt(offset), prefix)).sort(byAddress));

  const isFewest = (blocks: readonly CidrBlock[]): boolean =>
    blocks.slice(1).every((block, index) => {
      const before = blocks[index] as CidrBlock;
      return before.last < block.first && !(before.prefix === block.prefix && before.supernet()?.contains(block) === true);
    });

  test('nested rows merge and are subtracted as their addresses are, into the fewest', () => {
    fc.assert(
      fc.property(sorted, sorted, (a, b) => {
        const merged = blocksIn(mergeRows4(rowsOf(a, 4)));
        expect([namesOfAddresses(merged), isFewest(merged)]).toEqual([namesOfAddresses(a), true]);
        const removed = namesOfAddresses(b);
        const left = blocksIn(subtractRows4(rowsOf(a, 4), rowsOf(b, 4)));
        expect([namesOfAddresses(left), isFewest(left)]).toEqual([new Set([...namesOfAddresses(a)].filter((name) => !removed.has(name))), true]);
      }),
    );
  });
});
