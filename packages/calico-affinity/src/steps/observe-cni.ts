import type { Check } from '@ack-hybrid/core';
import type { CniCallOptions } from '../api/call-options.ts';
import type { CniPort } from '../api/port.ts';
import { CalicoAffinityError } from '../errors.ts';
import type { AffinityHolder } from '../plan/affinity-write.ts';
import { selectAgents } from '../plan/cni/agents-to-place.ts';
import { decideTarget, holderOf, installationNameOf, type CniTarget, type DaemonSetReference, type NoCniTarget } from '../plan/cni-target.ts';
import type { JsonObject } from '../plan/json.ts';
import { targetRemediation, type SiblingWorkload } from '../plan/placement-checks.ts';
import { subjectOf } from '../plan/workloads/workload.ts';
import { detectInCluster } from './detect-in-cluster.ts';

/** A DaemonSet of the CNI as it was found: its owner, and the object to patch. */
export interface FoundAgent {
  readonly target: CniTarget;
  readonly daemonSet: JsonObject;
  readonly holder: AffinityHolder;
}

/** What was found of the CNI. */
export interface FoundCni {
  /** In the order in which they leave the cloud; one at least. */
  readonly agents: readonly FoundAgent[];
  /** What belongs on premises besides; empty where the DaemonSet was named. */
  readonly siblings: readonly SiblingWorkload[];
  readonly checks: readonly Check[];
}

/** What was found, or what was looked for in vain. */
export type CniObserved = { readonly found: FoundCni } | { readonly found: undefined; readonly target: NoCniTarget };

/** Reads what tells which CNI there is and who owns it. `named` replaces the search. */
export const observeCni = async (port: CniPort, named: DaemonSetReference | undefined, options: CniCallOptions): Promise<CniObserved> => {
  if (named !== undefined) {
    const agent = await observeAgent(port, named, options);
    return 'kind' in agent ? { found: undefined, target: agent } : { found: { agents: [agent], siblings: [], checks: [] } };
  }
  const { detection, objects, installations } = await detectInCluster(port, options);
  const { agents: selected, siblings, conflicts, checks } = selectAgents(detection);
  const evidence = [...selected.flatMap((agent) => agent.evidence), ...checks.map(({ message }) => message), ...detection.evidence];
  if (conflicts.length > 0) return { found: undefined, target: { kind: 'none', reason: 'cni-ambiguous', evidence: [...evidence, ...conflicts] } };
  const agents: FoundAgent[] = [];
  for (const { reference, evidence: signs } of selected) {
    const agent = placeAgent(reference, objects.get(subjectOf({ kind: 'DaemonSet', ...reference })), installations);
    if ('kind' in agent) return { found: undefined, target: { ...agent, evidence: [...signs, ...agent.evidence] } };
    agents.push({ ...agent, target: { ...agent.target, evidence: [...signs, ...agent.target.evidence] } });
  }
  if (agents.length === 0) return { found: undefined, target: { kind: 'none', reason: 'cni-not-found', evidence } };
  return { found: { agents, siblings: siblings.map(({ reference, component }) => ({ reference, component, object: objects.get(subjectOf(reference)) ?? {} })), checks } };
};

/**
 * As {@link observeCni}, where there is no going on without it.
 *
 * @throws {CalicoAffinityError} naming what was looked for
 */
export const requireCni = async (port: CniPort, named: DaemonSetReference | undefined, options: CniCallOptions): Promise<FoundCni> => {
  const observed = await observeCni(port, named, options);
  if (observed.found !== undefined) return observed.found;
  throw refuseTarget(observed.target);
};

/** Reads one DaemonSet of the CNI anew, with its owner. */
export const observeAgent = async (port: CniPort, reference: DaemonSetReference, options: CniCallOptions): Promise<FoundAgent | NoCniTarget> => {
  const object = await port.readDaemonSet(reference, options);
  const name = installationNameOf(reference, object);
  return placeAgent(reference, object, new Map(name === undefined ? [] : [[name, await port.readInstallation(name, options)]]));
};

/**
 * As {@link observeAgent}, where there is no going on without it.
 *
 * @throws {CalicoAffinityError} naming what was looked for
 */
export const requireAgent = async (port: CniPort, reference: DaemonSetReference, options: CniCallOptions): Promise<FoundAgent> => {
  const agent = await observeAgent(port, reference, options);
  if ('kind' in agent) throw refuseTarget(agent);
  return agent;
};

/** The error that says what was looked for, what was there, and what to do. */
export const refuseTarget = (target: NoCniTarget): CalicoAffinityError =>
  new CalicoAffinityError({ reason: target.reason, message: `the CNI: ${target.evidence.join('; ')}`, remediation: targetRemediation(target.reason) });

const placeAgent = (reference: DaemonSetReference, object: JsonObject | undefined, installations: ReadonlyMap<string, JsonObject | undefined>): FoundAgent | NoCniTarget => {
  const name = installationNameOf(reference, object);
  const installation = name === undefined ? undefined : { name, object: installations.get(name) };
  const target = decideTarget({ reference, object, ...(installation === undefined ? {} : { installation }) });
  if (target.kind === 'none') return target;
  const daemonSet = object ?? {};
  return { target, daemonSet, holder: holderOf(target, daemonSet, installation?.object) };
};
