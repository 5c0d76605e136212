import { expect, test } from 'vitest';
import { compareCosts, costOf } from './fix-cost.ts';

const vSwitch = (index: number, from: string, to: string) => ({ path: `vSwitches[${index}].cidr`, name: '', from, to });
const vpc = (from: string, to: string) => ({ path: 'vpc.cidr', name: '', from, to });

const near = vSwitch(0, '10.0.0.0/24', '10.0.1.0/24');
const far = vSwitch(0, '10.0.0.0/24', '10.0.9.0/24');
const second = vSwitch(1, '10.0.2.0/24', '10.0.3.0/24');
const home = vpc('10.0.0.0/16', '10.1.0.0/16');

test.each([
  ['a vSwitch before a VPC, whatever errors are left', costOf([near], 3), costOf([home], 0)],
  ['several vSwitches before a VPC', costOf([near, second], 0), costOf([home], 0)],
  ['a VPC before a VPC and a vSwitch', costOf([home], 3), costOf([home, near], 0)],
  ['one vSwitch before two', costOf([far], 3), costOf([near, second], 0)],
  ['fewer errors before a shorter way', costOf([far], 0), costOf([near], 1)],
  ['the shorter way at last', costOf([near], 0), costOf([far], 0)],
])('%s', (_name, lesser, greater) => {
  expect(compareCosts(lesser, greater)).toBeLessThan(0);
  expect(compareCosts(greater, lesser)).toBeGreaterThan(0);
});

test('a vSwitch that moves with its VPC is measured inside it', () => {
  expect(costOf([home, vSwitch(0, '10.0.5.0/24', '10.1.5.0/24')], 0).distance).toBe(costOf([home], 0).distance);
});
