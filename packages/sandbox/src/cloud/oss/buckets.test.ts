import { describe, expect, it } from 'vitest';
import { errorOf, startTestCloud } from '../testing/test-cloud.ts';

async function withBucket() {
  const cloud = await startTestCloud();
  const oss = await cloud.oss({ bucket: 'scripts' });
  await oss.putBucket('scripts');
  return { cloud, oss };
}

describe('buckets', () => {
  it('are made, read, listed and taken away', async () => {
    const { oss } = await withBucket();
    const { bucket } = await oss.getBucketInfo('scripts');
    expect(bucket).toMatchObject({ Name: 'scripts', Location: 'oss-cn-hangzhou', IntranetEndpoint: 'oss-cn-hangzhou-internal.aliyuncs.com', AccessControlList: { Grant: 'private' } });
    await oss.putBucket('second');
    const listed = (await oss.listBuckets({})) as unknown as { buckets: { name: string }[] };
    expect(listed.buckets.map((one) => one.name)).toEqual(['scripts', 'second']);
    expect(await oss.getBucketLocation('scripts')).toMatchObject({ location: 'oss-cn-hangzhou' });
    await oss.deleteBucket('scripts');
    expect(await errorOf(oss.getBucketInfo('scripts'))).toMatchObject({ code: 'NoSuchBucket', status: 404 });
  });

  it('may be made again by their owner, who keeps what is in them', async () => {
    const { oss } = await withBucket();
    await oss.put('k', Buffer.from('x'));
    await oss.putBucket('scripts', { acl: 'public-read' } as never);
    expect((await oss.get('k')).res.status).toBe(200);
    expect((await oss.getBucketACL('scripts')).acl).toBe('public-read');
  });

  it('are not taken away while an object is in them', async () => {
    const { oss } = await withBucket();
    await oss.put('k', Buffer.from('x'));
    expect(await errorOf(oss.deleteBucket('scripts'))).toMatchObject({ code: 'BucketNotEmpty', status: 409 });
  });

  it('keep their tags', async () => {
    const { oss } = await withBucket();
    expect((await oss.getBucketTags('scripts')).tag).toEqual({});
    await oss.putBucketTags('scripts', { owner: 'a & b', team: '<x>' });
    expect((await oss.getBucketTags('scripts')).tag).toEqual({ owner: 'a & b', team: '<x>' });
  });

  it('keep their policy, and say so where they have none', async () => {
    const { oss } = await withBucket();
    const policy = { Version: '1', Statement: [{ Effect: 'Allow' as const, Principal: ['*'], Action: ['oss:GetObject'], Resource: ['acs:oss:*:1234567890123456:scripts/*'] }] };
    expect((await oss.getBucketPolicy('scripts')).status).toBe(404);
    await oss.putBucketPolicy('scripts', policy);
    expect((await oss.getBucketPolicy('scripts')).policy).toEqual(policy);
    await oss.deleteBucketPolicy('scripts');
    expect((await oss.getBucketPolicy('scripts')).status).toBe(404);
  });

  it.each([
    ['another bucket', 'acs:oss:*:1234567890123456:other/*'],
    ['another account', 'acs:oss:*:9999999999999999:scripts/*'],
    ['a bucket whose name only begins alike', 'acs:oss:*:*:scripts2/*'],
  ])('refuse a policy for %s', async (_name, resource) => {
    const { oss } = await withBucket();
    const put = oss.putBucketPolicy('scripts', { Version: '1', Statement: [{ Effect: 'Allow', Principal: ['*'], Action: ['oss:GetObject'], Resource: [resource] }] });
    expect(await errorOf(put)).toMatchObject({ code: 'InvalidPolicyDocument', status: 400 });
  });

  it('refuse a name that is none and an ACL that is none', async () => {
    const { oss, cloud } = await withBucket();
    expect(await errorOf(oss.putBucketACL('scripts', 'open' as never))).toMatchObject({ code: 'InvalidArgument', status: 400 });
    const answer = await fetch(`http://${cloud.half.endpoints.oss}/Bad_Name`, { method: 'PUT' });
    expect(answer.status).not.toBe(200);
  });
});
