import type { Ids } from '../ids.ts';
import { isJsonObject, parseJson, type JsonObject } from '../json.ts';
import { pageByMarker } from '../rpc/pages.ts';
import type { RpcParameters } from '../rpc/rpc-parameters.ts';
import { reading, writing, type RpcOperations } from '../rpc/rpc-service.ts';
import { ServiceError } from '../service-error.ts';
import { isoSeconds } from '../time-format.ts';
import { attach, detach, listAttached, roleArn } from './attachments.ts';
import { findPolicy } from './policies.ts';
import type { RamRole, RamState } from './ram-state.ts';
import { tagsIn } from './tags.ts';

/** RAM's operations on roles and their policies. */
export function roleOperations(ram: RamState, ids: Ids, now: () => number, accountId: string): RpcOperations {
  const body = (role: RamRole): JsonObject => ({
    RoleId: role.id,
    RoleName: role.name,
    Arn: roleArn(accountId, role),
    Description: role.description,
    MaxSessionDuration: role.maxSessionSeconds,
    CreateDate: isoSeconds(role.created),
  });

  return {
    CreateRole: writing(({ parameters }) => {
      const name = parameters.required('RoleName');
      if (!/^[A-Za-z0-9.-]{1,64}$/.test(name)) throw new ServiceError(400, 'InvalidParameter.RoleName.InvalidChars', 'The role name is 1 to 64 letters, digits, periods and hyphens.');
      const trustDocument = requireTrust(parameters);
      if (ram.roles.has(name)) throw new ServiceError(409, 'EntityAlreadyExists.Role', `The role already exists: ${name}.`);
      const maxSessionSeconds = parameters.integer('MaxSessionDuration', { min: 3600, max: 43_200, fallback: 3600 });
      const role: RamRole = { id: ids.user(), name, description: parameters.text('Description') ?? '', trustDocument, maxSessionSeconds, created: now(), policies: new Map(), tags: tagsIn(parameters) };
      ram.roles.set(name, role);
      return { Role: { ...body(role), AssumeRolePolicyDocument: trustDocument } };
    }),

    GetRole: reading(({ parameters }) => {
      const role = findRole(ram, parameters);
      return { Role: { ...body(role), AssumeRolePolicyDocument: role.trustDocument, UpdateDate: isoSeconds(role.created) } };
    }),

    ListRoles: reading(({ parameters }) => {
      const { items, fields } = pageByMarker(parameters, [...ram.roles.values()]);
      return { ...fields, Roles: { Role: items.map((role) => ({ ...body(role), UpdateDate: isoSeconds(role.created) })) } };
    }),

    DeleteRole: writing(({ parameters }) => {
      const role = findRole(ram, parameters);
      if (role.policies.size > 0) throw new ServiceError(409, 'DeleteConflict.Role.Policy', `The role ${role.name} has at least one policy attached.`);
      ram.roles.delete(role.name);
      return {};
    }),

    AttachPolicyToRole: writing(({ parameters }) => attach(findPolicy(ram, parameters), findRole(ram, parameters), 'Role', now())),
    DetachPolicyFromRole: writing(({ parameters }) => detach(findPolicy(ram, parameters), findRole(ram, parameters), 'Role')),
    ListPoliciesForRole: reading(({ parameters }) => ({ Policies: { Policy: listAttached(ram, findRole(ram, parameters)) } })),
  };
}

function findRole(ram: RamState, parameters: RpcParameters): RamRole {
  const name = parameters.required('RoleName');
  const role = ram.roles.get(name);
  if (role === undefined) throw new ServiceError(404, 'EntityNotExist.Role', `The role does not exist: ${name}.`);
  return role;
}

/** Who may assume a role is a document of its own kind: with a Principal, and without a Resource. */
function requireTrust(parameters: RpcParameters): string {
  const text = parameters.required('AssumeRolePolicyDocument');
  const document = parseJson(text);
  if (!isJsonObject(document) || !Array.isArray(document['Statement']) || document['Statement'].length === 0) {
    throw new ServiceError(400, 'MalformedPolicyDocument', 'The trust policy must be a JSON object with at least one statement.');
  }
  return text;
}
