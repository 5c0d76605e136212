import { InvalidInputError } from '@ack-hybrid/core';
import { checkNames, defaultPolicyName, defaultUserName, ownershipMarker } from '../plan/names.ts';
import type { DesiredPermissions } from '../plan/permissions.ts';
import type { PolicyPrincipal } from '../plan/ram/ram-principal.ts';
import { terwayPolicy } from '../plan/ram-policy.ts';
import type { RetryPatience } from './converge.ts';

/** Who Terway calls as. */
export type TerwayPrincipal =
  /** A RAM user that the step makes and marks as ours; undo deletes it. */
  | { readonly kind: 'new-user'; readonly userName?: string }
  /** A RAM user that exists, such as the one that onectl made (`ack-one-user-…`). What it has stays; undo takes the policy from it alone. */
  | { readonly kind: 'existing-user'; readonly userName: string }
  /** A RAM role that exists, for nodes that have one. */
  | { readonly kind: 'role'; readonly roleName: string };

/** What `createPermissionsStep` needs to know. */
export interface PermissionsInput {
  /** The registered cluster. */
  readonly clusterId: string;
  /** 1 to 128 letters, digits and hyphens. By default derived from the cluster id. */
  readonly policyName?: string;
  /** 1 to 64 characters. By default derived from the cluster id. The short form of `principal: { kind: 'new-user', userName }`. */
  readonly userName?: string;
  /** Default: a new user of the name `userName`. */
  readonly principal?: TerwayPrincipal;
  /**
   * Use a user or policy of that name that isn't marked as ours. An adopted one is never deleted; an adopted policy keeps what
   * it says, and undo brings back the version that was its default. Default false.
   */
  readonly adopt?: boolean;
  /** `missing`: grant nothing where the principal's policies, and those of its groups, allow all of it already. Default `always`. */
  readonly grant?: 'always' | 'missing';
  readonly retry?: RetryPatience;
}

/** @throws {InvalidInputError} for names that RAM doesn't take, and for two users */
export const desiredPermissions = (input: PermissionsInput): DesiredPermissions => {
  const { clusterId, policyName, principal } = input;
  const choices = choiceIssues(input);
  if (choices.length > 0) throw new InvalidInputError({ subject: 'terway-config', issues: choices });
  if (principal !== undefined && input.userName !== undefined) {
    throw new InvalidInputError({ subject: 'terway-config', issues: [{ path: 'userName', message: 'names a user beside principal, which names who Terway calls as' }], remediation: 'Leave out one of them.' });
  }
  const userName = principal === undefined ? input.userName : principal.kind === 'role' ? undefined : principal.userName;
  checkNames({ clusterId, ...(userName === undefined ? {} : { userName }), ...(policyName === undefined ? {} : { policyName }) });
  if (principal?.kind === 'role' && !/^[A-Za-z0-9.-]{1,64}$/.test(principal.roleName)) {
    throw new InvalidInputError({ subject: 'terway-config', issues: [{ path: 'principal.roleName', message: 'a RAM role name is 1 to 64 letters, digits, periods and hyphens' }] });
  }
  const who: PolicyPrincipal = principal?.kind === 'role' ? { kind: 'role', name: principal.roleName } : { kind: 'user', name: userName ?? defaultUserName(clusterId) };
  return {
    clusterId,
    principal: who,
    createsUser: principal === undefined || principal.kind === 'new-user',
    policyName: policyName ?? defaultPolicyName(clusterId),
    document: terwayPolicy.document,
    marker: ownershipMarker(clusterId),
    adopt: input.adopt ?? false,
    grant: input.grant ?? 'always',
  };
};

/** JavaScript lets a misspelt kind through, which would grant to another. */
const choiceIssues = ({ principal, grant }: { readonly principal?: unknown; readonly grant?: unknown }): readonly { readonly path: string; readonly message: string }[] => {
  const kind = typeof principal === 'object' && principal !== null ? (principal as Readonly<Record<string, unknown>>)['kind'] : undefined;
  return [
    ...(principal === undefined || ['new-user', 'existing-user', 'role'].some((each) => each === kind) ? [] : [{ path: 'principal', message: 'must be { kind: "new-user" }, { kind: "existing-user", userName } or { kind: "role", roleName }' }]),
    ...(kind === 'existing-user' && typeof (principal as Readonly<Record<string, unknown>>)['userName'] !== 'string' ? [{ path: 'principal.userName', message: 'names the user that exists' }] : []),
    ...(grant === undefined || grant === 'always' || grant === 'missing' ? [] : [{ path: 'grant', message: 'must be always or missing' }]),
  ];
};
