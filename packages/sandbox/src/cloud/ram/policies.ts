import type { JsonObject } from '../json.ts';
import { pageByMarker } from '../rpc/pages.ts';
import { reading, writing, type RpcCall, type RpcOperations } from '../rpc/rpc-service.ts';
import type { RpcParameters } from '../rpc/rpc-parameters.ts';
import { ServiceError } from '../service-error.ts';
import { isoSeconds } from '../time-format.ts';
import { holdersOf, roleArn } from './attachments.ts';
import { parsePolicyDocument } from './policy-document.ts';
import { policyKey, type Policy, type PolicyVersion, type RamState } from './ram-state.ts';
import { tagsIn } from './tags.ts';

/** A policy keeps at most this many versions. */
const maximumVersions = 5;

/** RAM's operations on policies and their versions. */
export function policyOperations(ram: RamState, now: () => number, accountId: string): RpcOperations {
  return {
    CreatePolicy: writing(({ parameters }) => {
      const name = parameters.required('PolicyName');
      if (!/^[A-Za-z0-9-]{1,128}$/.test(name)) throw new ServiceError(400, 'InvalidParameter.PolicyName.InvalidChars', 'The policy name is 1 to 128 letters, digits and hyphens.');
      const document = requireDocument(parameters);
      if ([...ram.policies.values()].some((policy) => policy.name === name)) {
        throw new ServiceError(409, 'EntityAlreadyExists.Policy', `The policy already exists: ${name}.`);
      }
      const created = now();
      const policy: Policy = {
        name,
        type: 'Custom',
        description: parameters.text('Description') ?? '',
        created,
        updated: created,
        defaultVersion: 'v1',
        lastVersion: 1,
        versions: new Map([['v1', { id: 'v1', document, created }]]),
        tags: tagsIn(parameters),
      };
      ram.policies.set(policyKey('Custom', name), policy);
      return { Policy: summary(policy) };
    }),

    GetPolicy: reading(({ parameters }) => {
      const policy = findPolicy(ram, parameters);
      const version = findVersion(policy, policy.defaultVersion);
      return {
        Policy: { ...summary(policy), UpdateDate: isoSeconds(policy.updated), AttachmentCount: Object.values(holdersOf(ram, policy)).flat().length, PolicyDocument: version.document },
        DefaultPolicyVersion: versionBody(policy, version),
      };
    }),

    ListPolicies: reading(({ parameters }) => {
      const type = parameters.text('PolicyType');
      const policies = [...ram.policies.values()].filter((policy) => type === undefined || policy.type === type);
      const { items, fields } = pageByMarker(parameters, policies);
      const body = (policy: Policy): JsonObject => ({ ...summary(policy), UpdateDate: isoSeconds(policy.updated), AttachmentCount: Object.values(holdersOf(ram, policy)).flat().length });
      return { ...fields, Policies: { Policy: items.map(body) } };
    }),

    DeletePolicy: writing(({ parameters }) => {
      const policy = findCustomPolicy(ram, parameters);
      const held = holdersOf(ram, policy);
      if (held.users.length > 0) throw new ServiceError(409, 'DeleteConflict.Policy.User', `The policy ${policy.name} is attached to at least one user.`);
      if (held.groups.length > 0) throw new ServiceError(409, 'DeleteConflict.Policy.Group', `The policy ${policy.name} is attached to at least one group.`);
      // The vendor's list of codes has none of DeletePolicy for roles; the vendor's Terraform provider waits for this one here.
      if (held.roles.length > 0) throw new ServiceError(409, 'DeleteConflict.Role.Policy', `The policy ${policy.name} is attached to at least one role.`);
      if (policy.versions.size > 1 && !parameters.flag('CascadingDelete')) {
        throw new ServiceError(409, 'DeleteConflict.Policy.Version', `The policy ${policy.name} has versions beside the default one.`);
      }
      ram.policies.delete(policyKey('Custom', policy.name));
      return {};
    }),

    ListEntitiesForPolicy: reading(({ parameters }) => {
      const { users, groups, roles } = holdersOf(ram, findPolicy(ram, parameters));
      return {
        Users: { User: users.map(({ holder, at }) => ({ UserName: holder.name, UserId: holder.id, DisplayName: holder.displayName, AttachDate: isoSeconds(at) })) },
        Groups: { Group: groups.map(({ holder, at }) => ({ GroupName: holder.name, Comments: holder.comments, AttachDate: isoSeconds(at) })) },
        Roles: { Role: roles.map(({ holder, at }) => ({ RoleName: holder.name, RoleId: holder.id, Arn: roleArn(accountId, holder), Description: holder.description, AttachDate: isoSeconds(at) })) },
      };
    }),

    ListPolicyVersions: reading(({ parameters }) => {
      const policy = findPolicy(ram, parameters);
      return { PolicyVersions: { PolicyVersion: [...policy.versions.values()].map((version) => versionBody(policy, version)) } };
    }),

    GetPolicyVersion: reading(({ parameters }) => {
      const policy = findPolicy(ram, parameters);
      return { PolicyVersion: versionBody(policy, findVersion(policy, parameters.required('VersionId'))) };
    }),

    CreatePolicyVersion: writing((call) => createVersion(ram, call, now())),

    SetDefaultPolicyVersion: writing(({ parameters }) => {
      const policy = findCustomPolicy(ram, parameters);
      policy.defaultVersion = findVersion(policy, parameters.required('VersionId')).id;
      policy.updated = now();
      return {};
    }),

    DeletePolicyVersion: writing(({ parameters }) => {
      const policy = findCustomPolicy(ram, parameters);
      const version = findVersion(policy, parameters.required('VersionId'));
      if (version.id === policy.defaultVersion) {
        throw new ServiceError(409, 'DeleteConflict.Policy.Version.Default', `The version ${version.id} is the default version of the policy.`);
      }
      policy.versions.delete(version.id);
      return {};
    }),
  };
}

