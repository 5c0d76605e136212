import type { Change } from '@ack-hybrid/core';
import { NotOursError } from '../errors.ts';
import { samePolicyDocument } from './ram-policy.ts';

/** What RAM holds of ours, or in the place of ours. */
export interface ObservedPermissions {
  readonly user: { readonly comments: string } | undefined;
  readonly policy: { readonly description: string; readonly document: string } | undefined;
  readonly attached: boolean;
}

/** What RAM is to hold. */
export interface DesiredPermissions {
  readonly userName: string;
  readonly policyName: string;
  /** The policy document, JSON. */
  readonly document: string;
  /** In the user's Comments and the policy's Description; says that they are ours. */
  readonly marker: string;
  /** Whether a user or policy of that name without the marker may be used. */
  readonly adopt: boolean;
}

/** One write that is still missing. */
export interface PermissionAction {
  readonly kind: 'create-policy' | 'update-policy' | 'create-user' | 'attach';
  readonly change: Change;
}

/**
 * The writes that lead from what RAM holds to what it is to hold, in their order.
 *
 * @throws {NotOursError} where a user or policy of the name exists without our marker and may not be adopted
 */
export const planPermissions = (observed: ObservedPermissions, desired: DesiredPermissions): readonly PermissionAction[] => {
  const { userName, policyName, document, marker } = desired;
  refuseForeign(`RAM policy ${policyName}`, observed.policy?.description, desired);
  refuseForeign(`RAM user ${userName}`, observed.user?.comments, desired);
  const actions: PermissionAction[] = [];
  const policyTarget = `RAM policy ${policyName}`;
  if (observed.policy === undefined) actions.push({ kind: 'create-policy', change: { action: 'create', target: policyTarget, summary: 'create the policy with what Terway calls', after: document } });
  else if (!samePolicyDocument(observed.policy.document, document)) {
    actions.push({ kind: 'update-policy', change: { action: 'update', target: policyTarget, summary: 'make a new default version with what Terway calls', before: observed.policy.document, after: document } });
  }
  if (observed.user === undefined) actions.push({ kind: 'create-user', change: { action: 'create', target: `RAM user ${userName}`, summary: `create the user that Terway calls as (${marker})` } });
  if (!observed.attached) actions.push({ kind: 'attach', change: { action: 'update', target: `RAM user ${userName}`, summary: `attach the policy ${policyName}` } });
  return actions;
};

const refuseForeign = (target: string, mark: string | undefined, { marker, adopt }: DesiredPermissions): void => {
  if (mark === undefined || mark === marker || adopt) return;
  throw new NotOursError({ target, message: `exists and does not say "${marker}", so it is not ours to change`, remediation: 'Choose another userName or policyName, or pass adopt: true to use what is there.' });
};
