import type { SandboxWorld } from '../../types.ts';
import { ServiceError } from '../service-error.ts';
import { judge, parsePolicyDocument, type PolicyStatement, type Verdict } from './policy-document.ts';
import type { RamState } from './ram-state.ts';

/** Who makes a request: the world's administrator, or a RAM user. */
export type Caller = { readonly kind: 'administrator' } | { readonly kind: 'user'; readonly name: string };

/** Judges access keys and what their owners may do, always by the state as it stands. */
export interface Access {
  /** @throws ServiceError for a key that does not exist or is inactive. */
  secretOf(accessKeyId: string): string;
  /** Whose key it is, once a signature by it was verified; the key counts as used from then on. */
  callerOf(accessKeyId: string): Caller;
  judge(caller: Caller, action: string): Verdict;
  /** Whether this key, with this secret, is active and may do this action; asking is a use of the key. */
  mayCall(accessKeyId: string, accessKeySecret: string, action: string): boolean;
}

/** The access rules of one sandbox: the world's administrator may do everything, a RAM user what the attached policies allow. */
export function createAccess(world: SandboxWorld, ram: RamState, now: () => number): Access {
  const findSecret = (id: string): string | undefined => {
    if (id === world.accessKeyId) return world.accessKeySecret;
    const key = ram.accessKeys.get(id);
    return key?.status === 'Active' ? key.secret : undefined;
  };
  const callerOf = (id: string): Caller => {
    const key = ram.accessKeys.get(id);
    if (key !== undefined) key.lastUsed = now();
    return id === world.accessKeyId || key === undefined ? { kind: 'administrator' } : { kind: 'user', name: key.userName };
  };
  const verdict = (caller: Caller, action: string): Verdict => (caller.kind === 'administrator' ? 'allow' : judge(statementsOf(ram, caller.name), action));

  return {
    secretOf(id) {
      const secret = findSecret(id);
      if (secret !== undefined) return secret;
      if (ram.accessKeys.has(id)) throw new ServiceError(403, 'InvalidAccessKeyId.Inactive', 'Specified access key is disabled.');
      throw new ServiceError(404, 'InvalidAccessKeyId.NotFound', 'Specified access key is not found.');
    },
    callerOf,
    judge: verdict,
    mayCall: (id, secret, action) => findSecret(id) === secret && verdict(callerOf(id), action) === 'allow',
  };
}

/** The details that an answer of 403 carries, as the SDKs read them. */
export function accessDeniedDetail(world: SandboxWorld, caller: Caller, action: string, verdict: Verdict): Record<string, string> {
  return {
    AuthAction: action,
    AuthPrincipalType: caller.kind === 'user' ? 'SubUser' : 'Account',
    AuthPrincipalOwnerId: world.accountId,
    AuthPrincipalDisplayName: caller.kind === 'user' ? caller.name : world.accountId,
    PolicyType: 'AccountLevelIdentityBasedPolicy',
    NoPermissionType: verdict === 'explicit-deny' ? 'ExplicitDeny' : 'ImplicitDeny',
  };
}

/** Of the user's own policies and of those that the groups of the user have. */
function* statementsOf(ram: RamState, userName: string): Generator<PolicyStatement> {
  const groups = [...ram.groups.values()].filter((group) => group.members.has(userName));
  for (const key of [ram.users.get(userName), ...groups].flatMap((holder) => [...(holder?.policies.keys() ?? [])])) {
    const policy = ram.policies.get(key);
    const version = policy?.versions.get(policy.defaultVersion);
    const parsed = version === undefined ? undefined : parsePolicyDocument(version.document);
    if (parsed?.ok) yield* parsed.statements;
  }
}
