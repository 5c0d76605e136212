import fc from 'fast-check';
import IPCIDR from 'ip-cidr';
import { expect, test } from 'vitest';
import { CidrParseError } from '../errors.ts';
import { formatAddress } from '../plan/block/cidr-block.ts';
import { parseCidrBlock } from '../plan/block/parse-cidr-block.ts';
import { cidrBlock } from '../testing/arbitraries.ts';
import { fromIpCidr, toIpCidr } from './ip-cidr.ts';

test('a block goes to ip-cidr and comes back the same', async () => {
  await fc.assert(
    fc.asyncProperty(cidrBlock, async (block) => {
      expect(fromIpCidr(await toIpCidr(block))).toEqual(block);
    }),
  );
});

test('ip-cidr lists the addresses of the block', async () => {
  const cidr = await toIpCidr(parseCidrBlock('192.168.0.0/30'));
  expect(cidr.toArray()).toEqual(['192.168.0.0', '192.168.0.1', '192.168.0.2', '192.168.0.3']);
  expect(cidr.contains('192.168.0.4')).toBe(false);
});

test('ip-cidr agrees on the first and the last address of every IPv4 block', () => {
  fc.assert(
    fc.property(cidrBlock, (block) => {
      fc.pre(block.family === 4);
      const { start, end } = new IPCIDR(block.toString()).toObject();
      expect([start, end]).toEqual([formatAddress(4, block.first), formatAddress(4, block.last)]);
    }),
  );
});

test('an ip-cidr object whose host bits are set is refused', () => {
  expect(() => fromIpCidr(new IPCIDR('10.0.0.7/8'))).toThrow(CidrParseError);
});
