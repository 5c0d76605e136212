import { ApiError, ConflictError, PermissionError } from '@ack-hybrid/core';
import { describe, expect, it } from 'vitest';
import { hybridCluster, nodeOf } from './testing/fake-probe-cluster.testing.ts';
import { deleteProbePods, planWithTargets, runProbes, unknownPodIp, type ProbeRun } from './run-probes.ts';
import type { ProbeNode } from './plan/probe.ts';

const nodes: readonly ProbeNode[] = [
  { name: 'dc-1', site: 'on-premises', internalIp: '192.168.0.10' },
  { name: 'c-1', site: 'cloud', internalIp: '10.10.24.1', zone: 'z' },
];
const runOf = (cluster: ReturnType<typeof hybridCluster>, image?: string): ProbeRun => ({ cluster, options: { intervalMs: 1, podTimeoutMs: 50, ...(image === undefined ? {} : { image }) }, signal: undefined, onProgress: () => undefined });

describe('the probe runner', () => {
  it('runs the plan that was made before its target pods had addresses', async () => {
    const planned = planWithTargets(nodes, {});
    expect(planned.filter((probe) => probe.host === unknownPodIp)).toHaveLength(4);
    const { probes, results } = await runProbes(runOf(hybridCluster()), nodes, {});
    expect(probes.map((probe) => [probe.id, probe.kind, probe.from])).toEqual(planned.map((probe) => [probe.id, probe.kind, probe.from]));
    expect(probes.some((probe) => probe.host === unknownPodIp)).toBe(false);
    expect(results.map((result) => result.outcome)).toEqual(planned.map(() => 'ok'));
  });

  it('starts one pod for each source and target, with the image that it is given', async () => {
    const cluster = hybridCluster();
    await runProbes(runOf(cluster, 'registry.example/busybox:1'), nodes, {});
    expect(cluster.writes.filter((write) => write.startsWith('create')).sort()).toEqual(['create probe on c-1', 'create probe on c-1', 'create probe on dc-1', 'create probe on dc-1', 'create target on c-1', 'create target on dc-1']);
    expect([...cluster.images]).toEqual(['registry.example/busybox:1']);
  });

  it('has nothing to start where nothing is to be probed', async () => {
    const cluster = hybridCluster();
    cluster.nodes = [nodeOf('dc-1', '192.168.0.10')];
    expect(await runProbes(runOf(cluster), [], {})).toEqual({ probes: [], results: [] });
    expect(cluster.writes).toEqual([]);
  });

  it('starts a pod again whose creation met a conflict', async () => {
    const cluster = hybridCluster();
    const { createPod } = cluster;
    let conflicts = 1;
    cluster.createPod = async (...args) => {
      if ((conflicts -= 1) >= 0) throw new ConflictError({ service: 'kubernetes', operation: 'create pods', status: 409, errorCode: 'Conflict', detail: 'Operation cannot be fulfilled on resourcequotas "q"', outcome: 'refused' });
      return createPod(...args);
    };
    const { results } = await runProbes({ ...runOf(cluster), options: { intervalMs: 1, podTimeoutMs: 50, retryDelayMs: 1 } }, nodes, {});
    expect(results.every(({ outcome }) => outcome === 'ok')).toBe(true);
  });

  it('says that the caller may not read logs, rather than that no probe ran', async () => {
    const cluster = hybridCluster();
    const refusal = new PermissionError({ service: 'kubernetes', operation: 'get pods/log', status: 403, errorCode: 'Forbidden', detail: 'no', outcome: 'refused', missing: 'get pods/log p in kube-system' });
    cluster.readLog = async () => Promise.reject(refusal);
    await expect(runProbes(runOf(cluster), nodes, {})).rejects.toBe(refusal);
    expect(cluster.pods.size).toBe(0);
  });

  it('says why a log could not be read, where the pod came to its end: the probes may well have got through', async () => {
    const cluster = hybridCluster();
    cluster.readLog = async () => Promise.reject(new ApiError({ service: 'kubernetes', operation: 'get pods/log', status: 500, errorCode: 'InternalError', detail: 'Get "https://10.10.24.1:10250/containerLogs": dial tcp 10.10.24.1:10250: i/o timeout', outcome: 'unknown' }));
    const { results } = await runProbes(runOf(cluster), nodes, {});
    expect(results[0]).toMatchObject({ outcome: 'not-run', detail: expect.stringMatching(/^its pod is Succeeded, but its log could not be read: .*dial tcp 10\.10\.24\.1:10250: i\/o timeout/) as string });
  });

  it('names the pods that it deletes', async () => {
    const cluster = hybridCluster();
    await cluster.createPod({ name: 'old', nodeName: 'c-1', network: 'node', role: 'probe', command: [] }, 'x');
    expect(await deleteProbePods(runOf(cluster))).toEqual(['old']);
    expect(await deleteProbePods(runOf(cluster))).toEqual([]);
  });
});
