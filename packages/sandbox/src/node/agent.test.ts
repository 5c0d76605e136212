import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as Cs from '@alicloud/cs20151215';
import { PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { goodScript, joinCommand, prepareScript } from './node-scripts.testing.ts';
import { isAlive, runningIn } from './processes.testing.ts';
import { isReady, readyMessage, startTestSandbox } from './test-sandbox.testing.ts';

const poll = { timeout: 5_000, interval: 20 };

describe('a scale-out of the sandbox', () => {
  it('boots instances by the published script and registers the nodes that result', async () => {
    const test = await startTestSandbox();
    await test.publish(goodScript);
    const { poolId, state, error } = await test.scaleOut(2, { labels: [{ key: 'team', value: 'search' }], taints: [{ key: 'workload', value: 'ack', effect: 'NoSchedule' }] });
    expect(state, error).toBe('success');
    const nodes = await test.cloudNodes();
    expect(nodes.map((node) => node.metadata?.name)).toEqual(['cn-hangzhou.10.10.24.1', 'cn-hangzhou.10.10.24.2']);
    expect(nodes[0]?.metadata?.labels).toMatchObject({
      'alibabacloud.com/external': 'true',
      'alibabacloud.com/nodepool-id': poolId,
      'ack.aliyun.com': test.sandbox.world.cluster.id,
      team: 'search',
      'topology.kubernetes.io/zone': 'cn-hangzhou-i',
      'topology.kubernetes.io/region': 'cn-hangzhou',
      'node.kubernetes.io/instance-type': 'ecs.g7.xlarge',
    });
    expect(nodes[0]?.spec?.providerID).toMatch(/^cn-hangzhou\.i-/);
    expect(nodes[0]?.spec?.taints).toContainEqual({ key: 'workload', value: 'ack', effect: 'NoSchedule' });
    expect(nodes[0]?.status?.addresses).toContainEqual({ type: 'InternalIP', address: '10.10.24.1' });
  });

  it('boots ten nodes side by side, each from a download and a machine of its own', async () => {
    const test = await startTestSandbox();
    await test.publish(goodScript);
    const { state, error } = await test.scaleOut(10);
    expect(state, error).toBe('success');
    const nodes = await test.cloudNodes();
    const addresses = Array.from({ length: 10 }, (_, index) => `10.10.24.${index + 1}`);
    expect(nodes.map((node) => node.status?.addresses?.[0]?.address).sort()).toEqual([...addresses].sort());
    expect(nodes.map((node) => node.metadata?.name).sort()).toEqual(addresses.map((address) => `cn-hangzhou.${address}`).sort());
    expect(new Set(nodes.map((node) => node.spec?.providerID)).size).toBe(10);
    expect(test.sandbox.calls().filter((call) => call.operation === 'GetObject')).toHaveLength(10);
  }, 60_000);

  it('makes a node Ready by Terway once that is complete', async () => {
    const test = await startTestSandbox();
    await keepCalicoOnPremises(test);
    await test.publish(goodScript);
    await test.scaleOut(1);
    expect(isReady((await test.cloudNodes())[0])).toBe(false);
    await expect.poll(async () => readyMessage((await test.cloudNodes())[0]), poll).toContain('no network plugin runs on this node');
    await test.installTerway();
    await expect.poll(async () => isReady((await test.cloudNodes())[0]), poll).toBe(true);
  });

  it.each([
    ['a newline after the secret', { trailingNewline: true }, 'the access key of Secret alibaba-addon-secret is not accepted'],
    ['a policy without the instance types', { withoutAction: 'ecs:DescribeInstanceTypes' }, 'may not call ecs:DescribeInstanceTypes'],
  ])('says in the condition of the node that Terway has %s', async (_title, options, message) => {
    const test = await startTestSandbox();
    await keepCalicoOnPremises(test);
    await test.installTerway(options);
    await test.publish(goodScript);
    await test.scaleOut(1);
    await expect.poll(async () => readyMessage((await test.cloudNodes())[0]), poll).toContain(message);
    expect(isReady((await test.cloudNodes())[0])).toBe(false);
  });

  it('makes a cloud node Ready by Calico where nothing keeps Calico off it', async () => {
    const test = await startTestSandbox();
    await test.publish(goodScript);
    await test.scaleOut(1);
    await expect.poll(async () => isReady((await test.cloudNodes())[0]), poll).toBe(true);
    const pods = await test.core.listNamespacedPod({ namespace: 'kube-system', fieldSelector: 'spec.nodeName=cn-hangzhou.10.10.24.1' });
    expect(pods.items.map((pod) => pod.metadata?.name).join(' ')).toContain('calico-node');
  });

  it('gives a node without labels where the script sets none', async () => {
    const test = await startTestSandbox();
    await test.publish(prepareScript + joinCommand);
    const { state } = await test.scaleOut(1);
    expect(state).toBe('success');
    expect(await test.cloudNodes()).toEqual([]);
    const node = (await test.core.listNode()).items.find((candidate) => candidate.metadata?.name?.startsWith('iz') === true);
    expect(node?.metadata?.labels).not.toHaveProperty(['alibabacloud.com/external']);
    expect(node?.metadata?.labels).not.toHaveProperty(['topology.kubernetes.io/zone']);
  });

  it.each([
    ['a script that fails', 'echo the reason\nexit 3', 'the node script ended with exit code 3\nthe reason'],
    ['a script that does not join', 'echo hello', 'ran no kubeadm join\nhello'],
    ['a script with a syntax error', 'if then', 'syntax error'],
    ['a kubelet that exits', goodScript.replace('--node-labels=', '--node-labels=kubernetes.io/role=x,'), "unknown 'kubernetes.io'"],
  ])('fails for %s, with the end of the log', async (_title, script, message) => {
    const test = await startTestSandbox();
    await test.publish(script);
    const { state, error } = await test.scaleOut(1);
    expect(state).toBe('fail');
    expect(error).toContain(message);
    expect((await test.core.listNode()).items).toHaveLength(test.sandbox.world.dataCenter.nodes.length);
  });

  it('keeps the token of the join out of what the task says', async () => {
    const test = await startTestSandbox();
    await test.publish(`set -x\n${prepareScript}${joinCommand} --unknown`);
    const { error } = await test.scaleOut(1);
    expect(error).toContain('--token [secret]');
    expect(error).not.toContain(test.sandbox.world.dataCenter.joinToken);
  });

  it('leaves the node in the cluster that a failed script had joined already', async () => {
    const test = await startTestSandbox();
    await test.publish(`${goodScript}\nexit 1`);
    expect((await test.scaleOut(1)).state).toBe('fail');
    expect(await test.cloudNodes()).toHaveLength(1);
  });

  it.each([
    ['an empty path', '', 'addNodeScriptPath of ConfigMap kube-system/ack-agent-config is empty'],
    ['a path that is no URL', 'bucket/init.sh', 'must begin with http:// or https://'],
    ['a public host', 'https://example.com/init.sh', 'the sandbox calls no public host'],
    ['an object that is not there', 'https://node-scripts.oss-cn-hangzhou-internal.aliyuncs.com/none.sh', 'HTTP 403 AccessDenied'],
  ])('fails for %s', async (_title, path, message) => {
    const test = await startTestSandbox();
    await test.publish(goodScript);
    await test.setScriptPath(path);
    const { state, error } = await test.scaleOut(1);
    expect(state).toBe('fail');
    expect(error).toContain(message);
  });
});

describe('a change of the labels and taints of a pool', () => {
  it('reaches the nodes that exist with update_nodes, and none without', async () => {
    const test = await startTestSandbox();
    await test.publish(goodScript);
    const { poolId } = await test.scaleOut(1, { labels: [{ key: 'team', value: 'search' }], taints: [{ key: 'workload', value: 'ack', effect: 'NoSchedule' }] });
    const [node] = await test.cloudNodes();
    await test.core.patchNode({ name: node?.metadata?.name ?? '', body: { metadata: { labels: { own: 'x' } } } }, setHeaderOptions('Content-Type', PatchStrategy.MergePatch));
    const modify = async (kubernetesConfig: object, updateNodes: boolean) => {
      const { body } = await test.cs.modifyClusterNodePool(test.sandbox.world.cluster.id, poolId, new Cs.ModifyClusterNodePoolRequest({ kubernetesConfig, updateNodes }));
      expect((await test.taskEnd(body?.taskId)).state).toBe('success');
      const [changed] = await test.cloudNodes();
      const { team, tier, own } = changed?.metadata?.labels ?? {};
      return [team, tier, own, (changed?.spec?.taints ?? []).filter((taint) => !taint.key.startsWith('node.kubernetes.io/'))];
    };
    expect(await modify({ labels: [{ key: 'tier', value: 'a' }] }, false)).toEqual(['search', undefined, 'x', [{ key: 'workload', value: 'ack', effect: 'NoSchedule' }]]);
    expect(await modify({ labels: [{ key: 'tier', value: 'b' }], taints: [{ key: 'gpu', effect: 'NoExecute' }] }, true)).toEqual(['search', 'b', 'x', [{ key: 'gpu', effect: 'NoExecute' }]]);
    expect(await modify({ labels: [], taints: [] }, true)).toEqual(['search', undefined, 'x', []]);
  });
});

describe('a removal of nodes', () => {
  it('drains, deletes the Node and its pods', async () => {
    const test = await startTestSandbox();
    await test.publish(goodScript);
    const { poolId } = await test.scaleOut(1);
    const [node] = await test.cloudNodes();
    await expect.poll(async () => isReady((await test.cloudNodes())[0]), poll).toBe(true);
    const name = node?.metadata?.name ?? '';
    await test.core.createNamespacedPod({ namespace: 'default', body: { metadata: { name: 'work' }, spec: { nodeName: name, tolerations: [{ operator: 'Exists' }], containers: [{ name: 'c', image: 'x' }] } } });
    const removed = await test.cs.removeNodePoolNodes(test.sandbox.world.cluster.id, poolId, new Cs.RemoveNodePoolNodesRequest({ instanceIds: [node?.spec?.providerID?.split('.')[1] ?? ''], drainNode: true, releaseNode: true }));
    expect((await test.taskEnd(removed.body?.taskId)).state).toBe('success');
    expect(await test.cloudNodes()).toEqual([]);
    const left = (await test.core.listPodForAllNamespaces()).items.filter((pod) => pod.spec?.nodeName === name);
    expect(left).toEqual([]);
    expect(test.sandbox.calls().filter((call) => call.actor === 'agent').map((call) => call.operation)).toContain('create pods/eviction');
  });
});

describe('a drain', () => {
  it('waits for a disruption budget, and goes on without it after its limit', async () => {
    const test = await startTestSandbox({ clock: 'manual' });
    const ticking = setInterval(() => void test.sandbox.clock.advance(100), 5);
    onTestFinished(() => clearInterval(ticking));
    await test.publish(goodScript);
    const { poolId } = await test.scaleOut(1);
    const [node] = await test.cloudNodes();
    const name = node?.metadata?.name ?? '';
    await expect.poll(async () => isReady((await test.cloudNodes())[0]), poll).toBe(true);
    await test.policy.createNamespacedPodDisruptionBudget({ namespace: 'default', body: { metadata: { name: 'budget' }, spec: { minAvailable: 1, selector: { matchLabels: { app: 'work' } } } } });
    await test.core.createNamespacedPod({ namespace: 'default', body: { metadata: { name: 'work', labels: { app: 'work' } }, spec: { nodeName: name, hostNetwork: true, tolerations: [{ operator: 'Exists' }], containers: [{ name: 'c', image: 'x' }] } } });
    await expect.poll(async () => (await test.core.readNamespacedPod({ namespace: 'default', name: 'work' })).status?.phase, poll).toBe('Running');
    const removed = await test.cs.removeNodePoolNodes(test.sandbox.world.cluster.id, poolId, new Cs.RemoveNodePoolNodesRequest({ instanceIds: [node?.spec?.providerID?.split('.')[1] ?? ''], drainNode: true, releaseNode: true }));
    expect((await test.taskEnd(removed.body?.taskId)).state).toBe('success');
    const evictions = test.sandbox.calls().filter((call) => call.actor === 'agent' && call.operation === 'create pods/eviction');
    expect(evictions.filter((call) => call.status === 429).length).toBeGreaterThan(1);
    expect(await test.cloudNodes()).toEqual([]);
  });
});

describe('uninstalling Terway', () => {
  it('takes back exactly what the installation made', async () => {
    const test = await startTestSandbox();
    const before = (await test.sandbox.snapshot()).cluster;
    const clusterId = test.sandbox.world.cluster.id;
    const installed = await test.cs.installClusterAddons(clusterId, new Cs.InstallClusterAddonsRequest({ body: [new Cs.InstallClusterAddonsRequestBody({ name: 'terway-eniip', version: 'v1.15.3' })] }));
    await test.taskEnd(installed.body?.taskId);
    expect(Object.keys((await test.sandbox.snapshot()).cluster).filter((key) => !(key in before)).length).toBeGreaterThanOrEqual(5);
    const removed = await test.cs.unInstallClusterAddons(clusterId, new Cs.UnInstallClusterAddonsRequest({ addons: [new Cs.UnInstallClusterAddonsRequestAddons({ name: 'terway-eniip' })] }));
    await test.taskEnd(removed.body?.taskId);
    expect((await test.sandbox.snapshot()).cluster).toEqual(before);
  });
});

describe('stop', () => {
  it('ends the scripts that still run and leaves no scratch root', async () => {
    // A temp folder of its own: other tests have scratch roots of their own meanwhile.
    const folder = mkdtempSync(join(tmpdir(), 'stop-'));
    vi.stubEnv('TMPDIR', folder);
    onTestFinished(() => {
      vi.unstubAllEnvs();
      rmSync(folder, { recursive: true, force: true });
    });
    const test = await startTestSandbox();
    await test.publish('sleep 60 &\necho "$$ $!" > /tmp/pids\nwait\n');
    const scaling = test.scaleOut(1).catch(() => undefined);
    const pids = await runningIn(folder);
    await test.sandbox.stop();
    await scaling;
    expect(readdirSync(folder)).toEqual([]);
    for (const pid of pids) await expect.poll(() => isAlive(pid), poll).toBe(false);
  });
});

/** The affinity that keeps Calico off cloud nodes. */
async function keepCalicoOnPremises(test: Awaited<ReturnType<typeof startTestSandbox>>): Promise<void> {
  const daemonSet = await test.apps.readNamespacedDaemonSet({ namespace: 'kube-system', name: 'calico-node' });
  if (daemonSet.spec?.template.spec !== undefined) {
    daemonSet.spec.template.spec.affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'alibabacloud.com/external', operator: 'NotIn', values: ['true'] }] }] } } };
  }
  await test.apps.replaceNamespacedDaemonSet({ namespace: 'kube-system', name: 'calico-node', body: daemonSet });
}
