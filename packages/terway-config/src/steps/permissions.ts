import { type AlibabaCloud, type Change, type Check, type Step, type StepOptions } from '@ack-hybrid/core';
import { createRam } from '../api/alibaba-ram.ts';
import type { Ram } from '../api/port.ts';
import { NotOursError } from '../errors.ts';
import { checkNames, defaultPolicyName, defaultUserName, ownershipMarker } from '../plan/names.ts';
import { shortKeyId } from '../plan/merge-eni-conf.ts';
import { planPermissions, type DesiredPermissions, type ObservedPermissions, type PermissionAction } from '../plan/permissions.ts';
import { samePolicyDocument, terwayPolicy } from '../plan/ram-policy.ts';
import { converge, type RetryPatience } from './converge.ts';

/** What `createPermissionsStep` needs to know. */
export interface PermissionsInput {
  /** The registered cluster. */
  readonly clusterId: string;
  /** 1 to 128 letters, digits and hyphens. By default derived from the cluster id. */
  readonly policyName?: string;
  /** 1 to 64 characters. By default derived from the cluster id. */
  readonly userName?: string;
  /** Use a user or policy of that name that isn't marked as ours. An adopted one is never deleted. Default false. */
  readonly adopt?: boolean;
  readonly retry?: RetryPatience;
}

/** Who may do what, once the step was applied. */
export interface PermissionsResult {
  readonly userName: string;
  readonly policyName: string;
}

/**
 * The step that gives Terway a RAM user with the policy `terwayPolicy`. What it makes says "managed by ack-hybrid for
 * cluster …" in its Comments or Description; that is how undo knows it again.
 *
 * @throws {InvalidInputError} for names that RAM doesn't take
 */
export const createPermissionsStep = (clients: { readonly cloud: AlibabaCloud }, input: PermissionsInput): Step<DesiredPermissions, PermissionsResult> =>
  permissionsStep(createRam(clients.cloud), input);

/** The step over its port. */
export const permissionsStep = (ram: Ram, input: PermissionsInput): Step<DesiredPermissions, PermissionsResult> => {
  checkNames(input);
  const desired: DesiredPermissions = {
    userName: input.userName ?? defaultUserName(input.clusterId),
    policyName: input.policyName ?? defaultPolicyName(input.clusterId),
    document: terwayPolicy.document,
    marker: ownershipMarker(input.clusterId),
    adopt: input.adopt ?? false,
  };
  const result = { userName: desired.userName, policyName: desired.policyName };
  return {
    name: 'terway-permissions',
    title: 'Grant Terway its RAM permissions',
    plan: async (options = {}) => ({ desired, changes: planPermissions(await observe(ram, desired, options), desired).map(({ change }) => change) }),
    apply: async (_plan, options = {}) => {
      await converge(
        async () => {
          for (const action of planPermissions(await observe(ram, desired, options), desired)) {
            options.onProgress?.(`${action.change.target}: ${action.change.summary}`);
            await perform(ram, action, desired, options);
          }
        },
        { signal: options.signal, retry: input.retry, absenceMayPass: true },
      );
      return result;
    },
    verify: async (_result, options = {}) => checkPermissions(await observe(ram, desired, options), desired),
    undo: async (options = {}) => {
      const changes: Change[] = [];
      await converge(() => takeBack(ram, desired, changes, options), { signal: options.signal, retry: input.retry, absenceMayPass: true });
      return changes;
    },
  };
};

const observe = async (ram: Ram, { userName, policyName }: DesiredPermissions, options: StepOptions): Promise<ObservedPermissions> => {
  const [user, policy] = await Promise.all([ram.user(userName, options), ram.policy(policyName, options)]);
  const attached = user !== undefined && policy !== undefined && (await ram.policiesOf(userName, options)).includes(`Custom/${policyName}`);
  return { user, policy, attached };
};

const perform = async (ram: Ram, { kind }: PermissionAction, { userName, policyName, document, marker }: DesiredPermissions, options: StepOptions): Promise<void> => {
  if (kind === 'create-policy') await ram.createPolicy({ policyName, document, description: marker }, options);
  else if (kind === 'update-policy') await ram.createPolicyVersion({ policyName, document }, options);
  else if (kind === 'create-user') await ram.createUser({ userName, comments: marker }, options);
  else await ram.attach(policyName, userName, options);
};

