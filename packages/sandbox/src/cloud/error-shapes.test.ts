import { readFileSync } from 'node:fs';
import * as Ram from '@alicloud/ram20150501';
import { describe, expect, it } from 'vitest';
import { sendSigned } from './testing/signed-request.testing.ts';
import { startTestCloud } from './testing/test-cloud.ts';

/** Errors that the vendor prints. */
const { errors } = JSON.parse(readFileSync(new URL('./testing/vendor-samples.json', import.meta.url), 'utf8')) as { readonly errors: Readonly<Record<'rpc' | 'cs', object>> };
const names = (value: unknown): string[] => Object.keys(value as object).sort();

const uuid = expect.stringMatching(/^[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}$/);

describe('an error of an RPC service', () => {
  it('has the fields that the vendor prints', async () => {
    const { status, body } = await sendSigned(await startTestCloud(), 'ecs', { action: 'DescribeSecurityGroupAttribute', query: 'RegionId=cn-hangzhou&SecurityGroupId=sg-nobody' });
    expect(status).toBe(404);
    expect(body).toEqual({
      RequestId: uuid,
      HostId: 'ecs.cn-hangzhou.aliyuncs.com',
      Code: 'InvalidSecurityGroupId.NotFound',
      Message: 'The specified security group does not exist: sg-nobody.',
      Recommend: 'https://api.aliyun.com/troubleshoot?q=InvalidSecurityGroupId.NotFound&product=ecs',
    });
    expect(names(body)).toEqual(names(errors.rpc));
  });

  it('has the same fields for a name that the model does not have', async () => {
    const { status, body } = await sendSigned(await startTestCloud(), 'ecs', { action: 'DescribeRegions', query: 'Colour=red' });
    expect(status).toBe(400);
    expect(Object.keys(body)).toEqual(['RequestId', 'HostId', 'Code', 'Message', 'Recommend']);
    expect(body['Code']).toBe('UnsupportedParameter');
  });
});

describe('an error of Container Service', () => {
  it('has the fields of the one that the vendor prints for a permission that is missing', async () => {
    const cloud = await startTestCloud();
    const ram = await cloud.ram();
    await ram.createUser(new Ram.CreateUserRequest({ userName: 'u' }));
    const { body: made } = await ram.createAccessKey(new Ram.CreateAccessKeyRequest({ userName: 'u' }));
    const key = { id: made?.accessKey?.accessKeyId ?? '', secret: made?.accessKey?.accessKeySecret ?? '' };
    const { status, body } = await sendSigned(cloud, 'cs', { action: 'DescribeClusterDetail', path: `/clusters/${cloud.world.cluster.id}`, key });
    expect([status, body['code']]).toEqual([403, 'StatusForbidden']);
    expect(names(body)).toEqual(names(errors.cs));
    expect(names(body['accessDeniedDetail'])).toEqual(names((errors.cs as { readonly accessDeniedDetail: object }).accessDeniedDetail));
  });

  it('has the fields that the vendor prints, and no others', async () => {
    const { status, body } = await sendSigned(await startTestCloud(), 'cs', { action: 'DescribeClusterDetail', path: '/clusters/c0' });
    expect(status).toBe(404);
    expect(body).toEqual({ code: 'ErrorClusterNotFound', message: 'Cluster c0 not found, please check your cluster ID.', requestId: uuid, status: 404 });
  });

  it('refuses a name in the body in that shape', async () => {
    const cloud = await startTestCloud();
    const { status, body } = await sendSigned(cloud, 'cs', { action: 'CreateClusterNodePool', method: 'POST', path: `/clusters/${cloud.world.cluster.id}/nodepools`, body: '{"nodepool_info":{"name":"a","colour":"red"}}' });
    expect(status).toBe(400);
    expect(body).toEqual({ code: 'UnsupportedParameter', message: 'Specified parameter nodepool_info.colour is not supported: this operation has no parameter of that name.', requestId: uuid, status: 400 });
  });

  it.each<[string, { readonly query?: string; readonly secret?: string }, string]>([
    ['a parameter that is missing in the query', {}, 'Missingregion'],
    ['a name in the query that the model does not have', { query: 'colour=red&region=cn-hangzhou' }, 'UnsupportedParameter'],
    ['a wrong secret', { secret: 'wrong' }, 'SignatureDoesNotMatch'],
  ])('has the gateway’s shape for %s', async (_what, request, code) => {
    const { status, body } = await sendSigned(await startTestCloud(), 'cs', { action: 'DescribeAddons', path: '/clusters/components/metadata', ...request });
    expect(status).toBe(400);
    expect(body).toMatchObject({ RequestId: uuid, HostId: 'cs.cn-hangzhou.aliyuncs.com', Code: code, Recommend: `https://api.aliyun.com/troubleshoot?q=${code}&product=cs` });
  });
});
