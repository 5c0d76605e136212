import { expect, test } from 'vitest';
import { overlaps } from '../block/relate.ts';
import { cloudServices, dockerBridge, privateRanges, refusedVpcRanges } from './known-blocks.ts';

test('the known blocks are those of the sources', () => {
  expect(privateRanges.map(String)).toEqual(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']);
  expect(refusedVpcRanges.map((range) => range.block.toString())).toEqual(['100.64.0.0/10', '224.0.0.0/4', '127.0.0.0/8', '169.254.0.0/16']);
  expect([cloudServices.toString(), dockerBridge.toString()]).toEqual(['100.64.0.0/10', '172.17.0.0/16']);
});

test('no private range is refused for a VPC', () => {
  expect(privateRanges.some((range) => refusedVpcRanges.some((refused) => overlaps(range, refused.block)))).toBe(false);
});
