import * as Ram from '@alicloud/ram20150501';
import { describe, expect, it } from 'vitest';
import { errorOf, startTestCloud } from '../testing/test-cloud.ts';

const allow = (action: string): string => JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] });

async function withPolicy() {
  const ram = await (await startTestCloud()).ram();
  await ram.createPolicy(new Ram.CreatePolicyRequest({ policyName: 'terway', policyDocument: allow('ecs:DescribeInstances'), description: 'for Terway' }));
  const version = (action: string, options: Partial<Ram.CreatePolicyVersionRequest> = {}) =>
    ram.createPolicyVersion(new Ram.CreatePolicyVersionRequest({ policyName: 'terway', policyDocument: allow(action), ...options }));
  const versions = async () =>
    (await ram.listPolicyVersions(new Ram.ListPolicyVersionsRequest({ policyName: 'terway', policyType: 'Custom' }))).body?.policyVersions?.policyVersion?.map(
      (one) => `${one.versionId}${one.isDefaultVersion ? '*' : ''}`,
    );
  return { ram, version, versions };
}

describe('policies', () => {
  it('are read with their default version', async () => {
    const { ram } = await withPolicy();
    const { body } = await ram.getPolicy(new Ram.GetPolicyRequest({ policyName: 'terway', policyType: 'Custom' }));
    expect(body?.policy).toMatchObject({ policyName: 'terway', description: 'for Terway', defaultVersion: 'v1', attachmentCount: 0 });
    expect(body?.defaultPolicyVersion).toMatchObject({ versionId: 'v1', isDefaultVersion: true, policyDocument: allow('ecs:DescribeInstances') });
  });

  it('are listed by type, page by page', async () => {
    const { ram } = await withPolicy();
    const custom = await ram.listPolicies(new Ram.ListPoliciesRequest({ policyType: 'Custom' }));
    expect(custom.body?.policies?.policy?.map((policy) => policy.policyName)).toEqual(['terway']);
    const names: (string | undefined)[] = [];
    for (let marker: string | undefined; ; ) {
      const { body } = await ram.listPolicies(new Ram.ListPoliciesRequest({ maxItems: 3, ...(marker === undefined ? {} : { marker }) }));
      names.push(...(body?.policies?.policy ?? []).map((policy) => policy.policyName));
      if (!body?.isTruncated) break;
      marker = body.marker;
    }
    expect(names).toHaveLength(new Set(names).size);
    expect(names).toContain('terway');
    expect(names).toContain('AliyunECSFullAccess');
  });

  it.each([
    ['no JSON', 'x'],
    ['no version', '{"Statement":[]}'],
    ['no statement', '{"Version":"1","Statement":[]}'],
    ['an action that is none', allow('everything')],
  ])('are refused with %s', async (_name, policyDocument) => {
    const ram = await (await startTestCloud()).ram();
    const error = await errorOf(ram.createPolicy(new Ram.CreatePolicyRequest({ policyName: 'p', policyDocument })));
    expect(error).toMatchObject({ code: 'InvalidParameter.PolicyDocument', statusCode: 400 });
  });

  it('are not created twice', async () => {
    const { ram } = await withPolicy();
    const again = ram.createPolicy(new Ram.CreatePolicyRequest({ policyName: 'terway', policyDocument: allow('ecs:*') }));
    expect(await errorOf(again)).toMatchObject({ code: 'EntityAlreadyExists.Policy', statusCode: 409 });
  });

  it('are not deleted while attached or while they have further versions', async () => {
    const { ram, version } = await withPolicy();
    const remove = (cascadingDelete?: boolean) => ram.deletePolicy(new Ram.DeletePolicyRequest({ policyName: 'terway', ...(cascadingDelete === undefined ? {} : { cascadingDelete }) }));
    await ram.createUser(new Ram.CreateUserRequest({ userName: 'u' }));
    const attachment = { policyName: 'terway', policyType: 'Custom', userName: 'u' };
    await ram.attachPolicyToUser(new Ram.AttachPolicyToUserRequest(attachment));
    expect((await errorOf(remove())).code).toBe('DeleteConflict.Policy.User');
    await ram.detachPolicyFromUser(new Ram.DetachPolicyFromUserRequest(attachment));
    await version('ecs:*');
    expect((await errorOf(remove())).code).toBe('DeleteConflict.Policy.Version');
    await remove(true);
    const gone = await errorOf(ram.getPolicy(new Ram.GetPolicyRequest({ policyName: 'terway', policyType: 'Custom' })));
    expect(gone).toMatchObject({ code: 'EntityNotExist.Policy', statusCode: 404 });
  });
});

describe('policy versions', () => {
  it('are numbered on, and become the default when asked for', async () => {
    const { ram, version, versions } = await withPolicy();
    await version('ecs:*');
    expect(await versions()).toEqual(['v1*', 'v2']);
    await version('ecs:Describe*', { setAsDefault: true });
    expect(await versions()).toEqual(['v1', 'v2', 'v3*']);
    await ram.setDefaultPolicyVersion(new Ram.SetDefaultPolicyVersionRequest({ policyName: 'terway', versionId: 'v2' }));
    await ram.deletePolicyVersion(new Ram.DeletePolicyVersionRequest({ policyName: 'terway', versionId: 'v3' }));
    await version('vpc:*');
    expect(await versions()).toEqual(['v1', 'v2*', 'v4']);
    const read = await ram.getPolicyVersion(new Ram.GetPolicyVersionRequest({ policyName: 'terway', policyType: 'Custom', versionId: 'v4' }));
    expect(read.body?.policyVersion?.policyDocument).toBe(allow('vpc:*'));
  });

  it('are five at most, unless the oldest may go', async () => {
    const { version, versions } = await withPolicy();
    for (let index = 0; index < 4; index += 1) await version(`ecs:Describe${index}`);
    expect(await errorOf(version('ecs:*'))).toMatchObject({ code: 'LimitExceeded.Policy.Version', statusCode: 409 });
    await version('ecs:*', { rotateStrategy: 'DeleteOldestNonDefaultVersionWhenLimitExceeded' });
    expect(await versions()).toEqual(['v1*', 'v3', 'v4', 'v5', 'v6']);
  });

  it('are not deleted while they are the default', async () => {
    const { ram } = await withPolicy();
    const remove = ram.deletePolicyVersion(new Ram.DeletePolicyVersionRequest({ policyName: 'terway', versionId: 'v1' }));
    expect((await errorOf(remove)).code).toBe('DeleteConflict.Policy.Version.Default');
  });
});
