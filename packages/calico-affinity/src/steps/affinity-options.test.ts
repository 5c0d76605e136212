import { expect, it } from 'vitest';
import { checkOptions, namedDaemonSet, type CalicoAffinityOptions } from './affinity-options.ts';

it.each<[CalicoAffinityOptions, string]>([
  [{ namespace: 'kube-system' }, 'calico-affinity: name: namespace and name must be given together'],
  [{ namespace: 'Kube', name: 'calico' }, 'calico-affinity: namespace: is no Kubernetes name (lower-case letters, digits, "-" and ".")'],
  [{ waivedNodes: ['dc-1', ''] }, 'calico-affinity: waivedNodes[1]: is no node name'],
  [{ timing: { rolloutTimeoutMs: -1 } }, 'calico-affinity: timing.rolloutTimeoutMs: must be a number of milliseconds above 0'],
  [{ timing: { podReadyTimeoutMs: 0 } }, 'calico-affinity: timing.podReadyTimeoutMs: must be a number of milliseconds above 0'],
  [{ timing: { intervalMs: Number.NaN } }, 'calico-affinity: timing.intervalMs: must be a number of milliseconds above 0'],
])('refuses %j', (options, message) => {
  expect(() => checkOptions(options)).toThrow(message);
});

it('accepts none, and good ones', () => {
  expect(() => checkOptions({})).not.toThrow();
  expect(() => checkOptions({ namespace: 'a', name: 'b.c', waivedNodes: ['dc-1'], timing: { intervalMs: 5 } })).not.toThrow();
});

it('names the DaemonSet only where both parts are given', () => {
  expect(namedDaemonSet({})).toBeUndefined();
  expect(namedDaemonSet({ namespace: 'a', name: 'b' })).toEqual({ namespace: 'a', name: 'b' });
});
