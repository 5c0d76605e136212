import { describe, expect, it } from 'vitest';
import { minorVersionOf, startKubelet, type KubeletMachine } from './kubelet.ts';

const machine: KubeletMachine = { hostname: 'iz1z', address: '10.10.24.10', cpu: 4, memoryGiB: 16, kubeletVersion: 'v1.33.2', osImage: 'Alibaba Cloud Linux 3', containerRuntimeVersion: 'containerd://1.7.27', swapOn: false };

describe('startKubelet', () => {
  it('registers the Node that the arguments describe', () => {
    const result = startKubelet(['--provider-id=cn-hangzhou.i-1', '--hostname-override=CN-hangzhou.10.10.24.10', '--node-labels=a=1,b=2', '--node-labels=b=3', '--register-with-taints=x=y:NoSchedule', '--max-pods=40'], machine);
    expect(result).toMatchObject({
      outcome: 'registered',
      node: {
        metadata: { name: 'cn-hangzhou.10.10.24.10', labels: { a: '1', b: '3', 'kubernetes.io/hostname': 'cn-hangzhou.10.10.24.10', 'kubernetes.io/os': 'linux' } },
        spec: { providerID: 'cn-hangzhou.i-1', taints: [{ key: 'x', value: 'y', effect: 'NoSchedule' }] },
        status: { capacity: { cpu: '4', memory: '16777216Ki', pods: '40' }, addresses: [{ type: 'InternalIP', address: '10.10.24.10' }, { type: 'Hostname', address: 'cn-hangzhou.10.10.24.10' }] },
      },
    });
  });

  it('registers under the name of the machine, without a provider id, where no argument says otherwise', () => {
    expect(startKubelet([], machine)).toMatchObject({ outcome: 'registered', node: { metadata: { name: 'iz1z' }, spec: {} } });
  });

  it('takes the last value of a scalar and of the taints', () => {
    expect(startKubelet(['--provider-id=a', '--provider-id=b', '--register-with-taints=a:NoSchedule', '--register-with-taints=b:NoSchedule'], machine)).toMatchObject({ node: { spec: { providerID: 'b', taints: [{ key: 'b', effect: 'NoSchedule' }] } } });
  });

  it.each<[string, string[], Partial<KubeletMachine>, 'exited' | 'refused', string]>([
    ['a forbidden label', ['--node-labels=node-role.kubernetes.io/worker='], {}, 'exited', '[node-role.kubernetes.io/worker]'],
    ['a label value with a blank', ['--node-labels=a=b c'], {}, 'exited', "invalid node labels: 'a=b c'"],
    ['a stray comma in the taints', ['--register-with-taints=a:NoSchedule,'], {}, 'exited', 'invalid taint spec'],
    ['an unknown flag', ['--nodelabels=a'], {}, 'exited', 'unknown flag: --nodelabels'],
    ['swap', [], { swapOn: true }, 'exited', 'running with swap on is not supported'],
    ["another machine's address", ['--node-ip=10.0.0.9'], {}, 'exited', '"10.0.0.9" not found'],
    ['a doubled name', ['--hostname-override=n,n'], {}, 'refused', 'RFC 1123'],
    ['doubled taints', ['--register-with-taints=a=1:NoSchedule,a=1:NoSchedule'], {}, 'refused', 'must be unique'],
    ['a taint without an effect', ['--register-with-taints=a'], {}, 'refused', 'Required value'],
  ])('does not register with %s', (_title, words, changes, outcome, message) => {
    expect(startKubelet(words, { ...machine, ...changes })).toMatchObject({ outcome, message: expect.stringContaining(message) as string });
  });

  it('lets swap be with --fail-swap-on=false', () => {
    expect(startKubelet(['--fail-swap-on=false'], { ...machine, swapOn: true }).outcome).toBe('registered');
  });
});

describe('minorVersionOf', () => {
  it.each([['v1.33.2', 33], ['1.24.3', 24], ['1.33.2-sandbox', 33], ['two', 0]])('reads %s', (text, minor) => {
    expect(minorVersionOf(text)).toBe(minor);
  });
});
