import { PermissionError, Secret } from '@ack-hybrid/core';
import type { AccessKeyState, NewAccessKey, Ram, RamPolicy, RamUser } from '../api/port.ts';
import type { PolicyName, PolicyVersionState, RamReader } from '../api/ram-reader.ts';
import type { PolicyPrincipal, RamPrincipal } from '../plan/ram/ram-principal.ts';
import { absent, conflict, refused, type Faults } from './faults.ts';

interface StoredPolicy {
  description: string;
  versions: { id: string; document: string }[];
  defaultVersion: string;
  lastVersion: number;
  tags: Map<string, string>;
}

interface StoredUser {
  comments: string;
  /** `Custom/x`, `System/y`. */
  policies: Set<string>;
  keys: Map<string, { secret: string; active: boolean; createdAt?: string; lastUsed?: string }>;
}

/** RAM in memory, with its limits: two keys a user, five versions a policy, nothing deleted that is in use. */
export class FakeRam implements Ram, RamReader {
  readonly users = new Map<string, StoredUser>();
  /** Users who may log on to the console. */
  readonly logins = new Set<string>();
  readonly groups = new Map<string, { members: Set<string>; policies: Set<string> }>();
  readonly roles = new Map<string, { description: string; policies: Set<string> }>();
  /** Custom ones, by name. */
  readonly policies = new Map<string, StoredPolicy>();
  /** Documents of the vendor's, by name. */
  readonly systemPolicies = new Map<string, string>();
  /** Operations that the caller may not call, by the names of the port. */
  readonly denied = new Set<string>();
  readonly #faults: Faults;
  #serial = 0;

  constructor(faults: Faults) {
    this.#faults = faults;
  }

  seedUser(name: string, comments: string): void {
    this.users.set(name, { comments, policies: new Set(), keys: new Map() });
  }

  seedRole(name: string, description = ''): void {
    this.roles.set(name, { description, policies: new Set() });
  }

  seedGroup(name: string, members: readonly string[], policies: readonly string[]): void {
    this.groups.set(name, { members: new Set(members), policies: new Set(policies) });
  }

  /** The last document is the default. */
  seedPolicy(name: string, description: string, ...documents: string[]): void {
    const versions = documents.map((document, index) => ({ id: `v${index + 1}`, document }));
    this.policies.set(name, { description, versions, defaultVersion: versions.at(-1)?.id ?? '', lastVersion: versions.length, tags: new Map() });
  }

  seedKey(userName: string, id: string, active = true, dates: { readonly createdAt?: string; readonly lastUsed?: string } = {}): void {
    this.#user(userName).keys.set(id, { secret: `secret of ${id}`, active, ...dates });
  }

  /** What RAM holds; the number of the last version is left out, since RAM doesn't take it back. */
  snapshot(): unknown {
    return structuredClone([[...this.users], [...this.logins], [...this.groups], [...this.roles], [...this.policies].map(([name, { lastVersion: _last, ...rest }]) => [name, rest])]);
  }

  user(userName: string): Promise<RamUser | undefined> {
    const found = this.users.get(userName);
    return this.#read('user', found === undefined ? undefined : { name: userName, comments: found.comments });
  }

