import { createAffinityStep } from '@ack-hybrid/calico-affinity';
import { runSteps, waitFor } from '@ack-hybrid/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectClients } from '../../support/sandbox-clients.ts';
import type { StoredObject } from './api-requests.ts';
import { calicoByManifest } from './calico-objects.ts';
import { createNode, intervalMs, nodesWith, startHybridCluster, type HybridCluster } from './hybrid-cluster.ts';
import { cloudNodes, ecsNodes, onPremisesNames } from './on-premises-objects.ts';

type Pod = StoredObject & { readonly spec: { readonly nodeName?: string } };

const failing = 'dc-worker-2';
const podsPath = '/api/v1/namespaces/kube-system/pods';

describe('a rollout on a real control plane in which one on-premises pod does not come back', () => {
  let cluster: HybridCluster;
  let before: Record<string, unknown>;
  const podsOf = async (): Promise<readonly Pod[]> => (await cluster.api.demand<{ items: Pod[] }>('GET', `${podsPath}?labelSelector=k8s-app%3Dcalico-node`)).items;
  const available = () =>
    waitFor(
      async () => {
        const { status } = await cluster.api.demand<{ status: { desiredNumberScheduled: number; numberAvailable?: number } }>('GET', '/apis/apps/v1/namespaces/kube-system/daemonsets/calico-node');
        return status.numberAvailable === status.desiredNumberScheduled ? { done: true, value: undefined } : { done: false, state: `${status.numberAvailable ?? 0} available` };
      },
      { subject: 'calico-node', timeoutMs: 30_000, intervalMs: 200 },
    );
  beforeAll(async () => {
    cluster = await startHybridCluster({ objects: await calicoByManifest('10.100.0.0/16') });
    for (const node of ecsNodes) await createNode(cluster.api, node);
    // Else the controller goes on in the moment in which kwok has made the pod Ready and the crash isn't written yet.
    await cluster.api.demand('PATCH', '/apis/apps/v1/namespaces/kube-system/daemonsets/calico-node', { spec: { minReadySeconds: 2 } }, 'application/merge-patch+json');
    await available();
    before = await cluster.rest();
  });
  afterAll(() => cluster?.stop());

  it('stops, names the node, the reason and the way back, and the undo brings the pod back', async () => {
    expect(await nodesWith(cluster.api, 'calico-node')).toEqual([...cloudNodes, ...onPremisesNames]);
    const old = new Set((await podsOf()).map(({ metadata }) => metadata.uid));
    // In the place of a kubelet whose container crashes: every new pod of that node is one that isn't Ready.
    let crashing = true;
    const status = {
      conditions: [{ type: 'Ready', status: 'False' }, { type: 'ContainersReady', status: 'False' }],
      containerStatuses: [{ name: 'calico-node', image: 'calico/node', imageID: '', ready: false, started: false, restartCount: 4, state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 40s restarting failed container' } } }],
    };
    const kubelet = (async () => {
      while (crashing) {
        const made = (await podsOf()).filter(({ metadata, spec, status: live }) => spec.nodeName === failing && !old.has(metadata.uid) && JSON.stringify(live).includes('"Running"') && !JSON.stringify(live).includes('CrashLoopBackOff'));
        for (const { metadata } of made) await cluster.api.send('PATCH', `${podsPath}/${metadata.name}/status`, { status }, 'application/strategic-merge-patch+json');
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    })();
    const progress: string[] = [];
    const step = createAffinityStep(connectClients(cluster.sandbox), { timing: { intervalMs, podReadyTimeoutMs: 10_000 } });
    const error: unknown = await runSteps([step], { onEvent: (event) => event.type === 'progress' && progress.push(event.message) }).then(() => undefined, (thrown: Error) => thrown.cause);
    crashing = false;
    await kubelet;
    expect(error, String((error as Error).message)).toMatchObject({ reason: 'rollout-stalled', nodes: [failing] });
    const { message, remediation } = error as Error & { readonly remediation: string };
    expect(message).toMatch(new RegExp(`${failing}: pod calico-node-\\w+ has not been Ready for \\d+ s: CrashLoopBackOff of container calico-node, 4 restarts`));
    expect(message).toMatch(/A Ready pod still runs on 4 of the 5 on-premises nodes/);
    expect(remediation).toMatch(/logs calico-node-\w+ -c calico-node --previous.*undo/s);
    expect(progress.some((line) => line.includes(`replacing ${failing} (CrashLoopBackOff)`)), progress.join('\n')).toBe(true);
    await runSteps([step], { mode: 'undo' });
    await available();
    expect(await cluster.rest()).toEqual(before);
  });
});
