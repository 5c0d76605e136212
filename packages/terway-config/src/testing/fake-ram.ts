import { Secret } from '@ack-hybrid/core';
import type { AccessKeyState, NewAccessKey, Ram, RamPolicy, RamUser } from '../api/port.ts';
import { absent, conflict, refused, type Faults } from './faults.ts';

interface StoredPolicy {
  description: string;
  versions: { id: string; document: string }[];
  defaultVersion: string;
}

/** RAM in memory, with its limits: two keys a user, five versions a policy, nothing deleted that is in use. */
export class FakeRam implements Ram {
  readonly users = new Map<string, { comments: string; policies: Set<string>; keys: Map<string, { secret: string; active: boolean }> }>();
  readonly policies = new Map<string, StoredPolicy>();
  readonly #faults: Faults;
  #serial = 0;

  constructor(faults: Faults) {
    this.#faults = faults;
  }

  seedUser(name: string, comments: string): void {
    this.users.set(name, { comments, policies: new Set(), keys: new Map() });
  }

  seedPolicy(name: string, description: string, ...documents: string[]): void {
    const versions = documents.map((document, index) => ({ id: `v${index + 1}`, document }));
    this.policies.set(name, { description, versions, defaultVersion: versions.at(-1)?.id ?? '' });
  }

  seedKey(userName: string, id: string, active = true): void {
    this.#user(userName).keys.set(id, { secret: `secret of ${id}`, active });
  }

  snapshot(): unknown {
    return structuredClone([[...this.users], [...this.policies]]);
  }

  user(userName: string): Promise<RamUser | undefined> {
    const found = this.users.get(userName);
    return Promise.resolve(found === undefined ? undefined : { name: userName, comments: found.comments });
  }

  createUser({ userName, comments }: { readonly userName: string; readonly comments: string }): Promise<void> {
    return this.#faults.write('createUser', () => {
      if (this.users.has(userName)) throw conflict();
      this.seedUser(userName, comments);
    });
  }

  deleteUser(userName: string): Promise<void> {
    return this.#faults.write('deleteUser', () => {
      const user = this.#user(userName);
      if (user.policies.size > 0) throw refused('DeleteConflict.User.Policy');
      if (user.keys.size > 0) throw refused('DeleteConflict.User.AccessKey');
      this.users.delete(userName);
    });
  }

  policy(policyName: string): Promise<RamPolicy | undefined> {
    const found = this.policies.get(policyName);
    const document = found?.versions.find(({ id }) => id === found.defaultVersion)?.document ?? '';
    return Promise.resolve(found === undefined ? undefined : { name: policyName, description: found.description, document, defaultVersion: found.defaultVersion });
  }

  createPolicy({ policyName, document, description }: { readonly policyName: string; readonly document: string; readonly description: string }): Promise<void> {
    return this.#faults.write('createPolicy', () => {
      if (this.policies.has(policyName)) throw conflict();
      this.seedPolicy(policyName, description, document);
    });
  }

  createPolicyVersion({ policyName, document }: { readonly policyName: string; readonly document: string }): Promise<void> {
    return this.#faults.write('createPolicyVersion', () => {
      const policy = this.#policy(policyName);
      const oldest = policy.versions.find(({ id }) => id !== policy.defaultVersion);
      if (policy.versions.length >= 5) policy.versions = policy.versions.filter((version) => version !== oldest);
      const id = `w${++this.#serial}`;
      policy.versions.push({ id, document });
      policy.defaultVersion = id;
    });
  }

  spareVersions(policyName: string): Promise<readonly string[]> {
    const policy = this.policies.get(policyName);
    return Promise.resolve((policy?.versions ?? []).map(({ id }) => id).filter((id) => id !== policy?.defaultVersion));
  }

  deletePolicyVersion(policyName: string, versionId: string): Promise<void> {
    return this.#faults.write('deletePolicyVersion', () => {
      const policy = this.#policy(policyName);
      if (versionId === policy.defaultVersion) throw refused('DeleteConflict.Policy.Version.Default');
      policy.versions = policy.versions.filter(({ id }) => id !== versionId);
    });
  }

  deletePolicy(policyName: string): Promise<void> {
    return this.#faults.write('deletePolicy', () => {
      const policy = this.#policy(policyName);
      if (policy.versions.length > 1) throw refused('DeleteConflict.Policy.Version');
      if (this.#holders(policyName).length > 0) throw refused('DeleteConflict.Policy.User');
      this.policies.delete(policyName);
    });
  }

  policiesOf(userName: string): Promise<readonly string[]> {
    return Promise.resolve([...(this.users.get(userName)?.policies ?? [])].map((name) => `Custom/${name}`));
  }

  holdersOf(policyName: string): Promise<readonly string[]> {
    return Promise.resolve(this.#holders(policyName));
  }

  attach(policyName: string, userName: string): Promise<void> {
    return this.#faults.write('attach', () => {
      this.#policy(policyName);
      const user = this.#user(userName);
      if (user.policies.has(policyName)) throw conflict();
      user.policies.add(policyName);
    });
  }

  detach(policyName: string, userName: string): Promise<void> {
    return this.#faults.write('detach', () => {
      if (!this.#user(userName).policies.delete(policyName)) throw absent('User.Policy');
    });
  }

  accessKeys(userName: string): Promise<readonly AccessKeyState[]> {
    return Promise.resolve([...(this.users.get(userName)?.keys ?? [])].map(([id, { active }]) => ({ id, active })));
  }

  createAccessKey(userName: string): Promise<NewAccessKey> {
    return this.#faults.write('createAccessKey', () => {
      const user = this.#user(userName);
      if (user.keys.size >= 2) throw refused('LimitExceeded.User.AccessKey');
      const id = `LTAIfake${String(++this.#serial).padStart(8, '0')}`;
      this.seedKey(userName, id);
      return { id, secret: new Secret(`secret of ${id}`) };
    });
  }

  deleteAccessKey(userName: string, keyId: string): Promise<void> {
    return this.#faults.write('deleteAccessKey', () => {
      if (!this.#user(userName).keys.delete(keyId)) throw absent('User.AccessKey');
    });
  }

  #user(name: string) {
    const found = this.users.get(name);
    if (found === undefined) throw absent('User');
    return found;
  }

  #policy(name: string): StoredPolicy {
    const found = this.policies.get(name);
    if (found === undefined) throw absent('Policy');
    return found;
  }

  #holders(policyName: string): string[] {
    return [...this.users].filter(([, { policies }]) => policies.has(policyName)).map(([name]) => `user ${name}`);
  }
}
