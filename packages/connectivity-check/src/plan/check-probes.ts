import type { Check } from '@ack-hybrid/core';
import type { Probe, ProbeKind, ProbeResult, Site } from './probe.ts';

/** A probe with what became of it, as it is kept. */
export interface ProbedPath {
  readonly kind: ProbeKind;
  readonly from: string;
  readonly fromSite: Site;
  readonly to: string;
  readonly targetSite: Site;
  /** `tcp 10.10.24.7:10250`. */
  readonly target: string;
  readonly outcome: ProbeResult['outcome'];
  readonly detail?: string;
  readonly remedy: string;
}

/** Joins probes with their results. Pure. */
export const joinResults = (probes: readonly Probe[], results: readonly ProbeResult[]): readonly ProbedPath[] => {
  const byId = new Map(results.map((result) => [result.id, result]));
  return probes.map((probe) => {
    const result = byId.get(probe.id) ?? { id: probe.id, outcome: 'not-run' as const, detail: 'no result' };
    const detail = result.detail ?? (result.outcome === 'fail' ? `exit code ${String(result.exitCode)}` : undefined);
    return {
      kind: probe.kind,
      from: `${probe.from.network === 'pod' ? 'pod on ' : ''}${probe.from.node}`,
      fromSite: probe.from.site,
      to: probe.to,
      targetSite: probe.targetSite,
      target: probe.protocol === 'http' ? (probe.url ?? probe.host) : probe.protocol === 'icmp' ? `icmp ${probe.host}` : `tcp ${probe.host}:${probe.port}`,
      outcome: result.outcome,
      ...(detail === undefined ? {} : { detail }),
      remedy: probe.remedy,
    };
  });
};

/** The matrix as checks, one for each kind and direction; a failed one names each path that is closed, and what to mend. Pure. */
export const checkProbes = (paths: readonly ProbedPath[]): readonly Check[] => {
  const groups = new Map<string, ProbedPath[]>();
  for (const path of paths) {
    const name = path.kind.endsWith('-node') || path.kind.endsWith('-pod') ? `${path.kind}-${path.fromSite}-to-${path.targetSite}` : path.kind;
    groups.set(name, [...(groups.get(name) ?? []), path]);
  }
  return [...groups].map(([name, group]) => {
    const closed = group.filter((path) => path.outcome !== 'ok');
    if (closed.length === 0) return { name, status: 'pass', message: `${group.length} of ${group.length} probes got through` };
    const lines = closed.map((path) => `${path.from} → ${path.to} (${path.target}) ${path.outcome === 'fail' ? 'closed' : 'not run'}${path.detail === undefined ? '' : `: ${path.detail}`}`);
    return {
      name,
      status: 'fail',
      message: `${closed.length} of ${group.length} probes did not get through: ${lines.join('; ')}`,
      remediation: [...new Set(closed.map((path) => path.remedy))].join(' '),
    };
  });
};
