import { describe, expect, it } from 'vitest';
import type { Exchange } from '../http/exchange.ts';
import { targetsOf } from './oss-call.ts';

const request = (host: string, path: string): Exchange => ({ method: 'GET', path, query: [], headers: { host }, body: Buffer.from(''), actor: 'client' });

describe('targetsOf', () => {
  it.each([
    ['127.0.0.1:1234', '/scripts/a/b.sh', [{ bucket: 'scripts', key: 'a/b.sh' }]],
    ['127.0.0.1:1234', '/scripts/', [{ bucket: 'scripts', key: undefined }]],
    ['127.0.0.1:1234', '/scripts', [{ bucket: 'scripts', key: undefined }]],
    ['127.0.0.1:1234', '/', [{ bucket: undefined, key: undefined }]],
    ['127.0.0.1:1234/scripts', '/scripts/k', [{ bucket: 'scripts', key: 'k' }]],
    ['scripts.oss-cn-hangzhou.aliyuncs.com', '/a/b.sh', [{ bucket: 'scripts', key: 'a/b.sh' }]],
    ['scripts.oss-cn-hangzhou-internal.aliyuncs.com:80', '/', [{ bucket: 'scripts', key: undefined }]],
    ['scripts.oss-cn-hangzhou.aliyuncs.com', '/scripts/k', [{ bucket: 'scripts', key: 'k' }, { bucket: 'scripts', key: 'scripts/k' }]],
    ['undefined.oss-cn-hangzhou.aliyuncs.com', '/', [{ bucket: undefined, key: undefined }]],
    ['.oss-cn-hangzhou.aliyuncs.com', '/', [{ bucket: undefined, key: undefined }]],
    ['oss-cn-hangzhou.aliyuncs.com', '/scripts/k', [{ bucket: 'scripts', key: 'k' }]],
    ['127.0.0.1', '/scripts/a%20b%2B+c', [{ bucket: 'scripts', key: 'a b++c' }]],
  ])('reads host %s and path %s', (host, path, expected) => {
    expect(targetsOf(request(host, path))).toEqual(expected);
  });
});