  createUser({ userName, comments }: { readonly userName: string; readonly comments: string }): Promise<void> {
    return this.#write('createUser', () => {
      if (this.users.has(userName)) throw conflict();
      this.seedUser(userName, comments);
    });
  }

  deleteUser(userName: string): Promise<void> {
    return this.#write('deleteUser', () => {
      const user = this.#user(userName);
      if (user.policies.size > 0) throw refused('DeleteConflict.User.Policy');
      if (user.keys.size > 0) throw refused('DeleteConflict.User.AccessKey');
      if ([...this.groups.values()].some(({ members }) => members.has(userName))) throw refused('DeleteConflict.User.Group');
      if (this.logins.has(userName)) throw refused('DeleteConflict.User.LoginProfile');
      this.users.delete(userName);
    });
  }

  policy(policyName: string): Promise<RamPolicy | undefined> {
    const found = this.policies.get(policyName);
    const document = found?.versions.find(({ id }) => id === found.defaultVersion)?.document ?? '';
    return this.#read('policy', found === undefined ? undefined : { name: policyName, description: found.description, document, defaultVersion: found.defaultVersion });
  }

  createPolicy({ policyName, document, description }: { readonly policyName: string; readonly document: string; readonly description: string }): Promise<void> {
    return this.#write('createPolicy', () => {
      if (this.policies.has(policyName)) throw conflict();
      this.seedPolicy(policyName, description, document);
    });
  }

  createPolicyVersion({ policyName, document }: { readonly policyName: string; readonly document: string }): Promise<void> {
    return this.#write('createPolicyVersion', () => {
      const policy = this.#policy(policyName);
      if (policy.versions.length >= 5) throw refused('LimitExceeded.Policy.Version');
      policy.lastVersion += 1;
      policy.defaultVersion = `v${policy.lastVersion}`;
      policy.versions.push({ id: policy.defaultVersion, document });
    });
  }

  setDefaultVersion(policyName: string, versionId: string): Promise<void> {
    return this.#write('setDefaultVersion', () => {
      const policy = this.#policy(policyName);
      if (!policy.versions.some(({ id }) => id === versionId)) throw absent('Policy.Version');
      policy.defaultVersion = versionId;
    });
  }

  deletePolicyVersion(policyName: string, versionId: string): Promise<void> {
    return this.#write('deletePolicyVersion', () => {
      const policy = this.#policy(policyName);
      if (versionId === policy.defaultVersion) throw refused('DeleteConflict.Policy.Version.Default');
      if (!policy.versions.some(({ id }) => id === versionId)) throw absent('Policy.Version');
      policy.versions = policy.versions.filter(({ id }) => id !== versionId);
    });
  }

  deletePolicy(policyName: string): Promise<void> {
    return this.#write('deletePolicy', () => {
      const policy = this.#policy(policyName);
      if (policy.versions.length > 1) throw refused('DeleteConflict.Policy.Version');
      if (this.#holders(policyName).length > 0) throw refused('DeleteConflict.Policy.User');
      this.policies.delete(policyName);
    });
  }

  tagPolicy(policyName: string, tags: Readonly<Record<string, string>>): Promise<void> {
    return this.#write('tagPolicy', () => {
      for (const [key, value] of Object.entries(tags)) this.#policy(policyName).tags.set(key, value);
    });
  }

  untagPolicy(policyName: string, keys: readonly string[]): Promise<void> {
    return this.#write('untagPolicy', () => {
      for (const key of keys) this.#policy(policyName).tags.delete(key);
    });
  }

  holdersOf(policyName: string): Promise<readonly string[]> {
    return this.#read('holdersOf', this.#holders(policyName));
  }

  attach(policyName: string, principal: PolicyPrincipal): Promise<void> {
    return this.#write('attach', () => {
      this.#policy(policyName);
      const policies = this.#policiesOf(principal);
      if (policies === undefined) throw absent(principal.kind === 'user' ? 'User' : 'Role');
      if (policies.has(`Custom/${policyName}`)) throw conflict();
      policies.add(`Custom/${policyName}`);
    });
  }

  detach(policyName: string, principal: PolicyPrincipal): Promise<void> {
    return this.#write('detach', () => {
      if (this.#policiesOf(principal)?.delete(`Custom/${policyName}`) !== true) throw absent('User.Policy');
    });
  }

  accessKeys(userName: string): Promise<readonly AccessKeyState[]> {
    return this.#read('accessKeys', [...(this.users.get(userName)?.keys ?? [])].map(([id, { active, createdAt }]) => ({ id, active, ...(createdAt === undefined ? {} : { createdAt }) })));
  }

  createAccessKey(userName: string): Promise<NewAccessKey> {
    return this.#write('createAccessKey', () => {
      const user = this.#user(userName);
      if (user.keys.size >= 2) throw refused('LimitExceeded.User.AccessKey');
      const id = `LTAIfake${String(++this.#serial).padStart(8, '0')}`;
      this.seedKey(userName, id);
      return { id, secret: new Secret(`secret of ${id}`) };
    });
  }

  setAccessKeyActive(userName: string, keyId: string, active: boolean): Promise<void> {
    return this.#write('setAccessKeyActive', () => {
      const key = this.#user(userName).keys.get(keyId);
      if (key === undefined) throw absent('User.AccessKey');
      key.active = active;
    });
  }

  accessKeyLastUsed(userName: string, keyId: string): Promise<string | undefined> {
    return this.#read('accessKeyLastUsed', this.users.get(userName)?.keys.get(keyId)?.lastUsed);
  }

  deleteAccessKey(userName: string, keyId: string): Promise<void> {
    return this.#write('deleteAccessKey', () => {
      if (!this.#user(userName).keys.delete(keyId)) throw absent('User.AccessKey');
    });
  }

  principal(principal: RamPrincipal): Promise<{ readonly note: string } | undefined> {
    const note = { user: () => this.users.get(principal.name)?.comments, group: () => (this.groups.has(principal.name) ? '' : undefined), role: () => this.roles.get(principal.name)?.description }[principal.kind]();
    return this.#read('principal', note === undefined ? undefined : { note });
  }

  userNames(): Promise<readonly string[]> {
    return this.#read('userNames', [...this.users.keys()]);
  }

  groupsOf(userName: string): Promise<readonly string[]> {
    return this.#read('groupsOf', [...this.groups].filter(([, { members }]) => members.has(userName)).map(([name]) => name));
  }

  hasLogin(userName: string): Promise<boolean> {
    return this.#read('hasLogin', this.logins.has(userName));
  }

  membersOf(groupName: string): Promise<readonly string[]> {
    return this.#read('membersOf', [...(this.groups.get(groupName)?.members ?? [])]);
  }

  policiesAttachedTo(principal: RamPrincipal): Promise<readonly PolicyName[]> {
    return this.#read('policiesAttachedTo', [...(this.#policiesOf(principal) ?? [])].map((key): PolicyName => ({ type: key.startsWith('System/') ? 'System' : 'Custom', name: key.replace(/^\w+\//, '') })));
  }

  policyDocument({ type, name }: PolicyName): Promise<string | undefined> {
    const policy = this.policies.get(name);
    return this.#read('policyDocument', type === 'System' ? this.systemPolicies.get(name) : policy?.versions.find(({ id }) => id === policy.defaultVersion)?.document);
  }

  policyVersions(policyName: string): Promise<readonly PolicyVersionState[]> {
    const policy = this.policies.get(policyName);
    return this.#read('policyVersions', (policy?.versions ?? []).map(({ id, document }) => ({ id, isDefault: id === policy?.defaultVersion, document })));
  }

  policyTags(policyName: string): Promise<Readonly<Record<string, string>>> {
    return this.#read('policyTags', Object.fromEntries(this.policies.get(policyName)?.tags ?? []));
  }

  #read<Value>(operation: string, value: Value): Promise<Value> {
    return this.denied.has(operation) ? Promise.reject(noPermission(operation)) : Promise.resolve(value);
  }

  #write<Value>(operation: string, body: () => Value): Promise<Value> {
    return this.denied.has(operation) ? Promise.reject(noPermission(operation)) : this.#faults.write(operation, body);
  }

  #user(name: string): StoredUser {
    const found = this.users.get(name);
    if (found === undefined) throw absent('User');
    return found;
  }

  #policy(name: string): StoredPolicy {
    const found = this.policies.get(name);
    if (found === undefined) throw absent('Policy');
    return found;
  }

  #policiesOf({ kind, name }: RamPrincipal): Set<string> | undefined {
    return { user: this.users, group: this.groups, role: this.roles }[kind].get(name)?.policies;
  }

  #holders(policyName: string): string[] {
    const among = (kind: RamPrincipal['kind'], holders: ReadonlyMap<string, { readonly policies: ReadonlySet<string> }>): string[] =>
      [...holders].filter(([, { policies }]) => policies.has(`Custom/${policyName}`)).map(([name]) => `${kind} ${name}`);
    return [...among('user', this.users), ...among('group', this.groups), ...among('role', this.roles)];
  }
}

const noPermission = (operation: string): PermissionError =>
  new PermissionError({ service: 'ram', operation, status: 403, errorCode: 'NoPermission', detail: 'You are not authorized to do this action.', outcome: 'refused', missing: `ram:${operation}` });
