import { describe, expect, it } from 'vitest';
import { OssFailure, toOssFailure } from './ali-oss-error.ts';

describe('toOssFailure', () => {
  it.each([
    ['a code out of the answer', { name: 'AccessDeniedError', code: 'AccessDenied', status: 403, message: 'no right', requestId: 'r1' }, { code: 'AccessDenied', status: 403, requestId: 'r1', message: 'no right' }],
    ['a reset', { name: 'ResponseError', code: 'ResponseError', status: -1, message: 'socket hang up, PUT http://127.0.0.1:1/a -1 (connected: true)\nheaders: {}' }, { code: 'ECONNRESET', status: undefined, message: 'socket hang up' }],
    ['a refused connection', { name: 'RequestError', code: 'RequestError', status: -1, message: 'connect ECONNREFUSED 127.0.0.1:1, GET http://127.0.0.1:1/ -1' }, { code: 'ECONNREFUSED' }],
    ['a slow answer', { name: 'ResponseTimeoutError', message: 'Response timeout for 10000ms, please increase the timeout' }, { code: 'RequestTimeout' }],
    ['a slow connection', { name: 'ConnectionTimeoutError', code: 'ConnectionTimeoutError', status: -2, message: 'Connect timeout for 10000ms' }, { code: 'RequestTimeout' }],
    ["a gateway's page", { name: 'Error', status: 502, message: 'Unexpected close tag\nLine: 5\nraw xml: <html>secret</html>' }, { code: 'BrokenAnswer', status: 502, message: 'the answer is not what OSS sends (a gateway may stand between)' }],
    ['half an answer', { name: 'Error', message: 'Unclosed root tag\nLine: 3' }, { code: 'BrokenAnswer', status: undefined }],
  ])('names %s', (_title, error, expected) => expect(toOssFailure(error)).toMatchObject(expected));

  it('leaves what is named', () => {
    const failure = new OssFailure({ message: 'm', code: 'C' });
    expect(toOssFailure(failure)).toBe(failure);
  });
});
