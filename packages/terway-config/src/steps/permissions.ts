import { type AlibabaCloud, type Change, type Step, type StepOptions } from '@ack-hybrid/core';
import { createRamReader } from '../api/alibaba-ram-reader.ts';
import { createRam } from '../api/alibaba-ram.ts';
import type { Ram } from '../api/port.ts';
import { planPermissions, type DesiredPermissions, type PermissionAction } from '../plan/permissions.ts';
import { noteKeys, renderAttached, renderPreviousDefault } from '../plan/ram/policy-notes.ts';
import type { PolicyPrincipal } from '../plan/ram/ram-principal.ts';
import { converge } from './converge.ts';
import { planChecks, verifyChecks } from './permissions-checks.ts';
import { desiredPermissions, type PermissionsInput } from './permissions-input.ts';
import { observePermissions, readHeldPolicies, type RamPorts } from './permissions-observation.ts';
import { withPolicyRemedy } from './permissions-remedy.ts';
import { takeBackPermissions } from './permissions-undo.ts';

export type { PermissionsInput, TerwayPrincipal } from './permissions-input.ts';

/** Who may do what, once the step was applied. */
export interface PermissionsResult {
  readonly principal: PolicyPrincipal;
  /** Absent for a role. */
  readonly userName?: string;
  readonly policyName: string;
}

/**
 * The step that gives Terway's RAM user, or a role, the policy `terwayPolicy`: all that `onectl ram-user grant --addon
 * terway-eniip` does, typed and with its undo. What it makes says "managed by ack-hybrid for cluster …" in its Comments or
 * Description; that is how undo knows it again. What it does to a policy that isn't ours, it notes in tags of the policy.
 *
 * The plan's checks hold all policies of the principal, its groups' too, against what Terway calls: a Deny fails there,
 * before anything is written.
 *
 * @throws {InvalidInputError} for names that RAM doesn't take
 * @throws {PermissionError} from its phases, where the caller may not do something; the policy stands in the remediation
 * @example
 * createPermissionsStep({ cloud }, { clusterId, principal: { kind: 'existing-user', userName: 'ack-one-user-ce313528c3' }, grant: 'missing' });
 */
export const createPermissionsStep = (clients: { readonly cloud: AlibabaCloud }, input: PermissionsInput): Step<DesiredPermissions, PermissionsResult> =>
  permissionsStep({ ram: createRam(clients.cloud), reader: createRamReader(clients.cloud) }, input);

/** The step over its ports. */
export const permissionsStep = (ports: RamPorts, input: PermissionsInput): Step<DesiredPermissions, PermissionsResult> => {
  const desired = desiredPermissions(input);
  const { principal, policyName } = desired;
  const result: PermissionsResult = { principal, policyName, ...(principal.kind === 'user' ? { userName: principal.name } : {}) };
  const observe = (options: StepOptions) => observePermissions(ports, desired, options);
  const readHeld = (options: StepOptions) => readHeldPolicies(ports.reader, principal, options);

  return {
    name: 'terway-permissions',
    title: 'Grant Terway its RAM permissions',
    plan: (options = {}) =>
      withPolicyRemedy(desired, async () => {
        const [observed, held] = await Promise.all([observe(options), readHeld(options)]);
        const actions = planPermissions({ ...observed, held: held.known ? held.held : undefined }, desired);
        return { desired, changes: actions.map(({ change }) => change), checks: planChecks(observed, held, desired) };
      }),
    apply: (_plan, options = {}) =>
      withPolicyRemedy(desired, async () => {
        await converge(
          async () => {
            const held = desired.grant === 'missing' ? await readHeld(options) : undefined;
            const observed = { ...(await observe(options)), held: held?.known === true ? held.held : undefined };
            for (const action of planPermissions(observed, desired)) {
              options.onProgress?.(`${action.change.target}: ${action.change.summary}`);
              await perform(ports.ram, action, desired, options);
            }
          },
          { signal: options.signal, retry: input.retry, absenceMayPass: true },
        );
        return result;
      }),
    verify: async (_result, options = {}) => {
      const [observed, held] = await Promise.all([observe(options), readHeld(options)]);
      return verifyChecks(observed, held, desired);
    },
    undo: async (options = {}) => {
      const changes: Change[] = [];
      await converge(() => takeBackPermissions(ports, desired, changes, options), { signal: options.signal, retry: input.retry, absenceMayPass: true });
      return changes;
    },
  };
};

const perform = (ram: Ram, action: PermissionAction, { principal, policyName, marker, clusterId }: DesiredPermissions, options: StepOptions): Promise<void> => {
  const keys = noteKeys(clusterId, principal);
  switch (action.kind) {
    case 'create-policy':
      return ram.createPolicy({ policyName, document: action.document, description: marker }, options);
    case 'note-default':
      return ram.tagPolicy(policyName, { [keys.previousDefault]: renderPreviousDefault(action.versionId, action.madeVersion) }, options);
    case 'delete-version':
      return ram.deletePolicyVersion(policyName, action.versionId, options);
    case 'create-version':
      return ram.createPolicyVersion({ policyName, document: action.document }, options);
    case 'set-default':
      return ram.setDefaultVersion(policyName, action.versionId, options);
    case 'create-user':
      return ram.createUser({ userName: principal.name, comments: marker }, options);
    case 'note-attached':
      return ram.tagPolicy(policyName, { [keys.attached]: renderAttached(clusterId, principal) }, options);
    case 'attach':
      return ram.attach(policyName, principal, options);
  }
};
