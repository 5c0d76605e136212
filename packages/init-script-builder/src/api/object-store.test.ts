import { ApiError, createAlibabaCloud, InvalidInputError, PermissionError, Secret, type AlibabaCloud } from '@ack-hybrid/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BucketPolicy } from '../plan/bucket-policy.ts';
import { startOssServer, type OssServer } from '../testing/oss-server.ts';
import { createOssStore } from './oss-ali-oss.ts';
import type { OssStoreOptions } from './oss-names.ts';
import { createOss20190517Store } from './oss-oss20190517.ts';
import type { ObjectStore } from './port.ts';

const policy: BucketPolicy = { Version: '1', Statement: [{ Effect: 'Deny', Action: ['oss:PutObject'], Principal: ['*'], Resource: ['acs:oss:*:1:scripts/x/*'] }] };
const content = Buffer.from('#!/bin/bash\necho ü\n');
let server: OssServer;

beforeEach(async () => {
  server = await startOssServer();
});
afterEach(() => server.stop());

const cloudOf = (securityToken?: string): AlibabaCloud =>
  createAlibabaCloud({
    region: 'cn-hangzhou',
    credentials: { accessKeyId: 'key', accessKeySecret: new Secret('canary-secret'), ...(securityToken === undefined ? {} : { securityToken: new Secret(securityToken) }) },
    endpoints: { oss: server.endpoint },
    retry: { minDelayMs: 1, maxDelayMs: 2, attempts: 3 },
  });

