import type { Ids } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import { pageByMarker } from '../rpc/pages.ts';
import type { RpcParameters } from '../rpc/rpc-parameters.ts';
import { reading, writing, type RpcOperations } from '../rpc/rpc-service.ts';
import { ServiceError } from '../service-error.ts';
import { isoSeconds } from '../time-format.ts';
import { attach, detach, listAttached } from './attachments.ts';
import { findPolicy } from './policies.ts';
import type { RamGroup, RamState } from './ram-state.ts';
import { findUser } from './users.ts';

/** RAM's operations on groups, their members and their policies. */
export function groupOperations(ram: RamState, ids: Ids, now: () => number): RpcOperations {
  return {
    CreateGroup: writing(({ parameters }) => {
      const name = parameters.required('GroupName');
      if (!/^[A-Za-z0-9._-]{1,64}$/.test(name)) throw new ServiceError(400, 'InvalidParameter.GroupName.InvalidChars', 'The group name is 1 to 64 letters, digits, periods, underscores and hyphens.');
      if (ram.groups.has(name)) throw new ServiceError(409, 'EntityAlreadyExists.Group', `The group already exists: ${name}.`);
      const group: RamGroup = { id: ids.resource('g'), name, comments: parameters.text('Comments') ?? '', created: now(), members: new Map(), policies: new Map() };
      ram.groups.set(name, group);
      return { Group: groupBody(group) };
    }),

    GetGroup: reading(({ parameters }) => {
      const group = findGroup(ram, parameters);
      return { Group: { ...groupBody(group), UpdateDate: isoSeconds(group.created) } };
    }),

    ListGroups: reading(({ parameters }) => {
      const { items, fields } = pageByMarker(parameters, [...ram.groups.values()], 100);
      return { ...fields, Groups: { Group: items.map((group) => ({ ...groupBody(group), UpdateDate: isoSeconds(group.created) })) } };
    }),

    DeleteGroup: writing(({ parameters }) => {
      const group = findGroup(ram, parameters);
      if (group.members.size > 0) throw new ServiceError(409, 'DeleteConflict.Group.User', `The group ${group.name} has at least one member.`);
      if (group.policies.size > 0) throw new ServiceError(409, 'DeleteConflict.Group.Policy', `The group ${group.name} has at least one policy attached.`);
      ram.groups.delete(group.name);
      return {};
    }),

    AddUserToGroup: writing(({ parameters }) => {
      const [user, group] = [findUser(ram, parameters), findGroup(ram, parameters)];
      if (group.members.has(user.name)) throw new ServiceError(409, 'EntityAlreadyExists.User.Group', `The user ${user.name} is in the group ${group.name} already.`);
      group.members.set(user.name, now());
      return {};
    }),

    RemoveUserFromGroup: writing(({ parameters }) => {
      const [user, group] = [findUser(ram, parameters), findGroup(ram, parameters)];
      if (!group.members.delete(user.name)) throw new ServiceError(404, 'EntityNotExist.User.Group', `The user ${user.name} is not in the group ${group.name}.`);
      return {};
    }),

    ListUsersForGroup: reading(({ parameters }) => {
      const { items, fields } = pageByMarker(parameters, [...findGroup(ram, parameters).members]);
      return { ...fields, Users: { User: items.map(([name, joined]) => ({ UserName: name, DisplayName: ram.users.get(name)?.displayName ?? name, JoinDate: isoSeconds(joined) })) } };
    }),

    AttachPolicyToGroup: writing(({ parameters }) => attach(findPolicy(ram, parameters), findGroup(ram, parameters), 'Group', now())),
    DetachPolicyFromGroup: writing(({ parameters }) => detach(findPolicy(ram, parameters), findGroup(ram, parameters), 'Group')),
    ListPoliciesForGroup: reading(({ parameters }) => ({ Policies: { Policy: listAttached(ram, findGroup(ram, parameters)) } })),
  };
}

function findGroup(ram: RamState, parameters: RpcParameters): RamGroup {
  const name = parameters.required('GroupName');
  const group = ram.groups.get(name);
  if (group === undefined) throw new ServiceError(404, 'EntityNotExist.Group', `The group does not exist: ${name}.`);
  return group;
}

function groupBody(group: RamGroup): JsonObject {
  return { GroupId: group.id, GroupName: group.name, Comments: group.comments, CreateDate: isoSeconds(group.created) };
}
