import { expect, it } from 'vitest';
import { checkOptions, namedDaemonSet, type CalicoAffinityOptions } from './affinity-options.ts';

it.each<[CalicoAffinityOptions, string]>([
  [{ namespace: 'kube-system' }, 'calico-affinity: name: namespace and name must be given together'],
  [{ namespace: 'Kube', name: 'calico' }, 'calico-affinity: namespace: is no Kubernetes name (lower-case letters, digits, "-" and ".")'],
  [{ waivedNodes: ['dc-1', ''] }, 'calico-affinity: waivedNodes[1]: is no node name'],
  [{ timing: { rolloutTimeoutMs: -1 } }, 'calico-affinity: timing.rolloutTimeoutMs: must be a number of milliseconds above 0'],
  [{ timing: { podReadyTimeoutMs: 0 } }, 'calico-affinity: timing.podReadyTimeoutMs: must be a number of milliseconds above 0'],
  [{ timing: { intervalMs: Number.NaN } }, 'calico-affinity: timing.intervalMs: must be a number of milliseconds above 0'],
  [{ waivedNodes: 'dc-4' } as never, 'calico-affinity: waivedNodes: must be a list'],
  [{ waivedNodes: [4] } as never, 'calico-affinity: waivedNodes[0]: is no node name'],
  [{ waivedNode: ['dc-4'] } as never, 'calico-affinity: waivedNode: is no option; there are namespace, name, allComponents,'],
  [{ allComponents: 'yes', timing: 5 } as never, 'calico-affinity: allComponents: must be true or false; timing: must be an object'],
  [{ timing: { rolloutTimeout: 5 } } as never, 'calico-affinity: timing.rolloutTimeout: is no option; there are rolloutTimeoutMs,'],
  [{ timing: { intervalMs: '5' } } as never, 'calico-affinity: timing.intervalMs: must be a number of milliseconds above 0'],
  [{ allComponents: true, namespace: 'a', name: 'b' }, 'calico-affinity: allComponents: needs the search'],
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
