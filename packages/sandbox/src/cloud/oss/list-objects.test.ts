import { describe, expect, it } from 'vitest';
import { errorOf, startTestCloud } from '../testing/test-cloud.ts';

async function withObjects(...keys: string[]) {
  const cloud = await startTestCloud();
  const oss = await cloud.oss({ bucket: 'scripts' });
  await oss.putBucket('scripts');
  for (const key of keys) await oss.put(key, Buffer.from('x'));
  return oss;
}

describe('listing objects', () => {
  it('gives an empty list of an empty bucket', async () => {
    const oss = await withObjects();
    expect(await oss.listV2({}, {})).toMatchObject({ objects: [], keyCount: 0, isTruncated: false });
    expect(await oss.list({ 'max-keys': 10 }, {})).toMatchObject({ objects: [], isTruncated: false });
  });

  it('gives keys in order, by prefix', async () => {
    const oss = await withObjects('b', 'a/2', 'a/1');
    const { objects } = await oss.listV2({ prefix: 'a/' }, {});
    expect(objects.map((object) => [object.name, object.size])).toEqual([['a/1', 1], ['a/2', 1]]);
  });

  it('folds what lies behind a delimiter', async () => {
    const oss = await withObjects('a/1', 'a/2', 'b', 'c/d/e');
    const listed = await oss.list({ delimiter: '/', 'max-keys': 100 }, {});
    expect([listed.objects.map((object) => object.name), listed.prefixes]).toEqual([['b'], ['a/', 'c/']]);
  });

  it('gives page after page, in both versions', async () => {
    const keys = ['a', 'b', 'c', 'd', 'e'];
    const oss = await withObjects(...keys);
    const v2: string[] = [];
    for (let token: string | null = ''; token !== null; ) {
      const { objects, nextContinuationToken } = (await oss.listV2({ 'max-keys': '2', ...(token === '' ? {} : { 'continuation-token': token }) }, {})) as unknown as { objects: { name: string }[]; nextContinuationToken: string | null };
      v2.push(...objects.map((object) => object.name));
      token = nextContinuationToken;
    }
    const v1: string[] = [];
    for (let marker: string | null = ''; marker !== null; ) {
      const { objects, nextMarker } = await oss.list({ 'max-keys': 2, marker }, {});
      v1.push(...objects.map((object) => object.name));
      marker = nextMarker;
    }
    expect([v2, v1]).toEqual([keys, keys]);
  });

  it('refuses a page size out of bounds', async () => {
    const oss = await withObjects();
    expect((await errorOf(oss.listV2({ 'max-keys': '1001' }, {}))).code).toBe('InvalidArgument');
  });
});
