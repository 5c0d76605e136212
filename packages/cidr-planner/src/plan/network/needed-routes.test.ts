import { expect, test } from 'vitest';
import { buildNetwork, guideVSwitches } from '../../testing/network.ts';
import { planNetwork } from './plan-network.ts';

const routesOf = (overrides: Parameters<typeof buildNetwork>[0]) => planNetwork(buildNetwork(overrides)).neededRoutes.map((route) => `${route.at} ${route.destination} ${route.name}${route.learned ? '' : ' (by hand)'}`);

test('the data center needs the vSwitches, the sites and all ranges of OSS; the VPC needs the networks behind the connection', () => {
  const vSwitches = [...guideVSwitches, { name: 'foreign', cidr: '10.10.30.0/24', zone: 'cn-hangzhou-i', role: 'other' as const }];
  expect(routesOf({ region: 'cn-nanjing', vSwitches, routed: [{ name: 'office', cidr: '192.168.9.0/24' }], sites: [{ name: 'plant', kind: 'data-center', cidr: ['10.200.0.0/16', 'fd00::/48'] }] })).toEqual([
    'data-center 10.10.24.0/24 vSwitch nodes-i',
    'data-center 10.10.25.0/24 vSwitch pods-i',
    'data-center 10.200.0.0/16 site plant 1',
    'data-center fd00::/48 site plant 2',
    'data-center 100.114.142.0/24 OSS of cn-nanjing (by hand)',
    'vpc 192.168.0.0/24 data-center node network',
    'vpc 10.100.0.0/16 data-center pod network',
    'vpc 192.168.9.0/24 routed network office',
    'vpc 10.200.0.0/16 site plant 1',
    'vpc fd00::/48 site plant 2',
  ]);
});

test('a block that stands twice needs one route', () => {
  expect(routesOf({ routed: [{ name: 'pods', cidr: '10.100.0.0/16' }] }).filter((route) => route.includes('10.100.0.0/16'))).toHaveLength(1);
});
