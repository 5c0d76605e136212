import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commonBits, laneMask } from './lanes.ts';

test.each([[-5, 0], [0, 0], [1, 0x8000_0000], [8, 0xff00_0000], [31, 0xffff_fffe], [32, 0xffff_ffff], [40, 0xffff_ffff]])('the first %i bits of a lane are %i', (bits, mask) => {
  expect(laneMask(bits) >>> 0).toBe(mask);
});

test('two addresses share the bits before the first that differs', () => {
  const lane = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
  const address = fc.record({ lane0: lane, lane1: lane, lane2: lane, lane3: lane });
  const bitsOf = (one: { lane0: number; lane1: number; lane2: number; lane3: number }): string => [one.lane0, one.lane1, one.lane2, one.lane3].map((part) => (part >>> 0).toString(2).padStart(32, '0')).join('');
  fc.assert(
    fc.property(address, fc.nat({ max: 127 }), (one, bit) => {
      const key = `lane${bit >>> 5}` as 'lane0';
      const other = { ...one, [key]: one[key] ^ (1 << (31 - (bit & 31))) };
      expect([commonBits(one, other), commonBits(one, one)]).toEqual([bit, 128]);
      expect(bitsOf(one).slice(0, bit)).toBe(bitsOf(other).slice(0, bit));
    }),
  );
});
