import { HybridError, NotFoundError, Secret, type AlibabaCloud } from '@ack-hybrid/core';
import type { CallContext, Ram } from './port.ts';

const custom = 'Custom';

/** RAM through its official SDK. Field names from the models of @alicloud/ram20150501 1.2.1. */
export const createRam = (cloud: AlibabaCloud): Ram => {
  const load = () => cloud.client('ram', () => import('@alicloud/ram20150501'));
  const send = <Value>(kind: 'read' | 'write', operation: string, invoke: () => Promise<Value>, context: CallContext = {}): Promise<Value> =>
    cloud.call({ service: 'ram', operation, kind }, invoke, context);

  return {
    user: async (userName, context) => {
      const { client, sdk } = await load();
      const response = await orAbsent(send('read', 'GetUser', () => client.getUser(new sdk.GetUserRequest({ userName })), context));
      const user = response?.body?.user;
      return user === undefined ? undefined : { name: user.userName ?? userName, comments: user.comments ?? '' };
    },
    createUser: async ({ userName, comments }, context) => {
      const { client, sdk } = await load();
      await send('write', 'CreateUser', () => client.createUser(new sdk.CreateUserRequest({ userName, displayName: userName, comments })), context);
    },
    deleteUser: async (userName, context) => {
      const { client, sdk } = await load();
      await send('write', 'DeleteUser', () => client.deleteUser(new sdk.DeleteUserRequest({ userName })), context);
    },
    policy: async (policyName, context) => {
      const { client, sdk } = await load();
      const request = new sdk.GetPolicyRequest({ policyName, policyType: custom });
      const body = (await orAbsent(send('read', 'GetPolicy', () => client.getPolicy(request), context)))?.body;
      if (body?.policy === undefined) return undefined;
      return {
        name: policyName,
        description: body.policy.description ?? '',
        document: body.defaultPolicyVersion?.policyDocument ?? body.policy.policyDocument ?? '',
        defaultVersion: body.policy.defaultVersion ?? '',
      };
    },
    createPolicy: async ({ policyName, document, description }, context) => {
      const { client, sdk } = await load();
      const request = new sdk.CreatePolicyRequest({ policyName, policyDocument: document, description });
      await send('write', 'CreatePolicy', () => client.createPolicy(request), context);
    },
    createPolicyVersion: async ({ policyName, document }, context) => {
      const { client, sdk } = await load();
      // Without a rotation: which version goes for it is planned and told.
      const request = new sdk.CreatePolicyVersionRequest({ policyName, policyDocument: document, setAsDefault: true });
      await send('write', 'CreatePolicyVersion', () => client.createPolicyVersion(request), context);
    },
    setDefaultVersion: async (policyName, versionId, context) => {
      const { client, sdk } = await load();
      await send('write', 'SetDefaultPolicyVersion', () => client.setDefaultPolicyVersion(new sdk.SetDefaultPolicyVersionRequest({ policyName, versionId })), context);
    },
    deletePolicyVersion: async (policyName, versionId, context) => {
      const { client, sdk } = await load();
      await send('write', 'DeletePolicyVersion', () => client.deletePolicyVersion(new sdk.DeletePolicyVersionRequest({ policyName, versionId })), context);
    },
    deletePolicy: async (policyName, context) => {
      const { client, sdk } = await load();
      await send('write', 'DeletePolicy', () => client.deletePolicy(new sdk.DeletePolicyRequest({ policyName })), context);
    },
    tagPolicy: async (policyName, tags, context) => {
      const { client, sdk } = await load();
      const tag = Object.entries(tags).map(([key, value]) => new sdk.TagResourcesRequestTag({ key, value }));
      const request = new sdk.TagResourcesRequest({ resourceType: 'policy', resourceNames: [policyName], tag });
      await send('write', 'TagResources', () => client.tagResources(request), context);
    },
    untagPolicy: async (policyName, keys, context) => {
      const { client, sdk } = await load();
      const request = new sdk.UntagResourcesRequest({ resourceType: 'policy', resourceNames: [policyName], tagKeys: [...keys] });
      await send('write', 'UntagResources', () => client.untagResources(request), context);
    },
    holdersOf: async (policyName, context) => {
      const { client, sdk } = await load();
      const request = new sdk.ListEntitiesForPolicyRequest({ policyName, policyType: custom });
      const body = (await orAbsent(send('read', 'ListEntitiesForPolicy', () => client.listEntitiesForPolicy(request), context)))?.body;
      return [
        ...(body?.users?.user ?? []).map((user) => `user ${user.userName ?? ''}`),
        ...(body?.groups?.group ?? []).map((group) => `group ${group.groupName ?? ''}`),
        ...(body?.roles?.role ?? []).map((role) => `role ${role.roleName ?? ''}`),
      ];
    },
    attach: async (policyName, { kind, name }, context) => {
      const { client, sdk } = await load();
      if (kind === 'user') await send('write', 'AttachPolicyToUser', () => client.attachPolicyToUser(new sdk.AttachPolicyToUserRequest({ policyName, policyType: custom, userName: name })), context);
      else await send('write', 'AttachPolicyToRole', () => client.attachPolicyToRole(new sdk.AttachPolicyToRoleRequest({ policyName, policyType: custom, roleName: name })), context);
    },
    detach: async (policyName, { kind, name }, context) => {
      const { client, sdk } = await load();
      if (kind === 'user') await send('write', 'DetachPolicyFromUser', () => client.detachPolicyFromUser(new sdk.DetachPolicyFromUserRequest({ policyName, policyType: custom, userName: name })), context);
      else await send('write', 'DetachPolicyFromRole', () => client.detachPolicyFromRole(new sdk.DetachPolicyFromRoleRequest({ policyName, policyType: custom, roleName: name })), context);
    },
    accessKeys: async (userName, context) => {
      const { client, sdk } = await load();
      const response = await orAbsent(send('read', 'ListAccessKeys', () => client.listAccessKeys(new sdk.ListAccessKeysRequest({ userName })), context));
      return (response?.body?.accessKeys?.accessKey ?? []).flatMap((key) => (key.accessKeyId === undefined ? [] : [{ id: key.accessKeyId, active: key.status === 'Active', ...(key.createDate ? { createdAt: key.createDate } : {}) }]));
    },
    createAccessKey: async (userName, context) => {
      const { client, sdk } = await load();
      const response = await send('write', 'CreateAccessKey', () => client.createAccessKey(new sdk.CreateAccessKeyRequest({ userName })), context);
      const key = response.body?.accessKey;
      if (!key?.accessKeyId || !key.accessKeySecret) {
        throw new HybridError({ code: 'BrokenAnswer', message: 'ram CreateAccessKey gave no access key', remediation: 'Run again; the key whose secret was lost is deleted then.', retryable: true });
      }
      return { id: key.accessKeyId, secret: new Secret(key.accessKeySecret) };
    },
    deleteAccessKey: async (userName, keyId, context) => {
      const { client, sdk } = await load();
      await send('write', 'DeleteAccessKey', () => client.deleteAccessKey(new sdk.DeleteAccessKeyRequest({ userName, userAccessKeyId: keyId })), context);
    },
    setAccessKeyActive: async (userName, keyId, active, context) => {
      const { client, sdk } = await load();
      const request = new sdk.UpdateAccessKeyRequest({ userName, userAccessKeyId: keyId, status: active ? 'Active' : 'Inactive' });
      await send('write', 'UpdateAccessKey', () => client.updateAccessKey(request), context);
    },
    accessKeyLastUsed: async (userName, keyId, context) => {
      const { client, sdk } = await load();
      const response = await orAbsent(send('read', 'GetAccessKeyLastUsed', () => client.getAccessKeyLastUsed(new sdk.GetAccessKeyLastUsedRequest({ userName, userAccessKeyId: keyId })), context));
      const date = response?.body?.accessKeyLastUsed?.lastUsedDate;
      // What stands there for a key that was never used isn't documented; whatever is no date is taken for it.
      return date === undefined || Number.isNaN(Date.parse(date)) ? undefined : date;
    },
  };
};

/** What RAM says isn't there is `undefined`. */
export const orAbsent = async <Value>(answer: Promise<Value>): Promise<Value | undefined> => {
  try {
    return await answer;
  } catch (error) {
    if (NotFoundError.isInstance(error)) return undefined;
    throw error;
  }
};
