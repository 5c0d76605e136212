import { describe, expect, it } from 'vitest';
import { systemWorkloads } from './seed-workloads.ts';

describe('the system workloads', () => {
  it('run kube-proxy on every Linux node and guard CoreDNS by a budget of its own labels', () => {
    const [proxy, dns, budget] = systemWorkloads();
    expect(proxy).toMatchObject({ kind: 'DaemonSet', spec: { template: { spec: { nodeSelector: { 'kubernetes.io/os': 'linux' }, tolerations: [{ operator: 'Exists' }] } } } });
    expect(budget?.spec?.selector).toEqual(dns?.spec?.selector);
  });
});
