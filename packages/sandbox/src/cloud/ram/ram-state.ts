/** A version of a custom policy. */
export interface PolicyVersion {
  readonly id: string;
  readonly document: string;
  readonly created: number;
}

/** A policy, the account's own (`Custom`) or the vendor's (`System`). */
export interface Policy {
  readonly name: string;
  readonly type: 'Custom' | 'System';
  readonly description: string;
  readonly created: number;
  updated: number;
  defaultVersion: string;
  /** The number of the last version that was made: numbers are not used twice. */
  lastVersion: number;
  readonly versions: Map<string, PolicyVersion>;
  /** By key; policies and roles have tags, users and groups have none. */
  readonly tags: Map<string, string>;
}

/** When each policy was attached, by `Type/Name`. */
export type Attachments = Map<string, number>;

/** A RAM user. */
export interface RamUser {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly comments: string;
  readonly created: number;
  readonly policies: Attachments;
}

/** That a user may log on to the console. */
export interface LoginProfile {
  readonly created: number;
  readonly passwordResetRequired: boolean;
  readonly mfaBindRequired: boolean;
}

/** A group of RAM users: its members have its policies, too. */
export interface RamGroup {
  readonly id: string;
  readonly name: string;
  readonly comments: string;
  readonly created: number;
  /** When each user joined, by name. */
  readonly members: Map<string, number>;
  readonly policies: Attachments;
}

/** A role, which who is trusted may assume. */
export interface RamRole {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** Who may assume it. */
  readonly trustDocument: string;
  readonly maxSessionSeconds: number;
  readonly created: number;
  readonly policies: Attachments;
  readonly tags: Map<string, string>;
}

/** An access key of a RAM user. */
export interface AccessKey {
  readonly id: string;
  readonly secret: string;
  readonly userName: string;
  readonly created: number;
  status: 'Active' | 'Inactive';
  /** When it last signed a request that was accepted; absent where it never did. */
  lastUsed?: number;
}

/** What RAM knows. */
export interface RamState {
  /** By `Type/Name`. */
  readonly policies: Map<string, Policy>;
  readonly users: Map<string, RamUser>;
  readonly groups: Map<string, RamGroup>;
  readonly roles: Map<string, RamRole>;
  readonly accessKeys: Map<string, AccessKey>;
  /** By the user's name. */
  readonly loginProfiles: Map<string, LoginProfile>;
}

/** RAM as a new account has it: the vendor's policies, and no user, group or role. */
export function createRamState(now: number): RamState {
  const everything = (action: string): string => JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] });
  const system: [name: string, document: string][] = [
    ['AdministratorAccess', everything('*')],
    ['AliyunCSFullAccess', everything('cs:*')],
    ['AliyunECSFullAccess', everything('ecs:*')],
    ['AliyunOSSFullAccess', everything('oss:*')],
    ['AliyunRAMFullAccess', everything('ram:*')],
    ['AliyunVPCFullAccess', everything('vpc:*')],
  ];
  return {
    policies: new Map(
      system.map(([name, document]) => [
        policyKey('System', name),
        { name, type: 'System', description: `Provided by the vendor: ${name}`, created: now, updated: now, defaultVersion: 'v1', lastVersion: 1, versions: new Map([['v1', { id: 'v1', document, created: now }]]), tags: new Map() },
      ]),
    ),
    users: new Map(),
    groups: new Map(),
    roles: new Map(),
    accessKeys: new Map(),
    loginProfiles: new Map(),
  };
}

/** The key of a policy in the state. */
export function policyKey(type: string, name: string): string {
  return `${type}/${name}`;
}
