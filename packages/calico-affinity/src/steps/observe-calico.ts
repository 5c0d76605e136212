import type { CalicoPort, CalicoCallOptions } from '../api/port.ts';
import { CalicoAffinityError } from '../errors.ts';
import type { AffinityHolder } from '../plan/affinity-write.ts';
import {
  defaultDaemonSets,
  detectCalico,
  holderOf,
  installationNameOf,
  mayBelongToOperator,
  type CalicoTarget,
  type DaemonSetReference,
} from '../plan/detect-calico.ts';
import type { JsonObject } from '../plan/json.ts';
import { targetRemediation } from '../plan/placement-checks.ts';

/** Calico as it was found: its owner, its DaemonSet and the object to patch. */
export interface FoundCalico {
  readonly target: Exclude<CalicoTarget, { kind: 'none' }>;
  readonly daemonSet: JsonObject;
  readonly holder: AffinityHolder;
}

/** What was found, or what was looked for in vain. */
export type CalicoObserved = { readonly found: FoundCalico } | { readonly found: undefined; readonly target: Extract<CalicoTarget, { kind: 'none' }> };

/** Reads what tells where Calico is and who owns it. `named` replaces the default places. */
export const observeCalico = async (port: CalicoPort, named: DaemonSetReference | undefined, options: CalicoCallOptions): Promise<CalicoObserved> => {
  const references = named === undefined ? defaultDaemonSets : [named];
  const daemonSets = await Promise.all(references.map(async (reference) => ({ reference, object: await port.readDaemonSet(reference, options) })));
  const name = installationNameOf(daemonSets);
  const read = mayBelongToOperator(daemonSets);
  const installation = { name, read, object: read ? await port.readInstallation(name, options) : undefined };
  const target = detectCalico({ daemonSets, installation });
  const daemonSet = daemonSets.find((each) => each.object !== undefined)?.object;
  if (target.kind === 'none' || daemonSet === undefined) {
    return { found: undefined, target: target.kind === 'none' ? target : { kind: 'none', reason: 'calico-not-found', evidence: target.evidence } };
  }
  return { found: { target, daemonSet, holder: holderOf(target, daemonSet, installation.object) } };
};

/**
 * As {@link observeCalico}, where there is no going on without it.
 *
 * @throws {CalicoAffinityError} naming what was looked for
 */
export const requireCalico = async (port: CalicoPort, named: DaemonSetReference | undefined, options: CalicoCallOptions): Promise<FoundCalico> => {
  const observed = await observeCalico(port, named, options);
  if (observed.found !== undefined) return observed.found;
  throw refuseTarget(observed.target);
};

/** The error that says what was looked for, what was there, and what to do. */
export const refuseTarget = (target: Extract<CalicoTarget, { kind: 'none' }>): CalicoAffinityError =>
  new CalicoAffinityError({ reason: target.reason, message: `Calico: ${target.evidence.join('; ')}`, remediation: targetRemediation(target.reason) });
