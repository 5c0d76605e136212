import { createHash } from 'node:crypto';
import type { Probe } from './plan/probe.ts';
import type { ProbedPath } from './plan/check-probes.ts';
import type { KubernetesNode } from './api/port.ts';

/** What the last run of the matrix gave, as it is kept in the ConfigMap kube-system/ack-hybrid-connectivity. */
export interface ConnectivityReport {
  readonly version: 1;
  /** Of the probes and the nodes; another one means that the proof is of another cluster. */
  readonly fingerprint: string;
  /** ISO 8601, UTC. */
  readonly provedAt: string;
  /** Whether every probe got through. */
  readonly passed: boolean;
  readonly paths: readonly ProbedPath[];
}

/**
 * The fingerprint of a plan and of the nodes it stands for, sampled or not. Addresses of target pods are left out: they
 * are others in each run.
 */
export const fingerprintOf = (probes: readonly Probe[], nodes: readonly KubernetesNode[]): string => {
  const plan = probes.map(({ kind, from, to, protocol, host, port, url }) => [kind, from.node, from.network, to, protocol, to.startsWith('pod on ') ? '' : host, port, url ?? '']);
  const identities = nodes.map((node) => [node.name, node.internalIp, node.providerId, node.isCloud]).sort((left, right) => (String(left[0]) < String(right[0]) ? -1 : 1));
  return createHash('sha256').update(JSON.stringify([plan, identities])).digest('hex').slice(0, 32);
};

/** Writes a report as the ConfigMap holds it. */
export const renderReport = (report: ConnectivityReport): string => `${JSON.stringify(report, undefined, 1)}\n`;

/** Reads a kept report; `undefined` for text that is none: then the matrix is run again. */
export const parseReport = (text: string): ConnectivityReport | undefined => {
  try {
    const parsed = JSON.parse(text) as Partial<ConnectivityReport> | null;
    const whole =
      parsed?.version === 1 && typeof parsed.fingerprint === 'string' && typeof parsed.provedAt === 'string' && !Number.isNaN(Date.parse(parsed.provedAt)) && typeof parsed.passed === 'boolean' && Array.isArray(parsed.paths);
    return whole ? (parsed as ConnectivityReport) : undefined;
  } catch {
    return undefined;
  }
};
