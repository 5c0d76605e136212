import { randomUUID } from 'node:crypto';
import { ConflictError, HybridError, PermissionError, waitFor, WaitTimeoutError, withRetry } from '@ack-hybrid/core';
import type { ProbeCluster, ProbePod, ProbePodState } from './api/port.ts';
import { planProbes, selectRepresentatives } from './plan/plan-probes.ts';
import type { Probe, ProbeNode, ProbeOptions, ProbeResult } from './plan/probe.ts';
import { parseProbeLog, renderProbeScript } from './plan/render-probe-script.ts';

/** How probe pods run. */
export interface ProbeRunnerOptions {
  /** An image with a busybox-compatible shell, nc, wget, ping and httpd. Default `busybox:1.37`. */
  readonly image?: string;
  /** Milliseconds until a pod has an address or has ended; an image has to be pulled meanwhile. Default 180,000. */
  readonly podTimeoutMs?: number;
  /** Milliseconds between two looks. Default 1,000. */
  readonly intervalMs?: number;
  /** The first delay before a write whose answer was lost is sent again. Default 250. */
  readonly retryDelayMs?: number;
}

/** What runs probes: the cluster, and how. */
export interface ProbeRun {
  readonly cluster: ProbeCluster;
  readonly options: ProbeRunnerOptions;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: (message: string) => void;
}

/** Stands for the address of a pod that isn't there yet, so that a plan can be made without it. */
export const unknownPodIp = '0.0.0.0';

/** The plan for nodes whose target pods are still to come; ids and order are those of the run. */
export const planWithTargets = (nodes: readonly ProbeNode[], options: ProbeOptions): readonly Probe[] =>
  planProbes(nodes.map((node) => ({ ...node, podIp: node.podIp ?? unknownPodIp })), options);

/**
 * Runs the matrix: starts a listening pod on each representative node, then one probe pod for each source, reads what they
 * print and deletes all of them, whatever happens. Pods that a run left behind when it died are deleted first.
 *
 * @throws the signal's reason on abort, once the pods are deleted
 */
export const runProbes = async (run: ProbeRun, nodes: readonly ProbeNode[], options: ProbeOptions): Promise<{ readonly probes: readonly Probe[]; readonly results: readonly ProbeResult[] }> => {
  await deleteProbePods(run);
  const runId = randomUUID().slice(0, 8);
  try {
    const chosen = selectRepresentatives(nodes, options.representatives ?? 2);
    const targets = await startTargets(run, chosen, options.podPort ?? 8_080, runId);
    const probes = planWithTargets(chosen.map((node) => ({ ...node, ...(targets.get(node.name)?.podIp ? { podIp: targets.get(node.name)?.podIp ?? '' } : {}) })), options);
    const results = await runScripts(run, probes.filter((probe) => probe.host !== unknownPodIp), runId);
    const unreached = probes.filter((probe) => probe.host === unknownPodIp).map((probe): ProbeResult => ({ id: probe.id, outcome: 'not-run', detail: `the ${probe.to} has no address` }));
    return { probes, results: [...results, ...unreached] };
  } finally {
    // Without the caller's signal: what was started is taken away on abort, too.
    await deleteProbePods({ ...run, signal: undefined });
  }
};

/** Deletes every probe pod that is there; gives the names of those that were. */
export const deleteProbePods = async (run: ProbeRun): Promise<readonly string[]> => {
  const list = () => run.cluster.listPods({ signal: run.signal });
  const there = await list();
  if (there.length === 0) return [];
  await Promise.all(there.map((pod) => retry(run, () => run.cluster.deletePod(pod.name, { signal: run.signal }))));
  await waitFor(
    async () => {
      const left = await list();
      return left.length === 0 ? { done: true, value: undefined } : { done: false, state: `${left.length} left` };
    },
    { subject: 'the end of the probe pods', timeoutMs: run.options.podTimeoutMs ?? 180_000, intervalMs: run.options.intervalMs ?? 1_000, signal: run.signal },
  );
  return there.map((pod) => pod.name);
};

