import { expect, test } from 'vitest';
import { covers } from '../block/relate.ts';
import { cloudServices } from './known-blocks.ts';
import { ossAddresses, ossRegions } from './oss-addresses.ts';

test('every range of every region lies in 100.64.0.0/10', () => {
  const all = ossRegions.flatMap((region) => ossAddresses(region) ?? []);
  expect([ossRegions.length, all.length]).toEqual([29, 73]);
  expect(all.filter((block) => !covers(cloudServices, block))).toEqual([]);
});

test('a region that the source does not list has none', () => {
  expect([ossAddresses('cn-nowhere'), ossAddresses('constructor')]).toEqual([undefined, undefined]);
});
