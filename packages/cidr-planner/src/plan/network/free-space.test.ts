import { expect, test } from 'vitest';
import { parseCidrBlock } from '../block/parse-cidr-block.ts';
import { FreeSpace } from './free-space.ts';

const block = parseCidrBlock;

test('what is taken is free no more, and the rest is', () => {
  const space = new FreeSpace([block('10.0.0.0/24')]);
  expect([space.take(block('10.0.0.64/26')), space.take(block('10.0.0.64/27')), space.take(block('10.0.0.0/25'))]).toEqual([true, false, false]);
  expect(String(space.takeNearest(26, block('10.0.0.64/26')))).toBe('10.0.0.0/26');
  expect(String(space.takeNearest(25, block('10.0.0.0/26')))).toBe('10.0.0.128/25');
  expect(space.takeNearest(32, block('10.0.0.0/26'))).toBeUndefined();
});

test('the nearest place may lie on either side', () => {
  expect(String(new FreeSpace([block('10.0.0.0/24'), block('10.0.4.0/24')]).takeNearest(24, block('10.0.3.0/24')))).toBe('10.0.4.0/24');
  expect(String(new FreeSpace([block('10.0.0.0/24'), block('10.0.4.0/24')]).takeNearest(24, block('10.0.1.0/24')))).toBe('10.0.0.0/24');
  expect(String(new FreeSpace([block('10.0.0.0/16')]).takeNearest(24, block('10.0.3.0/24')))).toBe('10.0.3.0/24');
});
