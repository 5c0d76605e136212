import { describe, expect, it } from 'vitest';
import { createClock } from '../clock.ts';
import type { SandboxContext } from '../halves.ts';
import { defaultTiming, defaultWorld } from '../world.ts';
import type { ClusterClient } from './cluster-client.ts';
import { initialConditions, isNodeReady, settleNode } from './node-readiness.ts';
import { fakeCloud } from './fake-cloud.testing.ts';

const context: SandboxContext = { world: defaultWorld, timing: defaultTiming, clock: createClock('manual'), record: () => undefined, faultFor: () => undefined };
const pod = (daemonSet: string, ready: string) => ({ metadata: { name: daemonSet, ownerReferences: [{ apiVersion: 'apps/v1', kind: 'DaemonSet', name: daemonSet, uid: 'u' }] }, status: { conditions: [{ type: 'Ready', status: ready }] } });

function client(node: object | undefined, pods: readonly object[]) {
  const patches: unknown[] = [];
  const fake = {
    readNode: () => Promise.resolve(node),
    listPodsOn: () => Promise.resolve(pods),
    readConfigMap: () => Promise.resolve({ eni_conf: JSON.stringify({ vswitches: {}, service_cidr: '172.21.0.0/20' }) }),
    readSecret: () => Promise.resolve({ 'access-key-id': 'a', 'access-key-secret': 'b' }),
    patchNodeStatus: (_name: string, patch: unknown) => Promise.resolve(void patches.push(patch)),
  };
  return { patches, client: fake as unknown as ClusterClient };
}
const fresh = () => ({ metadata: { name: 'n' }, status: { conditions: initialConditions(0) } });

describe('settleNode', () => {
  it.each<[string, object | undefined, object[], boolean, string | undefined]>([
    ['a node that is gone', undefined, [], true, undefined],
    ['a node that is Ready', { status: { conditions: [{ type: 'Ready', status: 'True' }] } }, [], true, undefined],
    ['a Ready pod of Calico', fresh(), [pod('calico-node', 'True')], true, 'True'],
    ['a Ready pod of Terway', fresh(), [pod('terway-eniip', 'True')], true, 'True'],
    ['a pod of Terway that is not Ready', fresh(), [pod('terway-eniip', 'False')], false, 'False'],
    ['no pod of a network plugin', fresh(), [pod('kube-proxy', 'True')], false, 'False'],
  ])('for %s', async (_title, node, pods, settled, status) => {
    const { patches, client: fake } = client(node, pods);
    expect(await settleNode('n', 'cn-hangzhou-i', fake, fakeCloud(), context)).toBe(settled);
    expect(patches.map((patch) => (patch as { status: { conditions: { status: string }[] } }).status.conditions[0]?.status)).toEqual(status === undefined ? [] : [status]);
  });

  it('says a reason once', async () => {
    const first = client(fresh(), []);
    await settleNode('n', 'z', first.client, fakeCloud(), context);
    const said = (first.patches[0] as { status: object }).status;
    const second = client({ metadata: { name: 'n' }, status: said }, []);
    await settleNode('n', 'z', second.client, fakeCloud(), context);
    expect(second.patches).toEqual([]);
  });
});

describe('initialConditions', () => {
  it('begin with a node that is not Ready, for want of a network', () => {
    expect(isNodeReady({ status: { conditions: initialConditions(0) as never } })).toBe(false);
    expect(initialConditions(0).at(-1)).toMatchObject({ type: 'Ready', reason: 'KubeletNotReady', message: 'container runtime network not ready: cni plugin not initialized', lastTransitionTime: '1970-01-01T00:00:00Z' });
  });
});
