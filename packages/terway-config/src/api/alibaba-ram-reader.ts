import { HybridError, type AlibabaCloud } from '@ack-hybrid/core';
import { objectOf } from '../plan/read-json.ts';
import type { RamPrincipal } from '../plan/ram/ram-principal.ts';
import { orAbsent } from './alibaba-ram.ts';
import type { CallContext } from './port.ts';
import type { PolicyName, RamReader } from './ram-reader.ts';

/** As many as RAM takes (models of ListUsers, ListUsersForGroup and ListTagResources). */
const pageSizes = { users: 1_000, tags: 100 };

/**
 * RAM's reads through its official SDK. Field names from the models of @alicloud/ram20150501 1.2.1. Of the lists that are
 * read here, only ListUsers and ListUsersForGroup (Marker, IsTruncated) and ListTagResources (NextToken) have pages in those models;
 * ListPoliciesFor…, ListGroupsForUser and ListPolicyVersions answer at once.
 */
export const createRamReader = (cloud: AlibabaCloud): RamReader => {
  const load = () => cloud.client('ram', () => import('@alicloud/ram20150501'));
  const read = <Value>(operation: string, invoke: () => Promise<Value>, context: CallContext = {}): Promise<Value | undefined> => orAbsent(cloud.call({ service: 'ram', operation, kind: 'read' }, invoke, context));

  return {
    principal: async ({ kind, name }, context) => {
      const { client, sdk } = await load();
      if (kind === 'user') {
        const user = (await read('GetUser', () => client.getUser(new sdk.GetUserRequest({ userName: name })), context))?.body?.user;
        return user === undefined ? undefined : { note: user.comments ?? '' };
      }
      if (kind === 'group') {
        const group = (await read('GetGroup', () => client.getGroup(new sdk.GetGroupRequest({ groupName: name })), context))?.body?.group;
        return group === undefined ? undefined : { note: group.comments ?? '' };
      }
      const role = (await read('GetRole', () => client.getRole(new sdk.GetRoleRequest({ roleName: name })), context))?.body?.role;
      return role === undefined ? undefined : { note: role.description ?? '' };
    },
    userNames: async (context) => {
      const { client, sdk } = await load();
      return allPages('ListUsers', async (marker) => {
        const request = new sdk.ListUsersRequest({ maxItems: pageSizes.users, ...(marker === undefined ? {} : { marker }) });
        const body = (await read('ListUsers', () => client.listUsers(request), context))?.body;
        return { items: (body?.users?.user ?? []).flatMap(({ userName }) => userName ?? []), next: body?.isTruncated === true ? body.marker : undefined };
      });
    },
    groupsOf: async (userName, context) => {
      const { client, sdk } = await load();
      const body = (await read('ListGroupsForUser', () => client.listGroupsForUser(new sdk.ListGroupsForUserRequest({ userName })), context))?.body;
      return (body?.groups?.group ?? []).flatMap(({ groupName }) => groupName ?? []);
    },
    hasLogin: async (userName, context) => {
      const { client, sdk } = await load();
      return (await read('GetLoginProfile', () => client.getLoginProfile(new sdk.GetLoginProfileRequest({ userName })), context))?.body?.loginProfile !== undefined;
    },
    membersOf: async (groupName, context) => {
      const { client, sdk } = await load();
      return allPages('ListUsersForGroup', async (marker) => {
        const request = new sdk.ListUsersForGroupRequest({ groupName, maxItems: pageSizes.users, ...(marker === undefined ? {} : { marker }) });
        const body = (await read('ListUsersForGroup', () => client.listUsersForGroup(request), context))?.body;
        return { items: (body?.users?.user ?? []).flatMap(({ userName }) => userName ?? []), next: body?.isTruncated === true ? body.marker : undefined };
      });
    },
    policiesAttachedTo: async (principal, context) => {
      const policies = await listPolicies(principal, context);
      return (policies ?? []).flatMap(({ policyType, policyName }): PolicyName[] => (policyName !== undefined && (policyType === 'System' || policyType === 'Custom') ? [{ type: policyType, name: policyName }] : []));
    },
    policyDocument: async ({ type, name }, context) => {
      const { client, sdk } = await load();
      const body = (await read('GetPolicy', () => client.getPolicy(new sdk.GetPolicyRequest({ policyName: name, policyType: type })), context))?.body;
      return body?.defaultPolicyVersion?.policyDocument ?? body?.policy?.policyDocument;
    },
    policyVersions: async (policyName, context) => {
      const { client, sdk } = await load();
      const body = (await read('ListPolicyVersions', () => client.listPolicyVersions(new sdk.ListPolicyVersionsRequest({ policyName, policyType: 'Custom' })), context))?.body;
      const versions = (body?.policyVersions?.policyVersion ?? []).map(async ({ versionId, isDefaultVersion, policyDocument }) => {
        if (versionId === undefined) return [];
        const request = new sdk.GetPolicyVersionRequest({ policyName, policyType: 'Custom', versionId });
        // The list has the documents by its model; where it leaves one out, the version itself is asked for.
        const document = policyDocument || (await read('GetPolicyVersion', () => client.getPolicyVersion(request), context))?.body?.policyVersion?.policyDocument;
        return document === undefined ? [] : [{ id: versionId, isDefault: isDefaultVersion === true, document }];
      });
      return (await Promise.all(versions)).flat();
    },
    policyTags: async (policyName, context) => {
      const { client, sdk } = await load();
      const tags = await allPages('ListTagResources', async (nextToken) => {
        const request = new sdk.ListTagResourcesRequest({ resourceType: 'policy', resourceNames: [policyName], pageSize: pageSizes.tags, ...(nextToken === undefined ? {} : { nextToken }) });
        const body = (await read('ListTagResources', () => client.listTagResources(request), context))?.body;
        return { items: (body?.tagResources ?? []).flatMap(({ tagKey, tagValue }) => (tagKey === undefined ? [] : [{ key: tagKey, value: tagValue ?? '' }])), next: body?.nextToken || undefined };
      });
      return objectOf(tags);
    },
  };

  async function listPolicies({ kind, name }: RamPrincipal, context?: CallContext) {
    const { client, sdk } = await load();
    if (kind === 'user') return (await read('ListPoliciesForUser', () => client.listPoliciesForUser(new sdk.ListPoliciesForUserRequest({ userName: name })), context))?.body?.policies?.policy;
    if (kind === 'group') return (await read('ListPoliciesForGroup', () => client.listPoliciesForGroup(new sdk.ListPoliciesForGroupRequest({ groupName: name })), context))?.body?.policies?.policy;
    return (await read('ListPoliciesForRole', () => client.listPoliciesForRole(new sdk.ListPoliciesForRoleRequest({ roleName: name })), context))?.body?.policies?.policy;
  }
};

/** Reads page after page. A place that comes twice would never end. */
const allPages = async <Item>(operation: string, read: (place: string | undefined) => Promise<{ readonly items: readonly Item[]; readonly next: string | undefined }>): Promise<readonly Item[]> => {
  const items: Item[] = [];
  const seen = new Set<string>();
  for (let place: string | undefined; ; ) {
    const page = await read(place);
    items.push(...page.items);
    if (page.next === undefined) return items;
    if (seen.has(page.next)) throw new HybridError({ code: 'BrokenAnswer', message: `ram ${operation} gave the same page twice`, remediation: 'Run again; where it stays so, something between here and RAM answers in its place.', retryable: true });
    seen.add(page.next);
    place = page.next;
  }
};