/** The policy that PolicyType and PolicyName name. @throws ServiceError `EntityNotExist.Policy` */
export function findPolicy(ram: RamState, parameters: RpcParameters): Policy {
  const name = parameters.required('PolicyName');
  const type = parameters.required('PolicyType');
  if (type !== 'Custom' && type !== 'System') throw new ServiceError(400, 'InvalidParameter.PolicyType', 'PolicyType must be System or Custom.');
  const policy = ram.policies.get(policyKey(type, name));
  if (policy === undefined) throw new ServiceError(404, 'EntityNotExist.Policy', `The policy does not exist: ${name}.`);
  return policy;
}

function findCustomPolicy(ram: RamState, parameters: RpcParameters): Policy {
  const name = parameters.required('PolicyName');
  const policy = ram.policies.get(policyKey('Custom', name));
  if (policy === undefined) throw new ServiceError(404, 'EntityNotExist.Policy', `The policy does not exist: ${name}.`);
  return policy;
}

function findVersion(policy: Policy, id: string): PolicyVersion {
  const version = policy.versions.get(id);
  if (version === undefined) throw new ServiceError(404, 'EntityNotExist.Policy.Version', `The policy version does not exist: ${policy.name} ${id}.`);
  return version;
}

function createVersion(ram: RamState, { parameters }: RpcCall, created: number): JsonObject {
  const policy = findCustomPolicy(ram, parameters);
  const document = requireDocument(parameters);
  if (policy.versions.size >= maximumVersions) {
    const oldest = [...policy.versions.keys()].find((id) => id !== policy.defaultVersion);
    if (parameters.text('RotateStrategy') !== 'DeleteOldestNonDefaultVersionWhenLimitExceeded' || oldest === undefined) {
      throw new ServiceError(409, 'LimitExceeded.Policy.Version', `The policy ${policy.name} has ${maximumVersions} versions already.`);
    }
    policy.versions.delete(oldest);
  }
  policy.lastVersion += 1;
  const version: PolicyVersion = { id: `v${policy.lastVersion}`, document, created };
  policy.versions.set(version.id, version);
  policy.updated = created;
  if (parameters.flag('SetAsDefault')) policy.defaultVersion = version.id;
  return { PolicyVersion: versionBody(policy, version) };
}

function requireDocument(parameters: RpcParameters): string {
  const document = parameters.required('PolicyDocument');
  const parsed = parsePolicyDocument(document);
  if (!parsed.ok) throw new ServiceError(400, 'InvalidParameter.PolicyDocument', `The specified policy document is not valid: ${parsed.reason}.`);
  return document;
}

function summary(policy: Policy): JsonObject {
  return { PolicyName: policy.name, PolicyType: policy.type, Description: policy.description, DefaultVersion: policy.defaultVersion, CreateDate: isoSeconds(policy.created) };
}

function versionBody(policy: Policy, version: PolicyVersion): JsonObject {
  return { VersionId: version.id, IsDefaultVersion: version.id === policy.defaultVersion, PolicyDocument: version.document, CreateDate: isoSeconds(version.created) };
}
