import * as Ram from '@alicloud/ram20150501';
import { describe, expect, it } from 'vitest';
import { errorOf, startTestCloud, type TestCloud } from '../testing/test-cloud.ts';

const vpcId = 'vpc-bp1sandbox000000001';
const account = '1234567890123456';

async function withObject(): Promise<{ cloud: TestCloud; oss: Awaited<ReturnType<TestCloud['oss']>>; get: (key?: string, sourceVpc?: string) => Promise<number> }> {
  const cloud = await startTestCloud();
  const oss = await cloud.oss({ bucket: 'scripts' });
  await oss.putBucket('scripts');
  await oss.put('init/node.sh', Buffer.from('x'));
  await oss.put('other', Buffer.from('x'));
  const get = async (key = 'init/node.sh', sourceVpc?: string): Promise<number> =>
    (await fetch(`http://${cloud.half.endpoints.oss}/scripts/${key}`, sourceVpc === undefined ? {} : { headers: { 'x-sandbox-source-vpc': sourceVpc } })).status;
  return { cloud, oss, get };
}

const policy = (statement: object): never => ({ Version: '1', Statement: [{ Effect: 'Allow', Principal: ['*'], Action: ['oss:GetObject'], Resource: [`acs:oss:*:${account}:scripts/init/*`], ...statement }] }) as never;

describe('a request without a signature', () => {
  it('is refused by default, in the error shape of OSS', async () => {
    const { cloud } = await withObject();
    const answer = await fetch(`http://${cloud.half.endpoints.oss}/scripts/init/node.sh`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([403, 'application/xml']);
    expect(await answer.text()).toMatch(/^<\?xml[^]*<Error><Code>AccessDenied<\/Code><Message>.*<\/Message><RequestId>\w+<\/RequestId><HostId>.*<\/HostId><\/Error>$/);
  });

  it('may read what an ACL makes public: the object’s own before the bucket’s', async () => {
    const { oss, get } = await withObject();
    await oss.putBucketACL('scripts', 'public-read');
    expect(await get()).toBe(200);
    await oss.putACL('init/node.sh', 'private');
    expect([await get(), await get('other')]).toEqual([403, 200]);
    await oss.putBucketACL('scripts', 'private');
    await oss.putACL('init/node.sh', 'public-read');
    expect([await get(), await get('other')]).toEqual([200, 403]);
  });

  it('may read what a bucket policy opens to a VPC, and only from there', async () => {
    const { oss, get } = await withObject();
    await oss.putBucketPolicy('scripts', policy({ Condition: { StringEquals: { 'acs:SourceVpc': [vpcId] } } }));
    expect([await get('init/node.sh', vpcId), await get('init/node.sh', 'vpc-other'), await get(), await get('other', vpcId)]).toEqual([200, 403, 403, 403]);
    await oss.deleteBucketPolicy('scripts');
    expect(await get('init/node.sh', vpcId)).toBe(403);
  });

  it('is refused where a policy denies what an ACL allows', async () => {
    const { oss, get } = await withObject();
    await oss.putBucketACL('scripts', 'public-read');
    await oss.putBucketPolicy('scripts', policy({ Effect: 'Deny', Condition: { StringNotEquals: { 'acs:SourceVpc': [vpcId] } } }));
    expect([await get(), await get('init/node.sh', vpcId), await get('other')]).toEqual([403, 200, 200]);
  });

  it('may neither list nor write', async () => {
    const { cloud, oss } = await withObject();
    await oss.putBucketACL('scripts', 'public-read');
    const base = `http://${cloud.half.endpoints.oss}/scripts`;
    expect([(await fetch(base)).status, (await fetch(`${base}/k`, { method: 'PUT', body: 'x' })).status, (await fetch(`${base}/other`, { method: 'DELETE' })).status]).toEqual([403, 403, 403]);
  });

  it('finds no bucket where there is none', async () => {
    const { cloud } = await withObject();
    expect((await fetch(`http://${cloud.half.endpoints.oss}/nobodys/k`)).status).toBe(404);
  });
});

describe('a RAM user', () => {
  it('may do what RAM or the bucket policy allows', async () => {
    const { cloud, oss } = await withObject();
    const ram = await cloud.ram();
    const user = await ram.createUser(new Ram.CreateUserRequest({ userName: 'u' }));
    const { body } = await ram.createAccessKey(new Ram.CreateAccessKeyRequest({ userName: 'u' }));
    const own = await cloud.oss({ bucket: 'scripts', key: { id: body?.accessKey?.accessKeyId ?? '', secret: body?.accessKey?.accessKeySecret ?? '' } });
    const denied = await errorOf(own.get('init/node.sh'));
    expect([denied.code, denied.message]).toEqual(['AccessDenied', expect.stringContaining('oss:GetObject')]);
    await oss.putBucketPolicy('scripts', policy({ Principal: [user.body?.user?.userId] }));
    expect((await own.get('init/node.sh')).res.status).toBe(200);
    expect((await errorOf(own.put('init/node.sh', Buffer.from('y')))).code).toBe('AccessDenied');
    await ram.attachPolicyToUser(new Ram.AttachPolicyToUserRequest({ policyName: 'AliyunOSSFullAccess', policyType: 'System', userName: 'u' }));
    expect((await own.put('init/node.sh', Buffer.from('y'))).res.status).toBe(200);
  });
});

describe('OSS', () => {
  it('throttles and fails in its own shape', async () => {
    const { cloud, oss } = await withObject();
    cloud.addFault({ service: 'oss', kind: 'throttle', times: 1 });
    cloud.addFault({ service: 'oss', kind: 'error-5xx', times: 1 });
    expect(await errorOf(oss.get('other'))).toMatchObject({ code: 'QpsLimitExceeded', status: 503 });
    expect(await errorOf(oss.get('other'))).toMatchObject({ code: 'InternalError', status: 500 });
    expect((await oss.get('other')).res.status).toBe(200);
  });

  it('says so where it does not know an operation', async () => {
    const { oss } = await withObject();
    expect(await errorOf(oss.getBucketLifecycle('scripts'))).toMatchObject({ code: 'NotImplemented', status: 501 });
  });

  it('enters its operations into the journal by name', async () => {
    const { cloud, oss } = await withObject();
    await oss.getBucketInfo('scripts');
    expect(cloud.calls.map((call) => `${call.operation} ${call.kind}`)).toEqual(['PutBucket write', 'PutObject write', 'PutObject write', 'GetBucketInfo read']);
  });
});
