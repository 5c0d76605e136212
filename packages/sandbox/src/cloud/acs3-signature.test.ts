import { OpenApiUtil } from '@alicloud/openapi-core';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createNonceBook, verifyAcs3 } from './acs3-signature.ts';
import { parseQuery, type Exchange } from './http/exchange.ts';
import { ServiceError } from './service-error.ts';

const now = Date.parse('2026-11-21T08:00:00Z');

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly query?: Record<string, string>;
  readonly body?: string;
  readonly date?: string;
  readonly nonce?: string;
}

/** A request signed by the SDK core's own code. */
function signed({ method = 'POST', path = '/', query = {}, body = '', date = '2026-11-21T08:00:00Z', nonce = 'n1' }: Sent = {}): Exchange {
  const hash = createHash('sha256').update(body).digest('hex');
  const headers: Record<string, string> = {
    host: '127.0.0.1:1234',
    'x-acs-action': 'DescribeRegions',
    'x-acs-version': '2014-05-26',
    'x-acs-date': date,
    'x-acs-signature-nonce': nonce,
    'x-acs-content-sha256': hash,
    'user-agent': 'not signed',
  };
  const authorization = OpenApiUtil.getAuthorization({ method, pathname: path, query, headers } as never, 'ACS3-HMAC-SHA256', hash, 'id', 'secret');
  const text = Object.entries(query).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
  return { method, path, query: parseQuery(text), headers: { ...headers, authorization }, body: Buffer.from(body), actor: 'client' };
}

function codeOf(exchange: Exchange, options: { readonly at?: number; readonly secret?: string } = {}): string {
  try {
    return verifyAcs3(exchange, () => options.secret ?? 'secret', createNonceBook(), options.at ?? now);
  } catch (error) {
    return error instanceof ServiceError ? error.code : String(error);
  }
}

const withHeaders = (exchange: Exchange, headers: Record<string, string | undefined>): Exchange => ({ ...exchange, headers: { ...exchange.headers, ...headers } as Record<string, string> });

describe('verifyAcs3', () => {
  it.each<[string, Sent]>([
    ['without parameters', {}],
    ['with parameters that need encoding', { query: { B: "a b+c/d='*'()!~", 'Tag.1.Key': 'é', A: '' } }],
    ['with a body', { method: 'PUT', path: '/clusters/c1', body: '{"a":"ü"}' }],
    ['with an encoded path', { method: 'GET', path: '/clusters/a%20b%2Fc*d~e' }],
  ])('accepts what the SDK core signs %s', (_name, sent) => {
    expect(codeOf(signed(sent))).toBe('id');
  });

  it.each<[string, Exchange, string]>([
    ['another secret', signed(), 'SignatureDoesNotMatch'],
    ['an altered body', { ...signed({ body: '{"count":1}' }), body: Buffer.from('{"count":9}') }, 'SignatureDoesNotMatch'],
    ['an altered parameter', { ...signed({ query: { Count: '1' } }), query: [['Count', '9']] }, 'SignatureDoesNotMatch'],
    ['an altered path', { ...signed({ path: '/clusters/a' }), path: '/clusters/b' }, 'SignatureDoesNotMatch'],
    ['an altered method', { ...signed(), method: 'GET' }, 'SignatureDoesNotMatch'],
    ['an altered action', withHeaders(signed(), { 'x-acs-action': 'DeleteInstance' }), 'SignatureDoesNotMatch'],
    ['no authorization', withHeaders(signed(), { authorization: undefined }), 'MissingAuthorization'],
    ['another scheme', withHeaders(signed(), { authorization: 'Bearer x' }), 'InvalidAuthorization'],
    ['half an authorization', withHeaders(signed(), { authorization: 'ACS3-HMAC-SHA256 Credential=id' }), 'IncompleteSignature'],
    ['an action that is not signed', withHeaders(signed(), { authorization: 'ACS3-HMAC-SHA256 Credential=id,SignedHeaders=host,Signature=00' }), 'IncompleteSignature'],
    ['a date of another form', signed({ date: 'today' }), 'InvalidTimeStamp.Format'],
    ['a date that is too old', signed({ date: '2026-11-21T07:44:59Z' }), 'InvalidTimeStamp.Expired'],
    ['a date that lies ahead', signed({ date: '2026-11-21T08:15:01Z' }), 'InvalidTimeStamp.Expired'],
  ])('refuses a request with %s', (name, exchange, code) => {
    expect(codeOf(exchange, name === 'another secret' ? { secret: 'other' } : {})).toBe(code);
  });

  it('refuses a request that comes twice', () => {
    const nonces = createNonceBook();
    const verify = (nonce: string): string => verifyAcs3(signed({ nonce }), () => 'secret', nonces, now);
    expect(verify('a')).toBe('id');
    expect(verify('b')).toBe('id');
    expect(() => verify('a')).toThrow(expect.objectContaining({ code: 'SignatureNonceUsed' }) as Error);
  });

  it('does not spend the nonce of a request whose signature is wrong', () => {
    const nonces = createNonceBook();
    expect(() => verifyAcs3(signed(), () => 'other', nonces, now)).toThrow(ServiceError);
    expect(verifyAcs3(signed(), () => 'secret', nonces, now)).toBe('id');
  });
});

describe('createNonceBook', () => {
  it('forgets a nonce once its request would be too old anyway', () => {
    const nonces = createNonceBook();
    expect([nonces.use('a', 0), nonces.use('a', 900_000), nonces.use('b', 900_001), nonces.use('a', 900_001)]).toEqual([true, false, true, true]);
  });
});
