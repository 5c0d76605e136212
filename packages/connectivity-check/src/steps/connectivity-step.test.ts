import { describe, expect, it } from 'vitest';
import { runSteps, VerificationError } from '@ack-hybrid/core';
import { death, hybridCluster, nodeOf, type FakeProbeCluster } from '../testing/fake-probe-cluster.testing.ts';
import { buildConnectivityStep, type ConnectivityInput } from './connectivity-step.ts';

const runner = { intervalMs: 1, retryDelayMs: 1, podTimeoutMs: 200 };
const stepOf = (cluster: FakeProbeCluster, input: ConnectivityInput = {}) => buildConnectivityStep(cluster, { runner, probes: { apiServer: '192.168.0.10:6443' }, ...input });

describe('the connectivity step', () => {
  it('plans without a write, proves every path, keeps the report and leaves no pod', async () => {
    const cluster = hybridCluster();
    const step = stepOf(cluster);
    const plan = await step.plan();
    expect(plan.changes.map((change) => `${change.action} ${change.target}: ${change.summary}`)).toEqual(['create ConfigMap kube-system/ack-hybrid-connectivity: run 30 probes from 4 of 5 nodes and keep the report']);
    expect(cluster.writes).toEqual([]);
    const report = await step.apply(plan);
    expect([report.passed, report.paths.length, cluster.pods.size]).toEqual([true, 30, 0]);
    expect((await step.verify(report)).map((check) => [check.name, check.status])).toEqual([
      ['connectivity-proved', 'pass'],
      ['node-to-api-server', 'pass'],
      ['pod-to-dns', 'pass'],
      ['node-to-node-cloud-to-on-premises', 'pass'],
      ['node-to-pod-cloud-to-on-premises', 'pass'],
      ['pod-to-pod-cloud-to-on-premises', 'pass'],
      ['node-to-node-on-premises-to-cloud', 'pass'],
      ['node-to-pod-on-premises-to-cloud', 'pass'],
      ['pod-to-pod-on-premises-to-cloud', 'pass'],
      ['pod-to-pod-cloud-to-cloud', 'pass'],
    ]);
  });

  it('writes nothing the second time, and says when the paths were proved', async () => {
    const cluster = hybridCluster();
    const now = () => Date.parse('2026-01-02T03:04:05Z');
    await runSteps([stepOf(cluster, { now })]);
    const written = cluster.writes.length;
    const report = await runSteps([stepOf(cluster, { now })]);
    expect(report.steps[0]?.status).toBe('unchanged');
    expect(report.steps[0]?.checks[0]?.message).toContain('proved at 2026-01-02T03:04:05.000Z');
    expect(cluster.writes).toHaveLength(written);
  });

  it.each<[string, ConnectivityInput, (cluster: FakeProbeCluster) => void]>([
    ['when told to', { force: true }, () => undefined],
    ['when the proof is too old', { maxAgeMs: 1_000, now: () => Date.now() + 5_000 }, () => undefined],
    ['when a node came', {}, (cluster) => void cluster.nodes.push(nodeOf('c-3', '10.10.24.3', { isCloud: true, zone: 'cn-hangzhou-h' }))],
    ['when a node has another address', {}, (cluster) => void (cluster.nodes[0] = nodeOf('dc-1', '192.168.0.99'))],
    ['when the probes are others', { probes: { icmp: true } }, () => undefined],
    ['when the report can not be read', {}, (cluster) => void (cluster.report = { ours: true, resourceVersion: cluster.report?.resourceVersion ?? '', text: '{"version":1' })],
  ])('probes again %s', async (_, input, change) => {
    const cluster = hybridCluster();
    await runSteps([stepOf(cluster)]);
    change(cluster);
    expect((await stepOf(cluster, input).plan()).changes.map((entry) => entry.action)).toEqual(['update']);
    expect((await runSteps([stepOf(cluster, input)])).steps[0]?.status).toBe('applied');
  });

  it('fails with each closed path and what to mend, and probes again after that', async () => {
    const cluster = hybridCluster();
    cluster.isOpen = (command) => !command.includes('10.10.24.');
    const error: unknown = await runSteps([stepOf(cluster)]).catch((thrown: { cause?: unknown }) => thrown.cause);
    expect(VerificationError.isInstance(error) && error.message).toContain('4 of 4 probes did not get through: dc-1 → node c-1 (tcp 10.10.24.1:10250) closed: exit code 1');
    expect(VerificationError.isInstance(error) && error.remediation).toContain('route towards the VPC');
    expect(cluster.report?.text).toContain('"passed": false');
    cluster.isOpen = () => true;
    expect((await runSteps([stepOf(cluster)])).steps[0]?.status).toBe('applied');
  });

  it('says that a pod could not run, and why, instead of calling its paths closed', async () => {
    const cluster = hybridCluster();
    cluster.start = (pod) => (pod.nodeName === 'c-1' && pod.role === 'probe' ? { phase: 'Pending', reason: 'ImagePullBackOff' } : {});
    await expect(runSteps([stepOf(cluster)])).rejects.toThrow('not run: its pod is Pending (ImagePullBackOff)');
    expect(cluster.pods.size).toBe(0);
  });

  it('says that a pod got no address', async () => {
    const cluster = hybridCluster();
    cluster.start = (pod) => (pod.nodeName === 'c-1' && pod.role === 'target' ? { phase: 'Pending', podIp: '' } : {});
    await expect(runSteps([stepOf(cluster)])).rejects.toThrow('the pod on c-1 has no address');
  });

  it('plans for cloud nodes that are still to come, and refuses to prove a path without them', async () => {
    const cluster = hybridCluster();
    cluster.nodes = cluster.nodes.filter((node) => !node.isCloud);
    const plan = await stepOf(cluster).plan();
    expect(plan.changes.map((change) => change.summary)).toEqual(['probe the paths between the sites once cloud nodes are there, and keep the report']);
    await expect(stepOf(cluster).apply(plan)).rejects.toThrow('no Ready cloud node');
    expect(cluster.writes).toEqual([]);
  });

  it.each(['create pod', 'write report'] as const)('converges where %s loses its answer, conflicts, or the process dies', async (write) => {
    for (const kind of ['lost-answer', 'conflict', 'dies'] as const) {
      if (write === 'create pod' && kind === 'conflict') continue;
      const cluster = hybridCluster();
      cluster.fault = { write, kind };
      const first = runSteps([stepOf(cluster)]);
      if (kind === 'dies') await expect(first).rejects.toMatchObject({ cause: death });
      else await first;
      await runSteps([stepOf(cluster)]);
      expect([cluster.fault, cluster.pods.size, cluster.report?.ours]).toEqual([undefined, 0, true]);
    }
  });

  it('deletes pods that a dead run left behind', async () => {
    const cluster = hybridCluster();
    await cluster.createPod({ name: 'ack-hybrid-probe-old-1', nodeName: 'c-1', network: 'node', role: 'probe', command: [] }, 'x');
    await runSteps([stepOf(cluster)]);
    expect(cluster.pods.size).toBe(0);
  });

  it('takes its pods away on abort', async () => {
    const cluster = hybridCluster();
    cluster.start = () => ({ phase: 'Pending' });
    const abort = new AbortController();
    const running = stepOf(cluster, { runner: { ...runner, podTimeoutMs: 60_000, intervalMs: 20_000 } }).apply({ desired: {}, changes: [] }, { signal: abort.signal });
    setTimeout(() => abort.abort(death), 10);
    await expect(running).rejects.toBe(death);
    expect(cluster.pods.size).toBe(0);
  });

  it('leaves a ConfigMap of somebody else alone', async () => {
    const cluster = hybridCluster();
    cluster.report = { ours: false, resourceVersion: '1', text: 'theirs' };
    await expect(runSteps([stepOf(cluster)])).rejects.toThrow('was not made by ack-hybrid');
    await expect(stepOf(cluster).apply({ desired: {}, changes: [] })).rejects.toThrow('was not made by ack-hybrid');
    expect(await stepOf(cluster).undo?.()).toEqual([]);
    expect(cluster.report.text).toBe('theirs');
  });

  it('does not delete a report that becomes somebody else\'s meanwhile', async () => {
    const cluster = hybridCluster();
    await runSteps([stepOf(cluster)]);
    const { readReport } = cluster;
    let looks = 0;
    cluster.readReport = async () => {
      const seen = await readReport();
      // As soon as it was looked at, it is theirs.
      if ((looks += 1) === 1) cluster.report = { ours: false, resourceVersion: 'newer', text: 'theirs' };
      return seen;
    };
    expect(await stepOf(cluster).undo?.()).toEqual([]);
    expect(cluster.report?.text).toBe('theirs');
  });

  it('takes back report and pods, once', async () => {
    const cluster = hybridCluster();
    await runSteps([stepOf(cluster)]);
    await cluster.createPod({ name: 'ack-hybrid-probe-old-1', nodeName: 'c-1', network: 'node', role: 'probe', command: [] }, 'x');
    expect((await stepOf(cluster).undo?.())?.map((change) => change.target)).toEqual(['Pod kube-system/ack-hybrid-probe-old-1', 'ConfigMap kube-system/ack-hybrid-connectivity']);
    expect([cluster.report, cluster.pods.size]).toEqual([undefined, 0]);
    expect(await stepOf(cluster).undo?.()).toEqual([]);
  });

  it('fails to verify where the report is gone', async () => {
    const cluster = hybridCluster();
    const step = stepOf(cluster);
    const report = await step.apply(await step.plan());
    cluster.report = undefined;
    expect(await step.verify(report)).toEqual([expect.objectContaining({ name: 'connectivity-proved', status: 'fail' })]);
  });

  it('refuses bad input at once', () => {
    expect(() => stepOf(hybridCluster(), { probes: { apiServer: 'a b' } })).toThrow('apiServer');
    expect(() => stepOf(hybridCluster(), { maxAgeMs: Number.NaN })).toThrow('maxAgeMs');
  });
});
