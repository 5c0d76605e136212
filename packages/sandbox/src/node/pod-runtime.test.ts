import { afterEach, describe, expect, it } from 'vitest';
import { defaultWorld } from '../world.ts';
import { fakeCloud } from './fake-cloud.testing.ts';
import { createPodRuntime, runAnnotation } from './pod-runtime.ts';

const instance = { instanceId: 'i-1', region: 'cn-hangzhou', zone: 'cn-hangzhou-i', privateIp: '10.10.24.10', instanceType: 'ecs.g7.xlarge', nodepoolId: 'np', securityGroupIds: ['sg-bp1sandboxnodes00001'], labels: {}, taints: [] };
const runtime = createPodRuntime({ world: defaultWorld, cloud: () => fakeCloud({ instances: [instance] }) });
afterEach(() => runtime.stop());

const pod = (spec: Readonly<Record<string, unknown>>, rest: Readonly<Record<string, unknown>> = {}) => ({ metadata: { name: 'probe', namespace: 'default' }, spec: { restartPolicy: 'Never', ...spec }, ...rest });
const shell = (text: string, more: Readonly<Record<string, unknown>> = {}) => ({ containers: [{ name: 'probe', command: ['/bin/sh', '-c', text], ...more }] });
const fresh = () => createPodRuntime({ world: defaultWorld, cloud: () => fakeCloud({ instances: [instance] }) });

describe('createPodRuntime', () => {
  it.each([
    ['a pod without a command', pod({ containers: [{ name: 'a', image: 'x' }] })],
    ['a server', pod({ ...shell('nc -l'), restartPolicy: 'Always' })],
    ['a program that is no shell', pod({ containers: [{ name: 'a', command: ['/app'] }] })],
  ])('lets %s just run', (_title, target) => {
    expect(runtime.run(target, 'dc-worker-1')).toBeUndefined();
  });

  it.each([
    ['an on-premises pod to a cloud node', 'dc-worker-1', { podIP: '10.100.1.5' }, 'nc -z -w 2 10.10.24.10 10250', 0],
    ['a cloud pod to the API server', 'cn-hangzhou.10.10.24.10', { podIP: '10.10.25.9' }, 'nc -z -w 2 192.168.0.10 6443 && ping -c 1 -W 1 10.100.1.5 >/dev/null', 0],
    ['a pod to an address that nobody has', 'dc-worker-1', { podIP: '10.100.1.5' }, 'nc -z -w 2 192.168.0.77 80', 1],
    ['a cloud node by its name', 'dc-worker-1', { podIP: '10.100.1.5' }, 'getent hosts cn-hangzhou.10.10.24.10 | grep 10.10.24.10', 0],
  ])('answers %s by the network model', async (_title, nodeName, status, script, exitCode) => {
    const result = await fresh().run(pod(shell(script), { status }), nodeName);
    expect(result?.exitCode, result?.log).toBe(exitCode);
  });

  it('gives the container its environment and arguments', async () => {
    const env = [{ name: 'TARGET', value: 'a b' }, { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }, { name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }, { name: 'HOST', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } }];
    const result = await fresh().run(pod(shell('echo "$TARGET|$NODE|$IP|$HOST|$1"', { env, args: ['zero', 'one'] }), { status: { podIP: '10.100.1.5', hostIP: '192.168.0.11' } }), 'dc-worker-1');
    expect(result).toEqual({ exitCode: 0, log: 'a b|dc-worker-1|10.100.1.5|192.168.0.11|one\n' });
  });

  it('runs any command that asks for it, quoted as it stands', async () => {
    const target = { metadata: { name: 'p', annotations: { [runAnnotation]: 'true' } }, spec: { containers: [{ command: ['echo', "it's", '$HOME'] }] } };
    expect(await fresh().run(target, 'dc-worker-1')).toEqual({ exitCode: 0, log: "it's $HOME\n" });
  });

  it('speaks from the address that the kubelet gave the pod', async () => {
    const result = await fresh().run(pod({ ...shell('hostname -i'), hostNetwork: true }, { status: { podIP: '192.168.0.12', hostIP: '192.168.0.12' } }), 'dc-worker-2');
    expect(result?.log).toBe('192.168.0.12\n');
  });

  it('ends what still runs when it is stopped', async () => {
    const own = fresh();
    const run = own.run(pod(shell('sleep 60')), 'dc-worker-1');
    await own.stop();
    expect((await run)?.exitCode).toBe(130);
  });
});
