import { HybridError, type AlibabaCloud, type Check } from '@ack-hybrid/core';
import { createRamReader } from '../api/alibaba-ram-reader.ts';
import type { CallContext } from '../api/port.ts';
import type { RamReader } from '../api/ram-reader.ts';
import { checkComparison, comparePermissions, type ComparedAction } from '../plan/ram/compare-permissions.ts';
import { describePrincipal, type RamPrincipal } from '../plan/ram/ram-principal.ts';
import { terwayPolicy } from '../plan/ram-policy.ts';
import { readHeldPolicies } from './permissions-observation.ts';

/** What Terway calls, beside what a user, group or role really has. */
export interface PermissionsReport {
  readonly principal: RamPrincipal;
  /** Of a group: the users that have its policies. */
  readonly members: readonly string[];
  /** The policies that were looked at, and how the principal comes by them: `System/AliyunECSFullAccess`, `group network`. */
  readonly policies: readonly { readonly policy: string; readonly through: string }[];
  /** Each action with its reason, and whether it is allowed, denied, missing, or allowed on some resources or under a condition. */
  readonly actions: readonly ComparedAction[];
  readonly checks: readonly Check[];
  /** The policy that grants all of it, JSON, for an administrator. */
  readonly document: string;
}

/**
 * Holds all that a RAM user (with its groups), group or role has against what Terway calls, by RAM's own reads. Writes
 * nothing. Policies that were attached for a resource group, and control policies of a resource directory, are not looked at.
 *
 * @throws {HybridError} `PrincipalNotFound`, or `PermissionsUnknown` where a policy can't be read
 * @example
 * const { checks, document } = await compareTerwayPermissions({ cloud }, { kind: 'user', name: 'ack-one-user-ce313528c3' });
 */
export const compareTerwayPermissions = (clients: { readonly cloud: AlibabaCloud }, principal: RamPrincipal, options: CallContext = {}): Promise<PermissionsReport> =>
  reportPermissions(createRamReader(clients.cloud), principal, options);

/** The comparison over its port. */
export const reportPermissions = async (reader: RamReader, principal: RamPrincipal, options: CallContext = {}): Promise<PermissionsReport> => {
  const who = describePrincipal(principal);
  if ((await reader.principal(principal, options)) === undefined) {
    throw new HybridError({ code: 'PrincipalNotFound', message: `there is no RAM ${who}`, remediation: 'Name a user, group or role of the account whose key the caller has.' });
  }
  const [held, members] = await Promise.all([readHeldPolicies(reader, principal, options), principal.kind === 'group' ? reader.membersOf(principal.name, options) : []]);
  if (!held.known) {
    throw new HybridError({ code: 'PermissionsUnknown', message: `what the policies of RAM ${who} allow could not be told: ${held.why}`, remediation: 'Let the caller read RAM (AliyunRAMReadOnlyAccess does), or look by hand.' });
  }
  const actions = comparePermissions(terwayPolicy.actions, held.held);
  const checks = checkComparison(actions, who, 'Apply the step terway-permissions, or let an administrator attach a policy of the report’s document.');
  return { principal, members, policies: held.held.map(({ policy, through }) => ({ policy, through })), actions, checks, document: terwayPolicy.document };
};
