import { expect, test } from 'vitest';
import { parseCidrBlock } from '../block/parse-cidr-block.ts';
import { brief } from '../../testing/findings.ts';
import { judgeOverlay } from '../rules/capacity-rules.ts';
import { planOverlay } from './overlay.ts';
import type { OverlayInput } from './overlay.ts';

const pool = (cidr: string, prefix: number) => ({ block: parseCidrBlock(cidr), prefix });

test.each<[string, OverlayInput, number, number, number]>([
  ['a /24 a node', { ipam: 'node-ipam', pools: [pool('10.100.0.0/16', 24)] }, 256, 110, 1],
  ['a /24 a node and a kubelet without bounds', { ipam: 'node-ipam', pools: [pool('10.100.0.0/16', 24)], maxPods: 500 }, 256, 254, 1],
  ['a /26 a node', { ipam: 'cilium', pools: [pool('10.100.0.0/16', 26)] }, 1024, 62, 1],
  ['a block without addresses', { ipam: 'cilium', pools: [pool('10.100.0.0/16', 32)] }, 65_536, 0, 1],
  ['two /26 of Calico a node', { ipam: 'calico', pools: [pool('10.100.0.0/16', 26)] }, 512, 110, 2],
  ['one /26 of Calico a node', { ipam: 'calico', pools: [pool('10.100.0.0/16', 26)], maxPods: 64 }, 1024, 64, 1],
  ['a Calico pool that is smaller than a full node', { ipam: 'calico', pools: [pool('10.100.0.0/26', 26)] }, 1, 64, 1],
  ['dual stack, where IPv6 is scarcer', { ipam: 'node-ipam', pools: [pool('10.100.0.0/16', 24), pool('fd00::/60', 64)] }, 16, 110, 1],
  ['dual stack at 16 bits', { ipam: 'node-ipam', pools: [pool('10.100.0.0/16', 24), pool('fd00::/64', 80)] }, 256, 110, 1],
])('%s', (_name, input, nodes, pods, blocks) => {
  const { maximumNodes, podsPerNode, blocksPerNode } = planOverlay(input);
  expect([maximumNodes, podsPerNode, blocksPerNode]).toEqual([nodes, pods, blocks]);
});

test.each<[string, OverlayInput, string]>([
  ['17 bits of IPv6', { ipam: 'node-ipam', pools: [pool('fd00::/47', 64)] }, 'the controller-manager takes /63 at most'],
  ['a node block larger than the pool', { ipam: 'cilium', pools: [pool('10.100.0.0/16', 15)] }, '/15 can not be cut from 10.100.0.0/16; write 16 to 32'],
  ['no pool', { ipam: 'calico', pools: [] }, 'the list is empty'],
  ['no pod', { ipam: 'calico', pools: [pool('10.100.0.0/16', 26)], maxPods: 0 }, '0 is no whole number from 1 on'],
])('%s is refused', (_name, input, message) => {
  expect(() => planOverlay(input)).toThrow(message);
});

test('one node more than blocks is an error, and with Calico, whose nodes borrow, a warning', () => {
  const hard = planOverlay({ ipam: 'node-ipam', pools: [pool('10.100.0.0/16', 24)] });
  const soft = planOverlay({ ipam: 'calico', pools: [pool('10.100.0.0/16', 26)] });
  expect([brief(judgeOverlay(hard, 256)), brief(judgeOverlay(hard, 257)), brief(judgeOverlay(soft, 513))]).toEqual([[], ['error overlay-node-limit'], ['warning overlay-node-limit']]);
});
