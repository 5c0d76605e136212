import * as Ram from '@alicloud/ram20150501';
import { describe, expect, it } from 'vitest';
import { errorOf, startTestCloud } from '../testing/test-cloud.ts';

const document = JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: 'ecs:*', Resource: '*' }] });

async function withPolicies() {
  const cloud = await startTestCloud();
  const ram = await cloud.ram();
  for (const policyName of ['p', 'q']) await ram.createPolicy(new Ram.CreatePolicyRequest({ policyName, policyDocument: document }));
  const tag = (tags: Readonly<Record<string, string>>, resourceNames = ['p'], resourceType = 'policy') =>
    ram.tagResources(new Ram.TagResourcesRequest({ resourceType, resourceNames, tag: Object.entries(tags).map(([key, value]) => new Ram.TagResourcesRequestTag({ key, value })) }));
  const untag = (tagKeys: string[], all?: boolean) => ram.untagResources(new Ram.UntagResourcesRequest({ resourceType: 'policy', resourceNames: ['p'], tagKeys, ...(all === undefined ? {} : { all }) }));
  const tags = async (fields: Partial<Ram.ListTagResourcesRequest> = {}) =>
    (await ram.listTagResources(new Ram.ListTagResourcesRequest({ resourceType: 'policy', ...fields }))).body?.tagResources?.map(({ resourceName, tagKey, tagValue }) => `${resourceName} ${tagKey}=${tagValue}`);
  return { cloud, ram, tag, untag, tags };
}

describe('tags of policies', () => {
  it('are set, replaced, listed and taken away', async () => {
    const { tag, untag, tags } = await withPolicies();
    await tag({ a: '1', b: '2' }, ['p', 'q']);
    await tag({ a: '3' });
    expect(await tags()).toEqual(['p a=3', 'p b=2', 'q a=1', 'q b=2']);
    expect(await tags({ resourceNames: ['q'] })).toEqual(['q a=1', 'q b=2']);
    expect(await tags({ tag: [new Ram.ListTagResourcesRequestTag({ key: 'a', value: '3' })] })).toEqual(['p a=3', 'p b=2']);
    await untag(['a', 'unknown']);
    expect(await tags({ resourceNames: ['p'] })).toEqual(['p b=2']);
    await untag([], true);
    expect(await tags({ resourceNames: ['p'] })).toEqual([]);
  });

  it('are in the snapshot of the cloud', async () => {
    const { cloud, tag, untag } = await withPolicies();
    const before = cloud.half.snapshot();
    await tag({ a: '1' });
    expect(cloud.half.snapshot()).not.toEqual(before);
    await untag(['a']);
    expect(cloud.half.snapshot()).toEqual(before);
  });

  it('come page by page', async () => {
    const { ram, tag } = await withPolicies();
    await tag({ a: '1', b: '2' }, ['p', 'q']);
    const seen: (string | undefined)[] = [];
    let nextToken: string | undefined;
    do {
      const { body } = await ram.listTagResources(new Ram.ListTagResourcesRequest({ resourceType: 'policy', pageSize: 3, ...(nextToken === undefined ? {} : { nextToken }) }));
      seen.push(...(body?.tagResources ?? []).map(({ tagKey }) => tagKey));
      nextToken = body?.nextToken || undefined;
    } while (nextToken !== undefined);
    expect(seen).toEqual(['a', 'b', 'a', 'b']);
  });

  it('come with a policy or role that is made with them', async () => {
    const { ram, tags } = await withPolicies();
    await ram.createPolicy(new Ram.CreatePolicyRequest({ policyName: 'r', policyDocument: document, tag: [new Ram.CreatePolicyRequestTag({ key: 'k', value: 'v' })] }));
    expect(await tags({ resourceNames: ['r'] })).toEqual(['r k=v']);
  });

  it.each<[string, Parameters<Awaited<ReturnType<typeof withPolicies>>['tag']>, string]>([
    ['a policy that does not exist', [{ a: '1' }, ['x']], 'EntityNotExist.Policy'],
    ["the vendor's own policy", [{ a: '1' }, ['AliyunECSFullAccess']], 'EntityNotExist.Policy'],
    ['a role that does not exist', [{ a: '1' }, ['x'], 'role'], 'EntityNotExist.Role'],
    ['another type', [{ a: '1' }, ['p'], 'user'], 'InvalidParameter.ResourceType'],
    ['no tag', [{}], 'MissingParameter'],
    ['a key of 129 characters', [{ ['k'.repeat(129)]: '1' }], 'InvalidParameter.Tag'],
    ['a value of 257 characters', [{ k: 'v'.repeat(257) }], 'InvalidParameter.Tag'],
  ])('are refused for %s', async (_what, parameters, code) => {
    const { tag } = await withPolicies();
    expect((await errorOf(tag(...parameters))).code).toBe(code);
  });

  it('are twenty at most', async () => {
    const { tag } = await withPolicies();
    await tag(Object.fromEntries(Array.from({ length: 20 }, (_value, index) => [`k${index}`, ''])));
    await tag({ k0: 'again' });
    expect((await errorOf(tag({ k20: '' }))).code).toBe('LimitExceeded.Tag');
  });
});
