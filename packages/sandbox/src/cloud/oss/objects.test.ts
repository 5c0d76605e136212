import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { errorOf, startTestCloud } from '../testing/test-cloud.ts';

async function withBucket() {
  const cloud = await startTestCloud();
  const oss = await cloud.oss({ bucket: 'scripts' });
  await oss.putBucket('scripts');
  return { cloud, oss };
}

describe('objects', () => {
  it('keep their bytes, type and metadata', async () => {
    const { oss } = await withBucket();
    const bytes = Buffer.from([0, 255, 10, 13, 128]);
    await oss.put('k', bytes, { mime: 'text/x-shellscript', meta: { sha256: 'abc' } } as never);
    const got = await oss.get('k');
    expect((got.content as Buffer).equals(bytes)).toBe(true);
    const head = await oss.head('k');
    expect(head.meta).toEqual({ sha256: 'abc' });
    expect(head.res.headers).toMatchObject({ 'content-type': 'text/x-shellscript', 'content-length': '5', etag: `"${createHash('md5').update(bytes).digest('hex').toUpperCase()}"` });
  });

  it('are not found where they are not, by GET and by HEAD', async () => {
    const { oss } = await withBucket();
    expect(await errorOf(oss.get('none'))).toMatchObject({ code: 'NoSuchKey', status: 404 });
    expect(await errorOf(oss.head('none'))).toMatchObject({ code: 'NoSuchKey', status: 404 });
  });

  it('are overwritten unless that is forbidden', async () => {
    const { oss } = await withBucket();
    await oss.put('k', Buffer.from('1'));
    await oss.put('k', Buffer.from('2'));
    expect(await errorOf(oss.put('k', Buffer.from('3'), { headers: { 'x-oss-forbid-overwrite': 'true' } }))).toMatchObject({ code: 'FileAlreadyExists', status: 409 });
    expect(((await oss.get('k')).content as Buffer).toString()).toBe('2');
  });

  it('are refused where their bytes are not those of Content-MD5', async () => {
    const { oss } = await withBucket();
    const put = oss.put('k', Buffer.from('x'), { headers: { 'Content-MD5': createHash('md5').update('y').digest('base64') } });
    expect(await errorOf(put)).toMatchObject({ code: 'InvalidDigest', status: 400 });
  });

  it('are deleted, twice without an error', async () => {
    const { oss } = await withBucket();
    await oss.put('k', Buffer.from('x'));
    expect([(await oss.delete('k')).res.status, (await oss.delete('k')).res.status]).toEqual([204, 204]);
    expect((await errorOf(oss.get('k'))).code).toBe('NoSuchKey');
  });

  it('have an ACL of their own', async () => {
    const { oss } = await withBucket();
    await oss.put('k', Buffer.from('x'));
    expect((await oss.getACL('k')).acl).toBe('default');
    await oss.putACL('k', 'public-read');
    expect((await oss.getACL('k')).acl).toBe('public-read');
    expect((await errorOf(oss.putACL('k', 'open' as never))).code).toBe('InvalidArgument');
  });
});