describe.each<[string, (cloud: AlibabaCloud, options: OssStoreOptions) => ObjectStore, RegExp]>([
  ['createOssStore', createOssStore, /^OSS4-HMAC-SHA256 /],
  ['createOss20190517Store', createOss20190517Store, /^OSS key:/],
])('%s', (_name, create, authorization) => {
  const storeOf = () => create(cloudOf(), { bucket: 'scripts' });

  it('gives nodes the internal URL, wherever it uploads to', () => {
    expect(storeOf().urlOf('a/b.sh')).toBe('https://scripts.oss-cn-hangzhou-internal.aliyuncs.com/a/b.sh');
    expect(create(cloudOf(), { bucket: 'scripts', region: 'cn-beijing' }).urlOf('x')).toBe('https://scripts.oss-cn-beijing-internal.aliyuncs.com/x');
  });

  it.each([['A'], ['ab'], ['-abc'], ['a_b'], ['a'.repeat(64)]])('refuses the bucket name %s', (bucket) => {
    expect(() => create(cloudOf(), { bucket })).toThrowError(InvalidInputError);
  });

  it('sends nothing before the first call', () => {
    storeOf();
    expect(server.requests).toEqual([]);
  });

  it('makes, marks, reads and deletes a bucket', async () => {
    const store = storeOf();
    expect(await store.readBucket()).toBeUndefined();
    await store.createBucket();
    expect(await store.readBucket()).toEqual({ tags: {} });
    await store.tagBucket({ 'ack-hybrid': 'c1', other: 'x' });
    expect(await store.readBucket()).toEqual({ tags: { 'ack-hybrid': 'c1', other: 'x' } });
    await store.tagBucket({ one: '1' });
    expect(await store.readBucket()).toEqual({ tags: { one: '1' } });
    await store.deleteBucket();
    expect(await store.readBucket()).toBeUndefined();
    for (const request of server.requests) expect(request.headers.authorization).toMatch(authorization);
  });

  it('writes, reads and deletes a policy as it is', async () => {
    const store = storeOf();
    await store.createBucket();
    expect(await store.readPolicy()).toBeUndefined();
    await store.writePolicy(policy);
    expect(JSON.parse(server.buckets.get('scripts')?.policy ?? '')).toEqual(policy);
    expect(await store.readPolicy()).toEqual(policy);
    await store.writePolicy(undefined);
    expect(await store.readPolicy()).toBeUndefined();
  });

  it('publishes private bytes with their checksum and metadata, and gives them back', async () => {
    const store = storeOf();
    await store.createBucket();
    expect(await store.get('p/a.sh')).toBeUndefined();
    await store.put('p/a.sh', content, { 'managed-by': 'ack-hybrid', cluster: 'c1' });
    const put = server.requests.at(-1);
    expect(put).toMatchObject({ method: 'PUT', target: 'scripts/p/a.sh', body: content });
    expect(put?.headers).toMatchObject({ 'x-oss-object-acl': 'private', 'x-oss-meta-managed-by': 'ack-hybrid', 'content-md5': expect.any(String) });
    expect(await store.get('p/a.sh')).toEqual({ content, metadata: { 'managed-by': 'ack-hybrid', cluster: 'c1' } });
    await store.delete('p/a.sh');
    await store.delete('p/a.sh');
    expect(await store.get('p/a.sh')).toBeUndefined();
  });

  it.each([0, 1, 2, 5])('lists %i objects of a prefix over all pages', async (count) => {
    const store = storeOf();
    await store.createBucket();
    const names = Array.from({ length: count }, (_value, index) => `p/${index}.sh`);
    for (const name of [...names, 'q/x.sh']) await store.put(name, content, {});
    expect(await store.list('p/')).toEqual(names);
  });

  it("says that a bucket isn't empty", async () => {
    const store = storeOf();
    await store.createBucket();
    await store.put('x', content, {});
    await expect(store.deleteBucket()).rejects.toMatchObject({ code: 'BucketNotEmpty', status: 409 });
  });

  it.each([
    ['a gateway page', { status: 502, body: '<html><body><hr>bad gateway</body></html>' }],
    ['a busy service', { status: 503, body: '<Error><Code>ServiceUnavailable</Code><Message>m</Message><RequestId>r</RequestId></Error>' }],
    ['throttling', { status: 400, body: '<Error><Code>Throttling.User</Code><Message>m</Message><RequestId>r</RequestId></Error>' }],
    ['too many requests', { status: 429, body: '<Error><Code>TooManyRequests</Code><Message>m</Message><RequestId>r</RequestId></Error>' }],
    ['half a body', { status: 200, body: '<BucketInfo><Bucket>', length: 200 }],
  ])('reads again after %s', async (_title, fault) => {
    const store = storeOf();
    await store.createBucket();
    server.faults.push(fault);
    expect(await store.readBucket()).toEqual({ tags: {} });
  });

  it.each([
    ['a gateway page', { status: 502, body: '<html><body><hr>bad gateway</body></html>' }],
    ['half a body', { status: 200, body: '{"Version":"1","Sta', length: 200 }],
    ['a busy service', { status: 503, body: '<Error><Code>ServiceUnavailable</Code><Message>m</Message><RequestId>r</RequestId></Error>' }],
  ])('never takes %s for a bucket without a policy', async (_title, fault) => {
    const store = storeOf();
    await store.createBucket();
    await store.writePolicy(policy);
    server.faults.push(fault);
    expect(await store.readPolicy()).toEqual(policy);
    server.faults.push(fault, fault, fault);
    await expect(store.readPolicy()).rejects.toSatisfy((error) => ApiError.isInstance(error) && error.retryable);
  });

  it('does not repeat a write whose answer was lost, and says that its outcome is unknown', async () => {
    const store = storeOf();
    await store.createBucket();
    server.faults.push({ status: 502, body: '<html><body><hr>bad gateway</body></html>' });
    const count = server.requests.length;
    await expect(store.put('x', content, {})).rejects.toMatchObject({ outcome: 'unknown', retryable: true });
    expect(server.requests).toHaveLength(count + 1);
  });

  it('names the missing permission, and shows neither secret nor content', async () => {
    const store = storeOf();
    await store.createBucket();
    server.faults.push({ status: 403, body: '<Error><Code>AccessDenied</Code><Message>You have no right</Message><RequestId>r</RequestId></Error>' });
    const error: unknown = await store.put('x', Buffer.from('canary-token'), {}).catch((caught: unknown) => caught);
    expect(PermissionError.isInstance(error) && error.missing).toBe('oss:PutObject');
    const { inspect } = await import('node:util');
    expect(inspect(error, { depth: 20 })).not.toContain('canary');
  });

  it('sends the token of temporary credentials', async () => {
    await create(cloudOf('sts-token'), { bucket: 'scripts' }).readBucket();
    expect(server.requests[0]?.headers['x-oss-security-token']).toBe('sts-token');
  });
});

describe('createOssStore', () => {
  it('stores a script under its own type', async () => {
    const store = createOssStore(cloudOf(), { bucket: 'scripts' });
    await store.createBucket();
    await store.put('x', content, {});
    expect(server.requests.at(-1)?.headers['content-type']).toBe('text/x-shellscript');
  });
});
