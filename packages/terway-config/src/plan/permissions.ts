import { HybridError, type Change } from '@ack-hybrid/core';
import { NotOursError } from '../errors.ts';
import { comparePermissions, notWhollyAllowed } from './ram/compare-permissions.ts';
import type { HeldPolicy } from './ram/evaluate-policies.ts';
import { planPolicy, type ObservedPolicy, type PolicyAction } from './ram/plan-policy.ts';
import { describePrincipal, type PolicyPrincipal } from './ram/ram-principal.ts';
import { terwayPolicy } from './ram-policy.ts';

/** What RAM holds of ours, or in the place of ours. */
export interface ObservedPermissions {
  /** `note`: a user's Comments, a role's Description. */
  readonly principal: { readonly note: string } | undefined;
  readonly policy: ObservedPolicy | undefined;
  readonly attached: boolean;
  /** All policies that the principal has, its groups' too; absent where they weren't looked at. */
  readonly held?: readonly HeldPolicy[] | undefined;
}

/** What RAM is to hold. */
export interface DesiredPermissions {
  readonly clusterId: string;
  /** Who gets the policy: a user or a role. */
  readonly principal: PolicyPrincipal;
  /** Whether the user is made where there is none; one that isn't is never deleted. */
  readonly createsUser: boolean;
  readonly policyName: string;
  /** The policy document, JSON. */
  readonly document: string;
  /** In the user's Comments and the policy's Description; says that they are ours. */
  readonly marker: string;
  /** Whether a user or policy of that name without the marker may be used. */
  readonly adopt: boolean;
  /** `missing`: only where the principal isn't allowed all of it already. */
  readonly grant: 'always' | 'missing';
}

/** One write that is still missing. */
export type PermissionAction =
  | PolicyAction
  | { readonly kind: 'create-user'; readonly change: Change }
  /** Remembers that the attachment of a policy that isn't ours is. */
  | { readonly kind: 'note-attached'; readonly change: Change }
  | { readonly kind: 'attach'; readonly change: Change };

/**
 * The writes that lead from what RAM holds to what it is to hold, in their order.
 *
 * @throws {NotOursError} where a user or policy of the name exists without our marker and may not be adopted
 * @throws {HybridError} `PrincipalNotFound` where a user or role that is to exist doesn't
 */
export const planPermissions = (observed: ObservedPermissions, desired: DesiredPermissions): readonly PermissionAction[] => {
  const { policyName, principal, marker } = desired;
  refuseForeign(`RAM policy ${policyName}`, observed.policy?.description, desired);
  if (desired.createsUser) refuseForeign(`RAM ${describePrincipal(principal)}`, observed.principal?.note, desired);
  else if (observed.principal === undefined) throw principalNotFound(principal);
  const userWrites: readonly PermissionAction[] =
    observed.principal === undefined ? [{ kind: 'create-user', change: { action: 'create', target: `RAM ${describePrincipal(principal)}`, summary: `create the user that Terway calls as (${marker})` } }] : [];
  const lacking = observed.held === undefined ? undefined : notWhollyAllowed(comparePermissions(terwayPolicy.actions, observed.held));
  if (desired.grant === 'missing' && lacking?.length === 0) return userWrites;
  const isOurs = observed.policy === undefined || observed.policy.description === marker;
  const policyWrites = planPolicy(observed.policy, { policyName, document: desired.document, actions: terwayPolicy.actions.map(({ action }) => action), isOurs });
  return [...policyWrites, ...userWrites, ...planAttachment(observed, desired, lacking)];
};

const planAttachment = (observed: ObservedPermissions, { policyName, principal, marker, createsUser }: DesiredPermissions, lacking: readonly string[] | undefined): readonly PermissionAction[] => {
  if (observed.attached) return [];
  const target = `RAM ${describePrincipal(principal)}`;
  // Of a new user that would be everything.
  const now = lacking === undefined || lacking.length === 0 || lacking.length === terwayPolicy.actions.length ? '' : ` (so far it isn't allowed ${lacking.join(', ')}, or not everywhere)`;
  const isKnownByOwner = observed.policy === undefined || observed.policy.description === marker || (createsUser && (observed.principal === undefined || observed.principal.note === marker));
  const note: readonly PermissionAction[] =
    isKnownByOwner || observed.policy?.notes.attached === true
      ? []
      : [{ kind: 'note-attached', change: { action: 'update', target: `RAM policy ${policyName}`, summary: `tag the policy, so that undo knows who attached it to ${describePrincipal(principal)}` } }];
  return [...note, { kind: 'attach', change: { action: 'update', target, summary: `attach the policy ${policyName}${now}` } }];
};

const refuseForeign = (target: string, mark: string | undefined, { marker, adopt }: DesiredPermissions): void => {
  if (mark === undefined || mark === marker || adopt) return;
  throw new NotOursError({ target, message: `exists and does not say "${marker}", so it is not ours to change`, remediation: 'Choose another userName or policyName, or pass adopt: true to use what is there.' });
};

const principalNotFound = (principal: PolicyPrincipal): HybridError =>
  new HybridError({
    code: 'PrincipalNotFound',
    message: `there is no RAM ${describePrincipal(principal)}`,
    remediation: principal.kind === 'role' ? 'Create the role, which ECS instances of the node pool are to have, or name one that exists.' : 'Create the user, name one that exists, or leave out principal, so that the step makes one.',
  });
