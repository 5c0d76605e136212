import { expect, test } from 'vitest';
import { brief } from '../../testing/findings.ts';
import { buildNetwork } from '../../testing/network.ts';
import type { NetworkOverrides } from '../../testing/network.ts';
import { buildBorder, buildBorderRouter, buildCen, buildPeer } from '../../testing/world.ts';
import { readNetwork } from '../network/read-network.ts';
import { compareBorder } from './compare-border.ts';
import type { ObservedBorder, ObservedBgpPeer, ObservedBorderRouter, ObservedCen } from './observed-border.ts';

const compare = (border: Partial<ObservedBorder>, overrides: NetworkOverrides = {}) => {
  const input = buildNetwork(overrides);
  return compareBorder(input, readNetwork(input), buildBorder(border));
};
const withCen = (fields: Partial<ObservedCen>): Partial<ObservedBorder> => ({ cens: [buildCen(fields)] });
const withRouter = (fields: Partial<ObservedBorderRouter>): Partial<ObservedBorder> => ({ borderRouters: [buildBorderRouter(fields)] });
const withPeer = (fields: Partial<ObservedBgpPeer>): Partial<ObservedBorder> => withRouter({ peers: [buildPeer(fields)] });
const conflict = (status: string) => withCen({ conflicts: [{ memberId: 'vbr-1', destination: '10.100.0.0/16', otherId: 'vpc-2', otherDestination: '10.100.0.0/16', status }] });
const route = (status: string, destination = '10.100.0.0/16') => withCen({ routes: [{ destination, status, memberId: 'vbr-1' }] });
const link = (localAddress: string, mask: string) => withRouter({ links: [{ localAddress, peerAddress: '', mask }] });

test('a border as planned has no finding', () => {
  expect(compare({})).toEqual([]);
});

test.each<[string, Partial<ObservedBorder>, readonly string[]]>([
  ['a conflict of the CEN', conflict('conflict'), ['error cen-route-conflict']],
  ['a full route table', conflict('overflow'), ['error cen-route-overflow']],
  ['a route that a route map keeps back', conflict('prohibited'), ['warning cen-route-prohibited']],
  ['a state that is not known', conflict('resting'), []],
  ['a rejected route to the pods', route('Rejected'), ['warning cen-route-conflict']],
  ['a prohibited route to the pods', route('Prohibited'), ['warning cen-route-prohibited']],
  ['a prohibited route to something else', route('Prohibited', '172.30.0.0/16'), []],
  ['a peer that is full', withPeer({ receivedRoutes: 110 }), ['warning bgp-routes-per-peer-observed']],
  ['a peer beyond its limit', withPeer({ receivedRoutes: 111 }), ['error bgp-routes-per-peer-observed']],
  ['a peer with a higher quota', withPeer({ receivedRoutes: 111, routeLimit: 200 }), []],
  ['a peer that is down', withPeer({ state: 'Connect' }), ['warning bgp-peer-down']],
  ['a foreign system of the border router', withPeer({ localAsn: '65535' }), ['warning bgp-asn-observed']],
  ['a private system of the border router', withPeer({ localAsn: '4200000000' }), []],
  ['the system of the cloud on premises', withPeer({ peerAsn: '45104' }), ['warning bgp-asn-observed']],
  ['a reserved system on premises', withPeer({ peerAsn: '23456' }), ['warning bgp-asn-observed']],
  ['systems that were not read', withPeer({ localAsn: '', peerAsn: '', state: '' }), []],
  ['a peer subnet in a vSwitch', link('10.10.24.1', '255.255.255.252'), ['error vbr-subnet-overlap', 'warning vbr-subnet-overlap']],
  ['a peer subnet in the node network', link('192.168.0.1', '255.255.255.252'), ['warning vbr-subnet-overlap']],
  ['a mask that is none', link('10.10.24.1', '255.0.255.0'), []],
  ['a border router without the pod route', withRouter({ routes: [] }), ['warning vbr-route-missing', 'warning vbr-route-missing']],
  ['a part that was not read', { unread: [{ what: 'the members of CEN cen-1', action: 'cen:DescribeCenAttachedChildInstances' }] }, ['warning border-not-read']],
])('%s is judged', (_name, border, rules) => {
  expect(brief(compare(border))).toEqual(rules);
});

test.each<['full' | 'reduced', readonly string[]]>([['full', []], ['reduced', ['error cen-differs']]])('a plan with the level %s is held against the CEN', (protectionLevel, rules) => {
  expect(brief(compare({}, { cen: { protectionLevel } }))).toEqual(rules);
});

test('a conflict names both members, and what was not read the RAM action', () => {
  expect(compare(conflict('conflict'))[0]?.message).toBe('CEN cen-1: 10.100.0.0/16 of vbr-1 and 10.100.0.0/16 of vpc-2 are in the state conflict');
  const [unread] = compare({ unread: [{ what: 'the routes of CEN cen-1', action: 'cen:DescribeCenRegionDomainRouteEntries', reason: 'not found' }] });
  expect(`${unread?.message ?? ''}. ${unread?.remediation ?? ''}`).toBe('the routes of CEN cen-1 could not be read: not found. Grant cen:DescribeCenRegionDomainRouteEntries, or look at it by hand.');
});

test.each<[string, Partial<ObservedBorder>, readonly string[], string]>([
  ['a conflict', conflict('conflict'), ['vbr-1 10.100.0.0/16', 'vpc-2 10.100.0.0/16'], '10.100.0.0/16'],
  ['a refused route', route('Rejected', '10.100.7.0/24'), ['data-center pod network 10.100.0.0/16', 'route of vbr-1 10.100.7.0/24'], '10.100.7.0/24'],
  ['a peer subnet', link('10.10.24.1', '255.255.255.252'), ['vSwitch nodes-i 10.10.24.0/24', 'peer subnet of edge (vbr-1) 10.10.24.0/30'], '10.10.24.0/30'],
])('%s names both ranges and what they share', (_name, border, ranges, shared) => {
  const [finding] = compare(border);
  expect(finding?.ranges.map((range) => `${range.name} ${range.cidr}`)).toEqual(ranges);
  expect(finding?.intersection).toBe(shared);
});
