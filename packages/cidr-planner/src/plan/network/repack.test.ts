import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findPlacement } from '../../testing/brute-force-placement.ts';
import { buildNetwork } from '../../testing/network.ts';
import type { NetworkOverrides } from '../../testing/network.ts';
import { tightNetwork } from '../../testing/tight-network.ts';
import { changeNetwork } from './apply-network-fix.ts';
import { errorKeys, judgeNetwork } from './judge-network.ts';
import { readNetwork } from './read-network.ts';
import { repackNetwork } from './repack.ts';

const repack = (overrides: NetworkOverrides): readonly string[] | undefined =>
  repackNetwork(readNetwork(buildNetwork(overrides))).changes?.map((one) => `${one.path}=${one.to}`);

test('a layout is found without the help of single fixes wherever brute force finds one, and it breaks no rule', () => {
  let found = 0;
  fc.assert(
    fc.property(tightNetwork, (input) => {
      if (!findPlacement(input)) return;
      found += 1;
      const network = readNetwork(input);
      const { changes } = repackNetwork(network);
      expect(changes && errorKeys(judgeNetwork(changeNetwork(network, changes)))).toEqual([]);
    }),
    { numRuns: 400 },
  );
  expect(found).toBeGreaterThan(100);
});

test.each<[string, NetworkOverrides, readonly string[]]>([
  ['nothing moves where nothing has to', {}, []],
  ['only the vSwitch in the way moves', { dataCenter: { podCidr: '10.10.24.0/25' }, waivers: ['overlap-data-center-vpc'] }, ['vSwitches[0].cidr=10.10.23.0/24']],
  ['a VPC shrinks to the recommended size around its vSwitches', { vpc: { cidr: '10.0.0.0/8' } }, ['vpc.cidr=10.10.0.0/16']],
  ["Docker's bridge is avoided while there is other room", { dataCenter: { podCidr: ['10.0.0.0/8', '172.16.0.0/16', '192.168.0.0/17', '192.168.128.0/17'], nodeCidr: '172.24.0.0/13', serviceCidr: '172.20.0.0/16' } }, ['vpc.cidr=172.18.0.0/16', 'vSwitches[0].cidr=172.18.0.0/24', 'vSwitches[1].cidr=172.18.1.0/24']],
  ["Docker's bridge is used where nothing else is free", { dataCenter: { podCidr: ['10.0.0.0/8', '172.16.0.0/16', '172.18.0.0/15', '192.168.0.0/16'], nodeCidr: '172.24.0.0/13', serviceCidr: '172.20.0.0/14' } }, ['vpc.cidr=172.17.0.0/16', 'vSwitches[0].cidr=172.17.0.0/24', 'vSwitches[1].cidr=172.17.1.0/24']],
  ['a public VPC may stay in its surroundings', { vpc: { cidr: '11.0.0.0/16' }, vSwitches: [{ name: 'n', cidr: '11.0.0.0/30', zone: 'z', role: 'nodes' }] }, ['vSwitches[0].cidr=11.0.0.0/29']],
  ['secondary blocks keep a place of their own', { vpc: { cidr: '10.10.0.0/16', secondaryCidrs: ['10.10.24.0/22'] } }, ['vpc.secondaryCidrs[0]=10.128.0.0/22']],
])('%s', (_name, overrides, changes) => {
  expect(repack(overrides)).toEqual(changes);
});
