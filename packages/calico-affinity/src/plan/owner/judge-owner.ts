import type { Check } from '@ack-hybrid/core';
import type { AffinityHolder } from '../affinity-write.ts';
import type { PodAffinitySpec } from '../node-affinity.ts';
import type { ComponentName } from './chart-components.ts';
import { describeOwner } from './describe-owner.ts';
import { placeAtOwner, type AffinityDeclaration } from './place-at-owner.ts';
import { renderHelmValues, renderManifestPatch } from './render-helm-values.ts';
import type { OwnerClaim } from './workload-owner.ts';

/** What is to be written, and to whom it belongs. */
export interface OwnerQuestion {
  readonly holder: AffinityHolder;
  /** What the charts call the workload; `undefined` for one that we don't know. */
  readonly component: ComponentName | undefined;
  /** The pod affinity as it shall stand; `undefined` where nothing is to be written. */
  readonly after: PodAffinitySpec | undefined;
  /** The name of the check. */
  readonly name: string;
}

/**
 * Says who would take the change back, and what is to be declared where, so that it lasts: the Helm values, or a patch of
 * the manifest. Gives nothing where the change lasts. A check that fails says that the owner reverts at once: nothing is to
 * be written then. Server-side appliers have a check of their own. Pure.
 */
export const judgeOwner = ({ holder, component, after, name }: OwnerQuestion): readonly Check[] => {
  if (after === undefined) return [];
  const owner = describeOwner(holder.object, holder.path);
  const [first, ...others] = owner.claims.filter((claim) => claim.kind !== 'applier' && claim.reverts !== 'never');
  if (first === undefined) return [];
  const { write, declare } = placeAtOwner({ ...owner, claims: [first, ...others] }, component);
  const soon = [first, ...others].map((claim) => `${claim.subject} would take the change back ${whenReverted(claim)}, since ${claim.reason}`);
  const declared = declare.map((each) => describeDeclaration(each, holder, component, after));
  const only = write.kind === 'nowhere' ? 'Nothing is written here, unless the option overrideOwner says so. ' : '';
  return [{ name, status: write.kind === 'nowhere' ? 'fail' : 'warn', message: `${holder.subject}: ${soon.join('; ')}`, remediation: `${only}Declare the same affinity at its owner, so that it lasts.\n${declared.join('\n')}` }];
};

const whenReverted = ({ reverts }: OwnerClaim): string => (reverts === 'at-once' ? 'at once' : 'at the next apply');

const describeDeclaration = ({ where, form }: AffinityDeclaration, { object, path }: AffinityHolder, component: ComponentName | undefined, after: PodAffinitySpec): string => {
  if (form === 'unknown') return `In ${where}.`;
  const values = component === undefined ? undefined : renderHelmValues(component, after);
  if (form === 'helm-values' && values?.kind === 'values') {
    return `In ${where} (${values.path}, as the chart ${values.chart} ${values.checkedVersion} has it):\n${values.text}${values.notes.map((note) => `# ${note}\n`).join('')}`;
  }
  const why = values?.kind === 'none' ? `${values.why} ${values.instead} ` : '';
  return `${why}In ${where}:\n${renderManifestPatch(object, after, path)}`;
};