const startTargets = async (run: ProbeRun, nodes: readonly ProbeNode[], port: number, runId: string): Promise<ReadonlyMap<string, ProbePodState>> => {
  const pods = nodes.map((node, index): ProbePod => ({
    name: `ack-hybrid-target-${runId}-${index + 1}`,
    nodeName: node.name,
    network: 'pod',
    role: 'target',
    command: ['httpd', '-f', '-p', String(port)],
  }));
  run.onProgress(`starting ${pods.length} pods to be probed`);
  const states = await startPods(run, pods, (state) => (state.phase === 'Running' && state.podIp !== '') || state.phase === 'Failed');
  return new Map(pods.map((pod) => [pod.nodeName, states.get(pod.name)]).filter((entry): entry is [string, ProbePodState] => entry[1] !== undefined && (entry[1] as ProbePodState).phase === 'Running'));
};

const runScripts = async (run: ProbeRun, probes: readonly Probe[], runId: string): Promise<readonly ProbeResult[]> => {
  const groups = new Map<string, Probe[]>();
  for (const probe of probes) groups.set(`${probe.from.network}/${probe.from.node}`, [...(groups.get(`${probe.from.network}/${probe.from.node}`) ?? []), probe]);
  const jobs = [...groups.values()].map((group, index) => {
    const source = (group[0] as Probe).from;
    const pod: ProbePod = { name: `ack-hybrid-probe-${runId}-${index + 1}`, nodeName: source.node, network: source.network, role: 'probe', command: ['/bin/sh', '-c', renderProbeScript(group)] };
    return { pod, group };
  });
  run.onProgress(`running ${probes.length} probes from ${jobs.length} pods`);
  const states = await startPods(run, jobs.map((job) => job.pod), (state) => state.phase === 'Succeeded' || state.phase === 'Failed');
  const results = await Promise.all(
    jobs.map(async ({ pod, group }) => {
      const state = states.get(pod.name);
      const reason = state === undefined ? 'its pod did not start' : `its pod is ${state.phase}${state.reason === '' ? '' : ` (${state.reason})`}`;
      const { log, fault } = await readLog(run, pod.name);
      const ended = state?.phase === 'Succeeded' || state?.phase === 'Failed';
      return parseProbeLog(log, group, ended && fault !== undefined ? `${reason}, but its log could not be read: ${fault}` : reason);
    }),
  );
  return results.flat();
};

// A pod that never started has no log; the reason is told by its state. A pod that ended has one: where the API server can't fetch it from the
// node's kubelet, that is no word about the probes. A caller that may not read logs must hear just that.
const readLog = async (run: ProbeRun, podName: string): Promise<{ readonly log: string; readonly fault?: string }> => {
  try {
    return { log: await run.cluster.readLog(podName, { signal: run.signal }) };
  } catch (error) {
    if (PermissionError.isInstance(error) || !HybridError.isInstance(error)) throw error;
    return { log: '', fault: error.message };
  }
};

/** Creates pods and waits until each is as awaited, or until the time is up: then the states are given as they are. */
const startPods = async (run: ProbeRun, pods: readonly ProbePod[], isDone: (state: ProbePodState) => boolean): Promise<ReadonlyMap<string, ProbePodState>> => {
  const context = { signal: run.signal };
  await Promise.all(pods.map((pod) => retry(run, () => run.cluster.createPod(pod, run.options.image ?? 'busybox:1.37', context))));
  const names = new Set(pods.map((pod) => pod.name));
  let seen: readonly ProbePodState[] = [];
  try {
    await waitFor(
      async () => {
        seen = (await run.cluster.listPods(context)).filter((state) => names.has(state.name));
        const open = seen.filter((state) => !isDone(state));
        const waiting = open.map((state) => `${state.name} ${state.phase}${state.reason === '' ? '' : ` (${state.reason})`}`);
        return open.length === 0 && seen.length === names.size ? { done: true, value: undefined } : { done: false, state: waiting.slice(0, 3).join('; ') || 'not listed yet' };
      },
      { subject: 'the probe pods', timeoutMs: run.options.podTimeoutMs ?? 180_000, intervalMs: run.options.intervalMs ?? 1_000, signal: run.signal, onState: run.onProgress },
    );
  } catch (error) {
    if (!WaitTimeoutError.isInstance(error)) throw error;
  }
  return new Map(seen.map((state) => [state.name, state]));
};

const retry = (run: ProbeRun, body: () => Promise<void>): Promise<void> => withRetry(body, {
  signal: run.signal,
  attempts: 5,
  minDelayMs: run.options.retryDelayMs ?? 250,
  // A quota that others count at the same time refuses a pod with a conflict.
  retryIf: (error) => error.retryable || ConflictError.isInstance(error),
});
