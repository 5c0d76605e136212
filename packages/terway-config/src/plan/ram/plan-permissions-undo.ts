import type { Change } from '@ack-hybrid/core';
import { NotOursError } from '../../errors.ts';
import { shortKeyId } from '../merge-eni-conf.ts';
import type { DesiredPermissions, ObservedPermissions } from '../permissions.ts';
import { terwayPolicy } from '../ram-policy.ts';
import { isExtensionOf } from './is-extension.ts';
import type { ObservedPolicy } from './plan-policy.ts';
import { describePrincipal } from './ram-principal.ts';

/** What must be known beside the observation before something of ours is taken back. */
export interface ObservedUse {
  /** Of the user, where it is ours: `Custom/x`, `System/y`. */
  readonly policiesOfUser: readonly string[];
  /** Of the user, where it is ours. */
  readonly groupsOfUser: readonly string[];
  /** Whether the user, where it is ours, may log on to the console: then a person uses it. */
  readonly userHasLogin: boolean;
  /** Ids of the access keys of the user, where it is ours. */
  readonly keysOfUser: readonly string[];
  /** Who has the policy, where it is ours: `user x`, `group y`, `role z`. */
  readonly holdersOfPolicy: readonly string[];
}

/** One write that takes something back. Those with a change are told. */
export type UndoAction =
  | { readonly kind: 'detach'; readonly change: Change }
  | { readonly kind: 'delete-key'; readonly keyId: string; readonly change: Change }
  | { readonly kind: 'delete-user'; readonly change: Change }
  | { readonly kind: 'set-default'; readonly versionId: string; readonly change: Change }
  | { readonly kind: 'delete-version'; readonly versionId: string; readonly change?: Change }
  | { readonly kind: 'delete-policy'; readonly change: Change }
  | { readonly kind: 'untag'; readonly notes: readonly ('previousDefault' | 'attached')[] };

/** What is to be taken back, and what is left though it has our names. */
export interface UndoPlan {
  readonly actions: readonly UndoAction[];
  /** For the progress: one line each. */
  readonly left: readonly string[];
}

/**
 * The writes that take back what the step made, and nothing else, in their order: the attachment, the user with its keys, the
 * policy with its versions, or of a policy that isn't ours the version, so that the default of before is the default again.
 *
 * @throws {NotOursError} where others use what is ours
 */
export const planPermissionsUndo = (observed: ObservedPermissions, use: ObservedUse, desired: DesiredPermissions): UndoPlan => {
  const { principal, policyName, marker } = desired;
  const who = describePrincipal(principal);
  const userIsOurs = desired.createsUser && observed.principal?.note === marker;
  const policyIsOurs = observed.policy?.description === marker;
  if (userIsOurs) {
    refuseWhereUsed(`RAM ${who}`, use.policiesOfUser.filter((name) => name !== `Custom/${policyName}`), 'has policies that others attached');
    refuseWhereUsed(`RAM ${who}`, use.groupsOfUser, 'is in groups');
    refuseWhereUsed(`RAM ${who}`, use.userHasLogin ? ['it has a console login'] : [], 'is used beside Terway');
  }
  if (policyIsOurs) refuseWhereUsed(`RAM policy ${policyName}`, use.holdersOfPolicy.filter((name) => name !== who), 'is attached elsewhere');

  const actions: UndoAction[] = [];
  const left: string[] = [];
  const notes = observed.policy?.notes;
  if (observed.attached) {
    if (userIsOurs || policyIsOurs || notes?.attached === true) actions.push({ kind: 'detach', change: { action: 'update', target: `RAM ${who}`, summary: `detach the policy ${policyName}` } });
    else left.push(`RAM policy ${policyName} was attached to ${who} before: left so`);
  }
  if (userIsOurs) {
    for (const keyId of use.keysOfUser) actions.push({ kind: 'delete-key', keyId, change: { action: 'delete', target: `access key ${shortKeyId(keyId)} of RAM ${who}`, summary: 'delete the access key' } });
    actions.push({ kind: 'delete-user', change: { action: 'delete', target: `RAM ${who}`, summary: 'delete the user' } });
  } else if (observed.principal !== undefined) left.push(`RAM ${who} is not ours: left in place`);
  if (observed.policy === undefined) return { actions, left };
  if (!policyIsOurs) {
    left.push(`RAM policy ${policyName} is not ours: left in place`);
    return { actions: [...actions, ...planVersionUndo(observed.policy, desired, left), ...planUntag(observed.policy)], left };
  }
  // RAM deletes no policy that has versions beside the default one.
  for (const version of observed.policy.versions) if (!version.isDefault) actions.push({ kind: 'delete-version', versionId: version.id });
  actions.push({ kind: 'delete-policy', change: { action: 'delete', target: `RAM policy ${policyName}`, summary: 'delete the policy and its versions' } });
  return { actions, left };
};

/** Brings the noted default back. Where somebody chose another default since, that stays; where the noted one is gone, ours does. */
const planVersionUndo = ({ versions, notes }: ObservedPolicy, desired: DesiredPermissions, left: string[]): readonly UndoAction[] => {
  const target = `RAM policy ${desired.policyName}`;
  if (notes.previousDefault === undefined) return [];
  const previous = versions.find(({ id }) => id === notes.previousDefault);
  if (previous === undefined) {
    left.push(`${target}: its version ${notes.previousDefault}, the default before, was deleted since: the default stays`);
    return [];
  }
  const called = terwayPolicy.actions.map(({ action }) => action);
  const ours = versions.filter((version) => version !== previous && isExtensionOf(previous.document, version.document, called, target));
  const actions: UndoAction[] = [];
  for (const version of ours) {
    if (version.isDefault) actions.push({ kind: 'set-default', versionId: previous.id, change: { action: 'update', target, summary: `make the version ${previous.id} the default again`, before: version.document, after: previous.document } });
  }
  if (notes.madeVersion) for (const version of ours) actions.push({ kind: 'delete-version', versionId: version.id, change: { action: 'delete', target, summary: `delete the version ${version.id}`, before: version.document } });
  return actions;
};

/** Last of all, so that a run that dies before can be done again. */
const planUntag = ({ notes }: ObservedPolicy): readonly UndoAction[] => {
  const names = [...(notes.previousDefault === undefined ? [] : ['previousDefault' as const]), ...(notes.attached ? ['attached' as const] : [])];
  return names.length === 0 ? [] : [{ kind: 'untag', notes: names }];
};

const refuseWhereUsed = (target: string, others: readonly string[], words: string): void => {
  if (others.length === 0) return;
  throw new NotOursError({ target, message: `${words}: ${others.join(', ')}`, remediation: 'Take that away first, then undo again; what others made is not ours to take away.' });
};
