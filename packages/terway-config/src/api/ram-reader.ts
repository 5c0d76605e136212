import type { RamPrincipal } from '../plan/ram/ram-principal.ts';
import type { CallContext } from './port.ts';

/** A policy as it is named: by type and name. */
export interface PolicyName {
  readonly type: 'System' | 'Custom';
  readonly name: string;
}

/** A version of a custom policy with its document. */
export interface PolicyVersionState {
  readonly id: string;
  readonly isDefault: boolean;
  readonly document: string;
}

/**
 * RAM's reads of who has which permissions. What RAM pages is read to its end. Where something isn't there, a read gives
 * `undefined` or nothing; where the caller may not read it, a PermissionError.
 */
export interface RamReader {
  /** A user, group or role; `note` is its Comments or Description. */
  principal(principal: RamPrincipal, context?: CallContext): Promise<{ readonly note: string } | undefined>;
  /** Names of all users of the account. */
  userNames(context?: CallContext): Promise<readonly string[]>;
  /** Names of the groups that a user is in. */
  groupsOf(userName: string, context?: CallContext): Promise<readonly string[]>;
  /** Whether a user may log on to the console. */
  hasLogin(userName: string, context?: CallContext): Promise<boolean>;
  /** Names of the users in a group. */
  membersOf(groupName: string, context?: CallContext): Promise<readonly string[]>;
  /** The policies that are attached to the principal itself, not those of its groups. */
  policiesAttachedTo(principal: RamPrincipal, context?: CallContext): Promise<readonly PolicyName[]>;
  /** The document of the default version, JSON. */
  policyDocument(policy: PolicyName, context?: CallContext): Promise<string | undefined>;
  /** The versions of a custom policy, each with its document. */
  policyVersions(policyName: string, context?: CallContext): Promise<readonly PolicyVersionState[]>;
  /** The tags of a custom policy. */
  policyTags(policyName: string, context?: CallContext): Promise<Readonly<Record<string, string>>>;
}
