import { ConflictError, HybridError, InvalidInputError, knownAfterApply, withRetry, type Change, type Check, type Kubernetes, type Step, type StepOptions } from '@ack-hybrid/core';
import { createProbeCluster, reportName } from '../api/kubernetes-probe-cluster.ts';
import type { KeptReport, KubernetesNode, ProbeCluster } from '../api/port.ts';
import { fingerprintOf, parseReport, renderReport, type ConnectivityReport } from '../connectivity-report.ts';
import { checkProbes, joinResults } from '../plan/check-probes.ts';
import { planProbes } from '../plan/plan-probes.ts';
import type { Probe, ProbeNode, ProbeOptions } from '../plan/probe.ts';
import { deleteProbePods, planWithTargets, runProbes, type ProbeRun, type ProbeRunnerOptions } from '../run-probes.ts';

/** What the step probes, and when a proof is good enough. */
export interface ConnectivityInput {
  readonly probes?: ProbeOptions;
  readonly runner?: ProbeRunnerOptions;
  /** Milliseconds after which a proof is too old. Default: a proof holds while nodes and plan stay the same. */
  readonly maxAgeMs?: number;
  /** Probe anew, whatever was proved. Default false. */
  readonly force?: boolean;
  /** Milliseconds since the epoch; for tests. */
  readonly now?: () => number;
}

const target = `ConfigMap kube-system/${reportName}`;

/**
 * The step `connectivity`: every path of the probe matrix proved by a pod on a real node, and the proof kept in a ConfigMap,
 * so that a second run of the flow has nothing to write. Undo deletes the ConfigMap and probe pods that were left.
 *
 * @throws {InvalidInputError} at once, with the path of every bad field
 */
export const createConnectivityStep = (clients: { readonly kubernetes: Kubernetes }, input: ConnectivityInput = {}): Step<ConnectivityInput, ConnectivityReport> =>
  buildConnectivityStep(createProbeCluster(clients.kubernetes), input);

/** The step over a given cluster. */
export const buildConnectivityStep = (cluster: ProbeCluster, input: ConnectivityInput = {}): Step<ConnectivityInput, ConnectivityReport> => {
  planProbes([], input.probes);
  if (input.maxAgeMs !== undefined && !(input.maxAgeMs >= 0)) throw new InvalidInputError({ subject: 'connectivity', issues: [{ path: 'maxAgeMs', message: `${input.maxAgeMs} is no number of milliseconds` }] });
  const now = input.now ?? Date.now;
  const runOf = (options: StepOptions = {}): ProbeRun => ({ cluster, options: input.runner ?? {}, signal: options.signal, onProgress: (message) => options.onProgress?.(message) });

  return {
    name: 'connectivity',
    title: 'Probe the paths between the sites',
    plan: async (options) => {
      const seen = await observe(cluster, input, now(), options);
      if (seen.kept !== undefined && !seen.kept.ours) return { desired: input, changes: [], checks: [foreignReport] };
      if (seen.proved !== undefined) return { desired: input, changes: [], checks: [provedCheck(seen.proved)] };
      return { desired: input, changes: [describeRun(seen)] };
    },
    apply: async (_plan, options) => {
      const seen = await observe(cluster, input, now(), options);
      if (seen.proved !== undefined) return seen.proved;
      if (seen.kept !== undefined && !seen.kept.ours) throw foreign();
      if (!seen.nodes.some((node) => node.isCloud)) throw new HybridError({ code: 'NoCloudNode', message: 'no Ready cloud node (alibabacloud.com/external=true) is there to probe from', remediation: 'Scale a node pool out first.' });
      const { probes, results } = await runProbes(runOf(options), seen.nodes.map(toProbeNode), seen.options);
      const paths = joinResults(probes, results);
      const report: ConnectivityReport = { version: 1, fingerprint: seen.fingerprint, provedAt: new Date(now()).toISOString(), passed: paths.every((path) => path.outcome === 'ok'), paths };
      await keep(cluster, renderReport(report), input.runner?.retryDelayMs, options);
      return report;
    },
    verify: async (result, options) => {
      const kept = parseReport((await cluster.readReport({ signal: options?.signal }))?.text ?? '');
      if (kept?.fingerprint !== result.fingerprint) return [{ name: 'connectivity-proved', status: 'fail', message: `${target} does not hold the proof of this run`, remediation: 'Run again: somebody changed or deleted the report.' }];
      return [...(kept.passed ? [provedCheck(kept)] : []), ...checkProbes(kept.paths)];
    },
    undo: async (options) => {
      const pods = await deleteProbePods(runOf(options));
      const deleted = await forget(cluster, input.runner?.retryDelayMs, options);
      return [
        ...pods.map((name): Change => ({ action: 'delete', target: `Pod kube-system/${name}`, summary: `delete the probe pod ${name}` })),
        ...(deleted ? [{ action: 'delete' as const, target, summary: 'delete the connectivity report' }] : []),
      ];
    },
  };
};

