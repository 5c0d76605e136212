import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runSteps, StepError } from '@ack-hybrid/core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createSteps } from '../../support/flow-steps.ts';
import { calicoByManifest } from './calico-objects.ts';
import { conditionOf, createNode, intervalMs, nodesWith, startHybridCluster, type HybridCluster } from './hybrid-cluster.ts';
import { cloudNodes, onPremisesNames, onPremisesNode } from './on-premises-objects.ts';

const [cloudNode = ''] = cloudNodes;
/** The data centre's own script, without what the registered cluster adds to it: the kubelet registers without labels and provider id. */
const plainScript = readFileSync(new URL('../../../examples/specs/init-node.sh', import.meta.url), 'utf8');

/** A node that was Ready once and says nothing any more. It runs Windows, so that no pod waits for it. */
const silentNode = () => {
  const node = onPremisesNode({ name: 'dc-silent', address: '192.168.0.31', controlPlane: false }, '10.100.31.0/24');
  const { annotations: _annotations, labels, ...metadata } = node.metadata;
  const ready = { type: 'Ready', status: 'True', reason: 'KubeletReady', message: '', lastHeartbeatTime: new Date().toISOString(), lastTransitionTime: new Date().toISOString() };
  return { ...node, metadata: { ...metadata, labels: { ...(labels as object), 'kubernetes.io/os': 'windows' } }, status: { ...(node['status'] as object), conditions: [ready] } };
};

describe('a wrong world on a real control plane', () => {
  let cluster: HybridCluster;
  beforeAll(async () => {
    const flags = { 'kube-controller-manager': { 'node-monitor-period': '2s', 'node-monitor-grace-period': '24s' } };
    cluster = await startHybridCluster({ objects: await calicoByManifest('10.100.0.0/16'), flags });
    await createNode(cluster.api, silentNode());
  });
  afterAll(() => cluster?.stop());

  const failureOf = async (names: (name: string) => boolean, size: number): Promise<StepError> => {
    const error: unknown = await runSteps(createSteps(cluster.sandbox, { size, intervalMs, readyTimeoutMs: 6_000 }).steps.filter(({ name }) => names(name))).catch((reason: unknown) => reason);
    if (!StepError.isInstance(error)) expect.fail(`no StepError but ${String(error)}`);
    return error;
  };

  it('is told where Terway has no configuration: its pod runs, but the cloud node is not Ready, whatever kwok says of other nodes', async () => {
    const error = await failureOf((name) => name !== 'terway-eni-config' && name !== 'connectivity', 1);
    expect(error).toMatchObject({ step: 'node-pool', phase: 'apply', code: 'WaitTimeout' });
    expect(error.message).toMatch(/NotReady.*vswitches of eni_conf still holds the placeholder/);
    expect(await nodesWith(cluster.api, 'terway-eniip')).toEqual([cloudNode]);
    expect(conditionOf(await cluster.api.demand('GET', `/api/v1/nodes/${cloudNode}`), 'Ready')).toBe('False');
    expect(await nodesWith(cluster.api, 'calico-node')).toEqual(onPremisesNames);
  });

  it('is told where Calico was let in: the real controllers put calico-node on the cloud node, and the run fails for it', async () => {
    await runSteps(createSteps(cluster.sandbox, { intervalMs }).steps.filter(({ name }) => name === 'calico-affinity'), { mode: 'undo' });
    const error = await failureOf((name) => name !== 'calico-affinity' && name !== 'connectivity', 1);
    expect(error).toMatchObject({ step: 'node-pool', phase: 'verify' });
    expect(error.message).toMatch(new RegExp(`calico-off-cloud-nodes.*kube-system/calico-node-\\w+ runs on ${cloudNode}`));
    expect(await nodesWith(cluster.api, 'calico-node')).toEqual([cloudNode, ...onPremisesNames]);
  });

  it('is mended by a full run: the pod leaves the cloud node', async () => {
    await runSteps(createSteps(cluster.sandbox, { intervalMs }).steps);
    expect(await nodesWith(cluster.api, 'calico-node')).toEqual(onPremisesNames);
    expect(await nodesWith(cluster.api, 'terway-eniip')).toEqual([cloudNode]);
  });

  it('has a node that went silent called Unknown, while the cloud node stays Ready by its heartbeats', async () => {
    const ready = async (name: string) => conditionOf(await cluster.api.demand('GET', `/api/v1/nodes/${name}`), 'Ready');
    await expect.poll(() => ready('dc-silent'), { timeout: 60_000, interval: 500 }).toBe('Unknown');
    expect(await ready(cloudNode)).toBe('True');
    const lease = await cluster.api.demand<{ spec: { renewTime: string }; metadata: { ownerReferences: { kind: string; name: string }[] } }>('GET', `/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${cloudNode}`);
    expect(Date.now() - Date.parse(lease.spec.renewTime)).toBeLessThan(24_000);
    expect(lease.metadata.ownerReferences).toMatchObject([{ kind: 'Node', name: cloudNode }]);
  });

  it('refuses what a kubelet says of a pod that was replaced: its uid is a precondition', async () => {
    const { items } = await cluster.api.demand<{ items: { metadata: { name: string } }[] }>('GET', '/api/v1/namespaces/kube-system/pods');
    const path = `/api/v1/namespaces/kube-system/pods/${items[0]?.metadata.name ?? ''}/status`;
    const answer = await cluster.api.send('PATCH', path, { metadata: { uid: 'of-an-earlier-pod' }, status: { phase: 'Failed' } }, 'application/strategic-merge-patch+json');
    expect(answer.status).toBe(422);
    expect(answer.body['message']).toContain('metadata.uid: Invalid value');
  });

  it('is told where a node came without its labels: Calico takes it for one on premises, Terway does not, and the run fails for it', async () => {
    const server = createServer((_request, response) => response.end(plainScript));
    onTestFinished(() => void server.close());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const addNodeScriptPath = `http://127.0.0.1:${(server.address() as AddressInfo).port}/init-node.sh`;
    await cluster.api.demand('PATCH', '/api/v1/namespaces/kube-system/configmaps/ack-agent-config', { data: { addNodeScriptPath } }, 'application/merge-patch+json');

    const error = await failureOf((name) => name === 'node-pool', 2);
    expect(error).toMatchObject({ step: 'node-pool', phase: 'apply' });
    expect(error.message).toMatch(/provider id|not registered/);
    const nodes = await cluster.api.demand<{ items: { metadata: { name: string; labels: Record<string, string> } }[] }>('GET', '/api/v1/nodes');
    const stray = nodes.items.map(({ metadata }) => metadata).find(({ name, labels }) => ![cloudNode, 'dc-silent', ...onPremisesNames].includes(name) && labels['alibabacloud.com/external'] === undefined);
    expect(stray?.name).toMatch(/^iz/);
    expect(await nodesWith(cluster.api, 'calico-node')).toEqual([...onPremisesNames, stray?.name].sort());
    expect(await nodesWith(cluster.api, 'terway-eniip')).toEqual([cloudNode]);
  });
});
