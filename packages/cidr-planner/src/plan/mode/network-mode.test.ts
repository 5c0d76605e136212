import { InvalidInputError } from '@ack-hybrid/core/errors';
import { expect, test } from 'vitest';
import { recommendNetworkMode } from './network-mode.ts';
import type { NetworkModeQuery } from './network-mode.ts';

const query = (fields: Partial<NetworkModeQuery> = {}): NetworkModeQuery => ({ nodes: 10, highPerformance: false, cni: 'calico', ...fields });

test.each<[Partial<NetworkModeQuery>, string, string]>([
  [{ nodes: 99 }, 'overlay', 'Calico IPIP'],
  [{ nodes: 100 }, 'bgp', 'Calico route reflection'],
  [{ nodes: 3, highPerformance: true }, 'bgp', 'Calico route reflection'],
  [{ cni: 'cilium' }, 'overlay', 'Cilium VXLAN'],
  [{ cni: 'cilium', nodes: 500 }, 'bgp', 'Cilium BGP routing'],
  [{ cni: 'flannel' }, 'overlay', 'Flannel VXLAN'],
  [{ cni: 'flannel', highPerformance: true }, 'bgp', 'Calico route reflection'],
  [{ cni: 'host-network', nodes: 500, highPerformance: true }, 'host', 'Host network'],
])('%j asks for %s: %s', (fields, model, mode) => {
  const advice = recommendNetworkMode(query(fields));
  expect([advice.model, advice.mode]).toEqual([model, mode]);
});

test.each<[string, Partial<NetworkModeQuery>, { terway: boolean; affinity: boolean; bgpOnBorderRouter: boolean }]>([
  ['an overlay needs neither Terway nor an affinity', {}, { terway: false, affinity: false, bgpOnBorderRouter: false }],
  ['BGP needs Terway, the affinity and a BGP session', { highPerformance: true }, { terway: true, affinity: true, bgpOnBorderRouter: true }],
  ['the host network needs Terway alone', { cni: 'host-network' }, { terway: true, affinity: false, bgpOnBorderRouter: false }],
])('%s', (_name, fields, needs) => {
  expect(recommendNetworkMode(query(fields))).toMatchObject(needs);
});

test('Flannel has to give way where BGP is needed, and the reason says so', () => {
  const advice = recommendNetworkMode(query({ cni: 'flannel', nodes: 120, highPerformance: true }));
  expect(advice.changesCni).toBe(true);
  expect(advice.reasons).toEqual([
    '120 nodes: overlays are for fewer than 100',
    'high network performance is asked for, which encapsulation takes away',
    'Flannel announces no routes by BGP, so the cluster needs Calico or Cilium first',
  ]);
});

test.each([0, -1, 1.5, Number.NaN])('%d nodes are refused', (nodes) => {
  expect(() => recommendNetworkMode(query({ nodes }))).toThrow(InvalidInputError);
});
