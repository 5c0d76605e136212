import type { JsonObject } from '../json.ts';
import { ServiceError } from '../service-error.ts';
import { isoSeconds } from '../time-format.ts';
import { policyKey, type Attachments, type Policy, type RamGroup, type RamRole, type RamState, type RamUser } from './ram-state.ts';

/** What a policy can be attached to, as the codes of RAM's errors spell it. */
export type HolderKind = 'User' | 'Group' | 'Role';

interface Holder {
  readonly name: string;
  readonly policies: Attachments;
}

/** @throws ServiceError `EntityAlreadyExists.User.Policy` (`.Group.`, `.Role.`) */
export function attach(policy: Policy, holder: Holder, kind: HolderKind, at: number): JsonObject {
  const key = policyKey(policy.type, policy.name);
  if (holder.policies.has(key)) throw new ServiceError(409, `EntityAlreadyExists.${kind}.Policy`, `The policy ${policy.name} is attached to the ${kind.toLowerCase()} ${holder.name} already.`);
  holder.policies.set(key, at);
  return {};
}

/** @throws ServiceError `EntityNotExist.User.Policy` (`.Group.`, `.Role.`) */
export function detach(policy: Policy, holder: Holder, kind: HolderKind): JsonObject {
  if (!holder.policies.delete(policyKey(policy.type, policy.name))) {
    throw new ServiceError(404, `EntityNotExist.${kind}.Policy`, `The policy ${policy.name} is not attached to the ${kind.toLowerCase()} ${holder.name}.`);
  }
  return {};
}

/** The policies of a user, group or role as RAM lists them: without their documents, and all in one answer. */
export function listAttached(ram: RamState, holder: Holder): JsonObject[] {
  return [...holder.policies].flatMap(([key, at]) => {
    const policy = ram.policies.get(key);
    if (policy === undefined) return [];
    return [{ PolicyName: policy.name, PolicyType: policy.type, Description: policy.description, DefaultVersion: policy.defaultVersion, AttachDate: isoSeconds(at) }];
  });
}

/** One holder of a policy, and since when. */
export interface PolicyHolder<Kind> {
  readonly holder: Kind;
  readonly at: number;
}

/** Who has a policy. */
export function holdersOf(ram: RamState, policy: Policy): { readonly users: PolicyHolder<RamUser>[]; readonly groups: PolicyHolder<RamGroup>[]; readonly roles: PolicyHolder<RamRole>[] } {
  const key = policyKey(policy.type, policy.name);
  const among = <Kind extends Holder>(holders: ReadonlyMap<string, Kind>): PolicyHolder<Kind>[] =>
    [...holders.values()].flatMap((holder) => {
      const at = holder.policies.get(key);
      return at === undefined ? [] : [{ holder, at }];
    });
  return { users: among(ram.users), groups: among(ram.groups), roles: among(ram.roles) };
}

/** `acs:ram::{account}:role/{name}`; the vendor's samples write the name as it was given. */
export function roleArn(accountId: string, role: { readonly name: string }): string {
  return `acs:ram::${accountId}:role/${role.name}`;
}
