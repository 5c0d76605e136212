import { expect, test } from 'vitest';
import { scanBlock4, scanBlock6 } from './scan-block.ts';

const cells = new Int32Array(5);

test.each([
  ['10.0.0.0/8', false, [0x0a00_0000, 8]],
  ['10.0.0.7/8', true, [0x0a00_0000, 8]],
  ['255.255.255.255/32', false, [-1, 32]],
  ['0.0.0.0/0', false, [0, 0]],
])('%s is read into an address and a prefix', (text, masks, read) => {
  expect([scanBlock4(text, cells, 0, masks), ...cells.subarray(0, 2)]).toEqual([true, ...read]);
});

test.each([
  ['2001:db8::/32', false, [0x2001_0db8, 0, 0, 0, 32]],
  ['2001:db8::1/32', true, [0x2001_0db8, 0, 0, 0, 32]],
  ['::1/128', false, [0, 0, 0, 1, 128]],
])('%s is read into four lanes and a prefix', (text, masks, read) => {
  expect([scanBlock6(text, cells, 0, masks), ...cells]).toEqual([true, ...read]);
});

test.each(['10.0.0.7/8', '10.0.0.0', '010.0.0.0/8', '10.0.0.0/08', '10.0.0.0/33', '2001:db8::/32', ''])('%s is left to the slow reader of IPv4', (text) => {
  expect(scanBlock4(text, cells, 0, false)).toBe(false);
});

test.each(['2001:db8::1/32', '2001:db8::', '::ffff:a00:0/104', '::10.0.0.0/128', '2001:db8::/129', '10.0.0.0/8', ''])('%s is left to the slow reader of IPv6', (text) => {
  expect(scanBlock6(text, cells, 0, false)).toBe(false);
});