interface Seen {
  readonly nodes: readonly KubernetesNode[];
  readonly options: ProbeOptions;
  readonly probes: readonly Probe[];
  readonly fingerprint: string;
  readonly kept: KeptReport | undefined;
  /** The kept report where it still proves what is asked. */
  readonly proved: ConnectivityReport | undefined;
}

const observe = async (cluster: ProbeCluster, input: ConnectivityInput, now: number, options: StepOptions = {}): Promise<Seen> => {
  const context = { signal: options.signal };
  const [all, dnsServiceIp, kept] = await Promise.all([
    cluster.listNodes(context),
    input.probes?.dnsServiceIp === undefined ? cluster.readDnsServiceIp(context) : Promise.resolve(input.probes.dnsServiceIp),
    cluster.readReport(context),
  ]);
  // A node that isn't Ready starts no pod; that it isn't is for other checks to say.
  const nodes = all.filter((node) => node.ready && node.internalIp !== '');
  const probeOptions: ProbeOptions = { ...input.probes, ...(dnsServiceIp === undefined ? {} : { dnsServiceIp }) };
  const probes = planWithTargets(nodes.map(toProbeNode), probeOptions);
  const fingerprint = fingerprintOf(probes, nodes);
  const report = kept === undefined || !kept.ours ? undefined : parseReport(kept.text);
  const fresh = report !== undefined && report.passed && report.fingerprint === fingerprint && probes.length > 0 && now - Date.parse(report.provedAt) <= (input.maxAgeMs ?? Number.POSITIVE_INFINITY);
  return { nodes, options: probeOptions, probes, fingerprint, kept, proved: fresh && input.force !== true ? report : undefined };
};

const toProbeNode = (node: KubernetesNode): ProbeNode => ({
  name: node.name,
  site: node.isCloud ? 'cloud' : 'on-premises',
  internalIp: node.internalIp,
  // On-premises nodes may carry zones of their own; a site is sampled as a whole.
  ...(node.isCloud && node.zone !== '' ? { zone: node.zone } : {}),
});

const describeRun = (seen: Seen): Change => {
  const action = seen.kept === undefined ? 'create' : 'update';
  if (!seen.nodes.some((node) => node.isCloud)) return { action, target, summary: 'probe the paths between the sites once cloud nodes are there, and keep the report', after: knownAfterApply };
  const sources = new Set(seen.probes.map((probe) => probe.from.node)).size;
  return { action, target, summary: `run ${seen.probes.length} probes from ${sources} of ${seen.nodes.length} nodes and keep the report`, after: knownAfterApply };
};

const keep = (cluster: ProbeCluster, text: string, retryDelayMs: number | undefined, options: StepOptions = {}): Promise<void> =>
  withRetry(
    async () => {
      const kept = await cluster.readReport({ signal: options.signal });
      if (kept?.text === text) return;
      if (kept !== undefined && !kept.ours) throw foreign();
      await cluster.writeReport(text, kept?.resourceVersion, { signal: options.signal });
    },
    { signal: options.signal, attempts: 5, minDelayMs: retryDelayMs ?? 250, retryIf: (error) => error.retryable || ConflictError.isInstance(error) },
  );

/** Deletes the report where it is still ours; whether it did. A lost answer is a deletion of ours, too, where the next look finds nothing. */
const forget = async (cluster: ProbeCluster, retryDelayMs: number | undefined, options: StepOptions = {}): Promise<boolean> => {
  let sent = false;
  return withRetry(
    async () => {
      const kept = await cluster.readReport({ signal: options.signal });
      if (kept === undefined) return sent;
      if (!kept.ours) return false;
      sent = true;
      await cluster.deleteReport(kept.resourceVersion, { signal: options.signal });
      return true;
    },
    { signal: options.signal, attempts: 5, minDelayMs: retryDelayMs ?? 250, retryIf: (error) => error.retryable || ConflictError.isInstance(error) },
  );
};

const foreignReport: Check = {
  name: 'connectivity-report-ours',
  status: 'fail',
  message: `${target} is there, but was not made by ack-hybrid`,
  remediation: 'Rename or remove it; the report of the probes is kept under this name.',
};

const foreign = (): HybridError => new HybridError({ code: 'ForeignConfigMap', message: foreignReport.message, remediation: foreignReport.remediation });

const provedCheck = (report: ConnectivityReport): Check => ({ name: 'connectivity-proved', status: 'pass', message: `${report.paths.length} paths were proved at ${report.provedAt}` });
