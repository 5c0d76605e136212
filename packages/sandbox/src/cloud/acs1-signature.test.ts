import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isSignedByAcsHeader, isSignedByQuery, verifySignedAcsHeader, verifySignedQuery } from './acs1-signature.ts';
import { createNonceBook } from './acs3-signature.ts';
import { parseQuery, type Exchange } from './http/exchange.ts';
import { ServiceError } from './service-error.ts';

/** The request of the vendor's page "Request signatures" of ECS, with its printed signature. */
const printed =
  'AccessKeyId=testid&Action=DescribeRegions&Format=XML&SignatureMethod=HMAC-SHA1&SignatureNonce=3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf&SignatureVersion=1.0&Timestamp=2016-02-23T12%3A46%3A24Z&Version=2014-05-26&Signature=OLeaidS1JvxuMvnyHOwuJ%2BuX5qY%3D';
const printedAt = Date.parse('2016-02-23T12:46:24Z');

const rpc = (query: string, headers: Record<string, string> = {}, body = ''): Exchange => ({ method: 'GET', path: '/', query: parseQuery(query), headers, body: Buffer.from(body), actor: 'client' });

function roa(path: string, changes: { readonly body?: string; readonly headers?: Record<string, string>; readonly secret?: string } = {}): Exchange {
  const body = changes.body ?? '';
  const headers: Record<string, string> = {
    accept: 'application/json',
    'content-md5': createHash('md5').update(body).digest('base64'),
    'content-type': 'application/json',
    date: 'Sat, 21 Nov 2026 08:00:00 GMT',
    'x-acs-signature-nonce': 'n1',
    'x-acs-version': '2015-12-15',
  };
  const text = `GET\napplication/json\n${headers['content-md5']}\napplication/json\n${headers['date']}\nx-acs-signature-nonce:n1\nx-acs-version:2015-12-15\n${path}`;
  const signature = createHmac('sha1', changes.secret ?? 'secret').update(text).digest('base64');
  const mark = path.indexOf('?');
  const query = mark < 0 ? [] : parseQuery(path.slice(mark + 1));
  return { method: 'GET', path: mark < 0 ? path : path.slice(0, mark), query, headers: { ...headers, authorization: `acs id:${signature}`, ...changes.headers }, body: Buffer.from(body), actor: 'client' };
}

function codeOf(verify: () => string): string {
  try {
    return verify();
  } catch (error) {
    return error instanceof ServiceError ? error.code : String(error);
  }
}

describe('verifySignedQuery', () => {
  const verify = (exchange: Exchange, at = printedAt): string => codeOf(() => verifySignedQuery(exchange, () => 'testsecret', createNonceBook(), at));

  it('accepts the signature that the vendor prints', () => {
    expect(isSignedByQuery(rpc(printed))).toBe(true);
    expect(verify(rpc(printed))).toBe('testid');
  });

  it.each<[string, string, string]>([
    ['another action', printed.replace('DescribeRegions', 'DescribeZones'), 'SignatureDoesNotMatch'],
    ['one more parameter', `${printed}&RegionId=cn-hangzhou`, 'SignatureDoesNotMatch'],
    ['another method of signing', printed.replace('HMAC-SHA1', 'HMAC-SHA256'), 'InvalidSignatureMethod'],
    ['no nonce', printed.replace(/SignatureNonce=[^&]*&/, ''), 'MissingSignatureNonce'],
    ['a date of another form', printed.replace('2016-02-23T12%3A46%3A24Z', '2016-02-23'), 'InvalidTimeStamp.Format'],
  ])('refuses %s', (_what, query, code) => expect(verify(rpc(query))).toBe(code));

  it('refuses a request that is older than a quarter of an hour', () => {
    expect(verify(rpc(printed), printedAt + 16 * 60_000)).toBe('InvalidTimeStamp.Expired');
  });

  it('refuses a nonce that was used', () => {
    const nonces = createNonceBook();
    const once = (): string => codeOf(() => verifySignedQuery(rpc(printed), () => 'testsecret', nonces, printedAt));
    expect([once(), once()]).toEqual(['testid', 'SignatureNonceUsed']);
  });

  it('counts the parameters of a form', () => {
    expect(verify(rpc(printed, { 'content-type': 'application/x-www-form-urlencoded' }, 'RegionId=cn-hangzhou'))).toBe('SignatureDoesNotMatch');
  });

  it('tells what it would have signed at the end of its message, as clients look for it', () => {
    const refused = (): string => verifySignedQuery(rpc(printed), () => 'wrong', createNonceBook(), printedAt);
    expect(refused).toThrow(/server string to sign is:GET&%2F&AccessKeyId%3Dtestid%26Action%3DDescribeRegions.*Version%3D2014-05-26$/);
  });
});

describe('verifySignedAcsHeader', () => {
  const at = Date.parse('2026-11-21T08:00:00Z');
  const verify = (exchange: Exchange, now = at): string => codeOf(() => verifySignedAcsHeader(exchange, () => 'secret', createNonceBook(), now));

  it.each(['/clusters/c1', '/clusters/c1/nodes?pageNumber=1&state=all', '/clusters?flag'])('accepts %s', (path) => {
    expect(isSignedByAcsHeader(roa(path))).toBe(true);
    expect(verify(roa(path))).toBe('id');
  });

  it.each<[string, Exchange, string]>([
    ['another secret', roa('/clusters/c1', { secret: 'other' }), 'SignatureDoesNotMatch'],
    ['another path', { ...roa('/clusters/c1'), path: '/clusters/c2' }, 'SignatureDoesNotMatch'],
    ['another query', { ...roa('/clusters/c1?a=1'), query: [['a', '2']] }, 'SignatureDoesNotMatch'],
    ['another header of ACS', roa('/clusters/c1', { headers: { 'x-acs-version': '2016-01-01' } }), 'SignatureDoesNotMatch'],
    ['another body', { ...roa('/clusters/c1', { body: '{}' }), body: Buffer.from('[]') }, 'ContentMD5NotMatched'],
    ['no date', roa('/clusters/c1', { headers: { date: '' } }), 'InvalidTimeStamp.Format'],
  ])('refuses %s', (_what, exchange, code) => expect(verify(exchange)).toBe(code));
});