const checkPermissions = ({ user, policy, attached }: ObservedPermissions, { userName, policyName, document }: DesiredPermissions): readonly Check[] => {
  const remediation = 'Apply the step terway-permissions again.';
  const complete = policy !== undefined && samePolicyDocument(policy.document, document);
  return [
    user === undefined
      ? { name: 'terway-ram-user-exists', status: 'fail', message: `there is no RAM user ${userName}`, remediation }
      : { name: 'terway-ram-user-exists', status: 'pass', message: `the RAM user ${userName} exists` },
    complete
      ? { name: 'terway-policy-complete', status: 'pass', message: `the default version of ${policyName} grants what Terway calls` }
      : { name: 'terway-policy-complete', status: 'fail', message: policy === undefined ? `there is no RAM policy ${policyName}` : `the default version of ${policyName} is not the policy of this release`, remediation },
    attached
      ? { name: 'terway-policy-attached', status: 'pass', message: `${policyName} is attached to ${userName}` }
      : { name: 'terway-policy-attached', status: 'fail', message: `${policyName} is not attached to ${userName}`, remediation },
  ];
};

/** Looks, then takes back what is still there of ours. Changes are collected outside, since a lost answer starts it anew. */
const takeBack = async (ram: Ram, desired: DesiredPermissions, changes: Change[], options: StepOptions): Promise<void> => {
  const { userName, policyName, marker } = desired;
  const { user, policy, attached } = await observe(ram, desired, options);
  const userIsOurs = user?.comments === marker;
  const policyIsOurs = policy?.description === marker;
  const done = (change: Change): void => {
    if (!changes.some((known) => known.action === change.action && known.target === change.target && known.summary === change.summary)) changes.push(change);
    options.onProgress?.(`${change.target}: ${change.summary}`);
  };
  if (userIsOurs) refuseWhereUsed(`RAM user ${userName}`, (await ram.policiesOf(userName, options)).filter((name) => name !== `Custom/${policyName}`), 'has policies that others attached');
  if (policyIsOurs) refuseWhereUsed(`RAM policy ${policyName}`, (await ram.holdersOf(policyName, options)).filter((name) => name !== `user ${userName}`), 'is attached elsewhere');

  // Of two adopted ones nobody can tell who attached them: RAM keeps no note of it.
  if (attached && (userIsOurs || policyIsOurs)) {
    await ram.detach(policyName, userName, options);
    done({ action: 'update', target: `RAM user ${userName}`, summary: `detach the policy ${policyName}` });
  }
  if (userIsOurs) {
    for (const key of await ram.accessKeys(userName, options)) {
      await ram.deleteAccessKey(userName, key.id, options);
      done({ action: 'delete', target: `access key ${shortKeyId(key.id)} of RAM user ${userName}`, summary: 'delete the access key' });
    }
    await ram.deleteUser(userName, options);
    done({ action: 'delete', target: `RAM user ${userName}`, summary: 'delete the user' });
  }
  if (policyIsOurs) {
    // RAM deletes no policy that has versions beside the default one.
    for (const version of await ram.spareVersions(policyName, options)) await ram.deletePolicyVersion(policyName, version, options);
    await ram.deletePolicy(policyName, options);
    done({ action: 'delete', target: `RAM policy ${policyName}`, summary: 'delete the policy and its versions' });
  }
  if (user !== undefined && !userIsOurs) options.onProgress?.(`RAM user ${userName} is not ours: left in place`);
  if (policy !== undefined && !policyIsOurs) options.onProgress?.(`RAM policy ${policyName} is not ours: left in place`);
};

const refuseWhereUsed = (target: string, others: readonly string[], words: string): void => {
  if (others.length === 0) return;
  throw new NotOursError({ target, message: `${words}: ${others.join(', ')}`, remediation: 'Detach them first, then undo again; what others made is not ours to take away.' });
};
