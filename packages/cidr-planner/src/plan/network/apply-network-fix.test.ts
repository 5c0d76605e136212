import { expect, test } from 'vitest';
import { buildNetwork, guideVSwitches } from '../../testing/network.ts';
import { applyNetworkFix, changeNetwork } from './apply-network-fix.ts';
import { readNetwork } from './read-network.ts';

const change = (path: string, from: string, to: string) => ({ path, name: path, from, to });

test('each path is changed where it stands, the old input stays, and what was free in the old block is forgotten', () => {
  const input = buildNetwork({ vpc: { secondaryCidrs: ['172.30.0.0/16'] }, vSwitches: guideVSwitches.map((vSwitch) => ({ ...vSwitch, freeAddresses: 9 })) });
  const copy = structuredClone(input);
  const mended = applyNetworkFix(input, { changes: [change('vpc.cidr', '10.0.0.0/10', '10.0.0.0/12'), change('vpc.secondaryCidrs[0]', '172.30.0.0/16', '172.31.0.0/16'), change('vSwitches[1].cidr', '10.10.25.0/24', '10.10.26.0/24')] });
  expect(input).toEqual(copy);
  expect([mended.vpc, mended.vSwitches.map(({ cidr, freeAddresses }) => `${cidr} ${freeAddresses}`)]).toEqual([{ cidr: '10.0.0.0/12', secondaryCidrs: ['172.31.0.0/16'] }, ['10.10.24.0/24 9', '10.10.26.0/24 undefined']]);
});

test('a network that is read already changes in the same way', () => {
  const input = buildNetwork();
  const changes = [change('vSwitches[0].cidr', '10.10.24.0/24', '10.10.28.0/24')];
  const blocks = (network: ReturnType<typeof readNetwork>): readonly string[] => [...network.vpc, ...network.vSwitches].map((range) => range.block.toString());
  expect(blocks(changeNetwork(readNetwork(input), changes))).toEqual(blocks(readNetwork(applyNetworkFix(input, { changes }))));
});
