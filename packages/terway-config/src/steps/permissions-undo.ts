import { PermissionError, type Change, type StepOptions } from '@ack-hybrid/core';
import type { Ram } from '../api/port.ts';
import type { RamReader } from '../api/ram-reader.ts';
import type { DesiredPermissions } from '../plan/permissions.ts';
import { planPermissionsUndo, type ObservedUse, type UndoAction } from '../plan/ram/plan-permissions-undo.ts';
import { noteKeys } from '../plan/ram/policy-notes.ts';
import { observePermissions, type RamPorts } from './permissions-observation.ts';

/** Looks, then takes back what is still there of ours. Changes are collected outside, since a lost answer starts it anew. */
export const takeBackPermissions = async (ports: RamPorts, desired: DesiredPermissions, changes: Change[], options: StepOptions): Promise<void> => {
  const observed = await observePermissions(ports, desired, options);
  const userIsOurs = desired.createsUser && observed.principal?.note === desired.marker;
  const use = await observeUse(ports, desired, userIsOurs, observed.policy?.description === desired.marker, options);
  const { actions, left } = planPermissionsUndo(observed, use, desired);
  for (const action of actions) {
    await revert(ports.ram, action, desired, options);
    if (action.kind === 'untag' || action.change === undefined) continue;
    const { change } = action;
    if (!changes.some((known) => known.action === change.action && known.target === change.target && known.summary === change.summary)) changes.push(change);
    options.onProgress?.(`${change.target}: ${change.summary}`);
  }
  for (const line of left) options.onProgress?.(line);
};

const observeUse = async ({ ram, reader }: RamPorts, { principal, policyName }: DesiredPermissions, userIsOurs: boolean, policyIsOurs: boolean, options: StepOptions): Promise<ObservedUse> => {
  const [policies, groups, userHasLogin, keys, holders] = await Promise.all([
    userIsOurs ? reader.policiesAttachedTo(principal, options) : [],
    userIsOurs ? reader.groupsOf(principal.name, options) : [],
    userIsOurs ? readLogin(reader, principal.name, options) : false,
    userIsOurs ? ram.accessKeys(principal.name, options) : [],
    policyIsOurs ? ram.holdersOf(policyName, options) : [],
  ]);
  return { policiesOfUser: policies.map(({ type, name }) => `${type}/${name}`), groupsOfUser: groups, userHasLogin, keysOfUser: keys.map(({ id }) => id), holdersOfPolicy: holders };
};

/** Where the caller may not look, RAM itself refuses to delete a user with a login. */
const readLogin = async (reader: RamReader, userName: string, options: StepOptions): Promise<boolean> => {
  try {
    return await reader.hasLogin(userName, options);
  } catch (error) {
    if (PermissionError.isInstance(error)) return false;
    throw error;
  }
};

const revert = (ram: Ram, action: UndoAction, { principal, policyName, clusterId }: DesiredPermissions, options: StepOptions): Promise<void> => {
  switch (action.kind) {
    case 'detach':
      return ram.detach(policyName, principal, options);
    case 'delete-key':
      return ram.deleteAccessKey(principal.name, action.keyId, options);
    case 'delete-user':
      return ram.deleteUser(principal.name, options);
    case 'set-default':
      return ram.setDefaultVersion(policyName, action.versionId, options);
    case 'delete-version':
      return ram.deletePolicyVersion(policyName, action.versionId, options);
    case 'delete-policy':
      return ram.deletePolicy(policyName, options);
    case 'untag': {
      const keys = noteKeys(clusterId, principal);
      return ram.untagPolicy(policyName, action.notes.map((note) => keys[note]), options);
    }
  }
};
