import { expect, test } from 'vitest';
import { brief } from '../../testing/findings.ts';
import { buildNetwork } from '../../testing/network.ts';
import type { NetworkOverrides } from '../../testing/network.ts';
import { readNetwork } from '../network/read-network.ts';
import { countAnnouncedRoutes, findRouteFindings } from './route-rules.ts';

const find = (overrides: NetworkOverrides) => findRouteFindings(readNetwork(buildNetwork(overrides)));
const pods = (dataCenter: NonNullable<NetworkOverrides['dataCenter']>): NetworkOverrides => ({ dataCenter });
const routed = (count: number) => Array.from({ length: count }, (_, index) => ({ name: `r${index}`, cidr: `11.0.${index}.0/24` }));

test.each<[string, NetworkOverrides, readonly string[]]>([
  ['a plug-in that announces nothing', {}, []],
  ['aggregated pods', pods({ bgp: { aggregated: true } }), []],
  ['the blocks of a /16, each a route', pods({ bgp: { aggregated: false } }), ['error bgp-routes']],
  ['the same, aggregation unknown', pods({ bgp: {} }), ['warning bgp-routes']],
  ['the 64 blocks of a /20', pods({ podCidr: '10.100.0.0/20', bgp: { aggregated: false } }), []],
  ['the 109 nodes with one block each of /25', pods({ nodes: 109, bgp: { aggregated: false, blockPrefix: 25 } }), []],
  ['110 nodes and their own network', pods({ nodes: 110, bgp: { aggregated: false, blockPrefix: 25 } }), ['error bgp-routes']],
  ['60 nodes that may have two blocks each', pods({ nodes: 60, bgp: { aggregated: false } }), ['warning bgp-routes']],
  ['aggregated pods and too many routed networks', { ...pods({ bgp: { aggregated: true } }), routed: routed(109) }, ['error bgp-routes']],
  ['blocks larger than the pool', pods({ podCidr: '10.100.0.0/28', bgp: { aggregated: false } }), []],
  ['200 custom routes with those of the plan', { vpc: { customRoutes: 198 } }, []],
  ['201 custom routes', { vpc: { customRoutes: 199 } }, ['error custom-routes']],
  ['201 custom routes beside a CEN', { vpc: { customRoutes: 199 }, cen: {} }, ['warning custom-routes']],
  ['routes that are there already, counted once', { vpc: { customRoutes: ['192.168.0.0/24', '10.100.0.0/16'] }, routed: routed(198) }, []],
  ['a route that equals a vSwitch', { vpc: { customRoutes: ['10.10.24.0/24'] } }, ['error route-inside-vswitch']],
  ['a route inside a vSwitch', { vpc: { customRoutes: ['10.10.25.128/25'] } }, ['error route-inside-vswitch']],
  ['a route that holds a vSwitch', { vpc: { customRoutes: ['10.10.24.0/23', '0.0.0.0/0'] } }, []],
])('%s: %j', (_name, overrides, rules) => {
  expect(brief(find(overrides))).toEqual(rules);
});

test('a /16 of Calico is 1,024 routes, and the node network one more', () => {
  expect(countAnnouncedRoutes(readNetwork(buildNetwork(pods({ bgp: { aggregated: false } }))))).toEqual({ least: 1, likely: 1025 });
});

test.each<[NetworkOverrides, string]>([
  [pods({ bgp: {} }), 'the data center announces up to 1025 routes with /26 blocks of all blocks of data-center pod network 10.100.0.0/16, and a BGP peer takes 110; whether the edge aggregates is not known'],
  [pods({ nodes: 300, bgp: { aggregated: false } }), 'the data center announces 301 to 601 routes with /26 blocks of 300 nodes, and a BGP peer takes 110'],
  [{ vpc: { customRoutes: 199 } }, 'the route table has 199 custom entries, and the plan needs 2 more; together 201 of 200'],
  [{ vpc: { customRoutes: ['10.10.24.0/24'] } }, 'custom route 1 10.10.24.0/24 leads to the block of vSwitch nodes-i 10.10.24.0/24'],
])('the figures are in the message (case %#)', (overrides, message) => {
  expect(find(overrides)[0]?.message).toBe(message);
});
