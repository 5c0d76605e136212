import type { Ids } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import { pageByMarker } from '../rpc/pages.ts';
import type { RpcParameters } from '../rpc/rpc-parameters.ts';
import { reading, writing, type RpcCall, type RpcOperations } from '../rpc/rpc-service.ts';
import { ServiceError } from '../service-error.ts';
import { isoSeconds } from '../time-format.ts';
import { attach, detach, listAttached } from './attachments.ts';
import { findPolicy } from './policies.ts';
import type { AccessKey, RamState, RamUser } from './ram-state.ts';

/** A RAM user has at most this many access keys. */
const maximumAccessKeys = 2;

/** RAM's operations on users, their policies and their access keys. */
export function userOperations(ram: RamState, ids: Ids, now: () => number): RpcOperations {
  return {
    CreateUser: writing(({ parameters }) => {
      const name = parameters.required('UserName');
      if (!/^[A-Za-z0-9._-]{1,64}$/.test(name)) throw new ServiceError(400, 'InvalidParameter.UserName.InvalidChars', 'The user name is 1 to 64 letters, digits, periods, underscores and hyphens.');
      if (ram.users.has(name)) throw new ServiceError(409, 'EntityAlreadyExists.User', `The user already exists: ${name}.`);
      const user: RamUser = {
        id: ids.user(),
        name,
        displayName: parameters.text('DisplayName') ?? name,
        comments: parameters.text('Comments') ?? '',
        created: now(),
        policies: new Map(),
      };
      ram.users.set(name, user);
      return { User: userBody(user) };
    }),

    GetUser: reading(({ parameters }) => {
      const user = findUser(ram, parameters);
      return { User: { ...userBody(user), UpdateDate: isoSeconds(user.created) } };
    }),

    ListUsers: reading(({ parameters }) => {
      const { items, fields } = pageByMarker(parameters, [...ram.users.values()]);
      return { ...fields, Users: { User: items.map((user) => ({ ...userBody(user), UpdateDate: isoSeconds(user.created) })) } };
    }),

    DeleteUser: writing(({ parameters }) => {
      const user = findUser(ram, parameters);
      if (user.policies.size > 0) throw new ServiceError(409, 'DeleteConflict.User.Policy', `The user ${user.name} has at least one policy attached.`);
      if ([...ram.groups.values()].some((group) => group.members.has(user.name))) throw new ServiceError(409, 'DeleteConflict.User.Group', `The user ${user.name} is in at least one group.`);
      if (keysOf(ram, user.name).length > 0) throw new ServiceError(409, 'DeleteConflict.User.AccessKey', `The user ${user.name} has at least one access key.`);
      if (ram.loginProfiles.has(user.name)) throw new ServiceError(409, 'DeleteConflict.User.LoginProfile', `The user ${user.name} has a login profile.`);
      ram.users.delete(user.name);
      return {};
    }),

    AttachPolicyToUser: writing(({ parameters }) => attach(findPolicy(ram, parameters), findUser(ram, parameters), 'User', now())),
    DetachPolicyFromUser: writing(({ parameters }) => detach(findPolicy(ram, parameters), findUser(ram, parameters), 'User')),
    ListPoliciesForUser: reading(({ parameters }) => ({ Policies: { Policy: listAttached(ram, findUser(ram, parameters)) } })),

    ListGroupsForUser: reading(({ parameters }) => {
      const user = findUser(ram, parameters);
      const groups = [...ram.groups.values()].flatMap((group) => {
        const joined = group.members.get(user.name);
        return joined === undefined ? [] : [{ GroupName: group.name, GroupId: group.id, Comments: group.comments, JoinDate: isoSeconds(joined) }];
      });
      return { Groups: { Group: groups } };
    }),

    CreateAccessKey: writing((call) => {
      const user = ownerOf(ram, call);
      if (keysOf(ram, user.name).length >= maximumAccessKeys) {
        throw new ServiceError(409, 'LimitExceeded.User.AccessKey', `The user ${user.name} has ${maximumAccessKeys} access keys already.`);
      }
      const key: AccessKey = { id: ids.accessKey(), secret: ids.secret(), userName: user.name, created: now(), status: 'Active' };
      ram.accessKeys.set(key.id, key);
      // The only answer that ever carries the secret.
      return { AccessKey: { ...keyBody(key), AccessKeySecret: key.secret } };
    }),

    ListAccessKeys: reading((call) => ({ AccessKeys: { AccessKey: keysOf(ram, ownerOf(ram, call).name).map(keyBody) } })),

    GetAccessKeyLastUsed: reading((call) => {
      const { lastUsed } = findKey(ram, call);
      // The real one may tell a use some time later; nothing says what it answers for a key that was never used.
      return { AccessKeyLastUsed: lastUsed === undefined ? {} : { LastUsedDate: isoSeconds(lastUsed) } };
    }),

    UpdateAccessKey: writing((call) => {
      const key = findKey(ram, call);
      const status = call.parameters.required('Status');
      if (status !== 'Active' && status !== 'Inactive') throw new ServiceError(400, 'InvalidParameter.Status', 'Status must be Active or Inactive.');
      key.status = status;
      return {};
    }),

    DeleteAccessKey: writing((call) => {
      ram.accessKeys.delete(findKey(ram, call).id);
      return {};
    }),
  };
}

/** The user that UserName names. @throws ServiceError `EntityNotExist.User` */
export function findUser(ram: RamState, parameters: RpcParameters): RamUser {
  return requireUser(ram, parameters.required('UserName'));
}

function requireUser(ram: RamState, name: string): RamUser {
  const user = ram.users.get(name);
  if (user === undefined) throw new ServiceError(404, 'EntityNotExist.User', `The user does not exist: ${name}.`);
  return user;
}

/** Access keys without a UserName are the caller's own. The administrator's own key is not RAM's to manage here. */
function ownerOf(ram: RamState, { parameters, caller }: RpcCall): RamUser {
  const name = parameters.text('UserName') ?? (caller.kind === 'user' ? caller.name : undefined);
  return requireUser(ram, name ?? parameters.required('UserName'));
}

function keysOf(ram: RamState, userName: string): AccessKey[] {
  return [...ram.accessKeys.values()].filter((key) => key.userName === userName);
}

function findKey(ram: RamState, call: RpcCall): AccessKey {
  const user = ownerOf(ram, call);
  const id = call.parameters.required('UserAccessKeyId');
  const key = ram.accessKeys.get(id);
  if (key === undefined || key.userName !== user.name) throw new ServiceError(404, 'EntityNotExist.User.AccessKey', `The user ${user.name} has no access key ${id}.`);
  return key;
}

function keyBody(key: AccessKey): JsonObject {
  return { AccessKeyId: key.id, Status: key.status, CreateDate: isoSeconds(key.created) };
}

function userBody(user: RamUser): JsonObject {
  return { UserId: user.id, UserName: user.name, DisplayName: user.displayName, Comments: user.comments, CreateDate: isoSeconds(user.created) };
}
