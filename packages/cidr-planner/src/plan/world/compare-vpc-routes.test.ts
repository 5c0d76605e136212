import { expect, test } from 'vitest';
import { brief } from '../../testing/findings.ts';
import { buildNetwork } from '../../testing/network.ts';
import { buildVpc } from '../../testing/world.ts';
import { readNetwork } from '../network/read-network.ts';
import { compareRoutes } from './compare-vpc-routes.ts';
import { findCustomRoutes } from './custom-routes.ts';
import type { ObservedRoute } from './observed-vpc.ts';

const custom = (destination: string, nextHop: string, fields: Partial<ObservedRoute> = {}): ObservedRoute => ({ tableId: 'vtb-1', destination, type: 'Custom', nextHop, status: 'Available', ...fields });
const compare = (...more: readonly ObservedRoute[]) => compareRoutes(readNetwork(buildNetwork()), buildVpc({ routes: [...(buildVpc().routes ?? []), ...more] }));

test.each<[string, ObservedRoute, readonly string[]]>([
  ['a transit router', custom('10.100.0.0/16', 'Attachment:tr-1'), []],
  ['two router interfaces', custom('10.100.0.0/16', 'RouterInterface:ri-1,RouterInterface:ri-2'), []],
  ['an ECS instance', custom('10.100.0.0/16', 'Instance:i-1'), ['warning route-next-hop']],
  ['a NAT gateway, for a part', custom('10.100.7.0/24', 'NatGateway:ngw-1'), ['warning route-next-hop']],
  ['one way out and one instance', custom('10.100.0.0/16', 'RouterInterface:ri-1,Instance:i-1'), ['warning route-next-hop']],
  ['an instance, for another network', custom('172.30.0.0/16', 'Instance:i-1'), []],
  ['the internet by default', custom('0.0.0.0/0', 'NatGateway:ngw-1'), []],
  ['a black hole', custom('10.100.0.0/16', 'BlackHole'), ['error route-unavailable']],
  ['something that is unavailable', custom('10.100.7.0/24', 'RouterInterface:ri-1', { status: 'Unavailable' }), ['error route-unavailable']],
])('a route to %s is judged', (_name, route, rules) => {
  expect(brief(compare(route))).toEqual(rules);
});

test('a route that is dead does not count as a way', () => {
  const routes = [custom('192.168.0.0/24', 'Attachment:tr-1'), custom('10.100.0.0/16', 'BlackHole')];
  expect(brief(compareRoutes(readNetwork(buildNetwork()), buildVpc({ routes })))).toEqual(['warning route-missing', 'error route-unavailable']);
});

test('a custom route into a vSwitch is told for the tables that the rules of the plan do not see', () => {
  const busiest = [custom('172.30.0.0/16', 'Attachment:tr-1'), custom('172.31.0.0/16', 'Attachment:tr-1')];
  expect(brief(compare(...busiest, custom('10.10.24.0/25', 'Instance:i-1', { tableId: 'vtb-2' })))).toEqual(['error route-inside-vswitch']);
});

test('the custom routes are those of the busiest table, and a number where one is no block', () => {
  const of = (...routes: readonly ObservedRoute[]) => findCustomRoutes(buildVpc({ routes }));
  expect(of()).toBeUndefined();
  expect(of(custom('172.30.0.0/16', ''), custom('10.1.0.0/16', '', { tableId: 'vtb-2' }), custom('10.2.0.0/16', '', { tableId: 'vtb-2' }))).toEqual({ tableId: 'vtb-2', routes: ['10.1.0.0/16', '10.2.0.0/16'] });
  expect(of(custom('pl-1234', ''))).toEqual({ tableId: 'vtb-1', routes: 1 });
});

test.each<[ObservedRoute, readonly string[], string]>([
  [custom('10.100.7.0/24', 'Instance:i-1'), ['data-center pod network 10.100.0.0/16', 'route of table vtb-1 10.100.7.0/24'], '10.100.7.0/24'],
  [custom('10.100.0.0/15', 'BlackHole:'), ['data-center pod network 10.100.0.0/16', 'route of table vtb-1 10.100.0.0/15'], '10.100.0.0/16'],
])('a route that is wrong names itself and the network that it meets', (route, ranges, shared) => {
  const [finding] = compare(route);
  expect([finding?.ranges.map((range) => `${range.name} ${range.cidr}`), finding?.intersection]).toEqual([ranges, shared]);
});
