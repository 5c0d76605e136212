import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { encode, queryValue, type Exchange } from '../http/exchange.ts';
import { ServiceError } from '../service-error.ts';

/** What an OSS request is about, as one of the ways to read its host and path says. */
export interface OssTarget {
  /** `undefined` for the service itself. */
  readonly bucket: string | undefined;
  /** `undefined` for the bucket itself. */
  readonly key: string | undefined;
}

/** How a request was signed, and about what: the reading that its signature confirms. */
export type OssSigner =
  | { readonly signed: false; readonly target: OssTarget }
  | { readonly signed: true; readonly version: 'V1' | 'V4'; readonly accessKeyId: string; readonly target: OssTarget };

/** What the verification needs from outside. */
export interface OssVerification {
  readonly region: string;
  /** @throws ServiceError for a key that does not exist or is inactive. */
  secretOf(accessKeyId: string): string;
  /** The machine's time: clients sign by the machine's clock. */
  readonly now: number;
  /** The sandbox's time: signed URLs expire by it. */
  readonly sandboxNow: number;
}

const v4 = 'OSS4-HMAC-SHA256';
/** How far a request's date may be off. */
const skewMs = 15 * 60 * 1000;

/**
 * Verifies a request to OSS: V4 (`OSS4-HMAC-SHA256`) or V1 (`OSS id:signature`), in the header or in the query.
 *
 * @param targets the possible readings of host and path; the first one that the signature fits is taken.
 * @throws ServiceError for a request whose signature fits none, or that is too old.
 */
export function verifyOss(exchange: Exchange, targets: readonly [OssTarget, ...OssTarget[]], verification: OssVerification): OssSigner {
  const authorization = exchange.headers['authorization'];
  if (authorization?.startsWith(`${v4} `)) return verifyV4Header(exchange, authorization.slice(v4.length + 1), targets, verification);
  if (authorization?.startsWith('OSS ')) return verifyV1(exchange, authorization.slice(4), exchange.headers['x-oss-date'] ?? exchange.headers['date'] ?? '', targets, verification);
  if (authorization !== undefined) throw new ServiceError(400, 'InvalidArgument', 'Authorization header is invalid.');
  if (queryValue(exchange, 'x-oss-signature') !== undefined) return verifyV4Query(exchange, targets, verification);
  const id = queryValue(exchange, 'OSSAccessKeyId');
  if (id !== undefined) {
    const expires = queryValue(exchange, 'Expires') ?? '';
    if (!(Number(expires) * 1000 > verification.sandboxNow)) throw expired();
    return verifyV1(exchange, `${id}:${queryValue(exchange, 'Signature') ?? ''}`, expires, targets, verification, true);
  }
  return { signed: false, target: targets[0] };
}

function verifyV4Header(exchange: Exchange, fields: string, targets: readonly OssTarget[], verification: OssVerification): OssSigner {
  const parts = new Map(fields.split(',').map((field) => [field.trim().slice(0, field.trim().indexOf('=')), field.trim().slice(field.trim().indexOf('=') + 1)]));
  const date = exchange.headers['x-oss-date'] ?? '';
  requireRecent(parseDate(date), verification.now);
  const payload = exchange.headers['x-oss-content-sha256'] ?? 'UNSIGNED-PAYLOAD';
  if (payload !== 'UNSIGNED-PAYLOAD' && payload !== sha256(exchange.body)) throw mismatch();
  return verifyV4(exchange, { credential: parts.get('Credential') ?? '', additional: parts.get('AdditionalHeaders') ?? '', signature: parts.get('Signature') ?? '', date, payload }, targets, verification);
}

function verifyV4Query(exchange: Exchange, targets: readonly OssTarget[], verification: OssVerification): OssSigner {
  const value = (name: string): string => queryValue(exchange, name) ?? '';
  const date = value('x-oss-date');
  if (!(parseDate(date) + Number(value('x-oss-expires')) * 1000 > verification.sandboxNow)) throw expired();
  const signed = { credential: value('x-oss-credential'), additional: value('x-oss-additional-headers'), signature: value('x-oss-signature'), date, payload: 'UNSIGNED-PAYLOAD' };
  return verifyV4(exchange, signed, targets, verification);
}

interface V4Fields {
  readonly credential: string;
  readonly additional: string;
  readonly signature: string;
  readonly date: string;
  readonly payload: string;
}

function verifyV4(exchange: Exchange, fields: V4Fields, targets: readonly OssTarget[], verification: OssVerification): OssSigner {
  const [accessKeyId = '', day = '', region = '', product = '', terminator = ''] = fields.credential.split('/');
  if (product !== 'oss' || terminator !== 'aliyun_v4_request' || day !== fields.date.slice(0, 8)) throw new ServiceError(400, 'InvalidArgument', 'The credential scope is not well formed.');
  if (region !== verification.region) throw new ServiceError(400, 'InvalidArgument', `Invalid signing region in Authorization: ${region}. The region is ${verification.region}.`);
  const secret = verification.secretOf(accessKeyId);
  const key = [day, region, product, terminator].reduce<string | Buffer>((parent, part) => createHmac('sha256', parent).update(part).digest(), `aliyun_v4${secret}`);

  const additional = fields.additional.split(';').filter((name) => name !== '');
  const names = Object.keys(exchange.headers).filter((name) => name === 'content-type' || name === 'content-md5' || name.startsWith('x-oss-') || additional.includes(name));
  const headers = names.sort().map((name) => `${name}:${(exchange.headers[name] ?? '').trim()}\n`).join('');
  for (const target of targets) {
    // A name without a value is signed without `=`; clients that send an empty value may sign it with one.
    for (const emptySign of ['', '=']) {
      const query = exchange.query
        .filter(([name]) => name !== 'x-oss-signature')
        .map(([name, value]) => `${encode(name)}${value ? `=${encode(value)}` : emptySign}`)
        .sort()
        .join('&');
      const canonical = [exchange.method, encode(pathOf(target)).replace(/%2F/g, '/'), query, headers, fields.additional, fields.payload].join('\n');
      const expected = createHmac('sha256', key).update([v4, fields.date, `${day}/${region}/${product}/${terminator}`, sha256(canonical)].join('\n')).digest('hex');
      if (equal(expected, fields.signature)) return { signed: true, version: 'V4', accessKeyId, target };
    }
  }
  throw mismatch();
}

function verifyV1(exchange: Exchange, credential: string, date: string, targets: readonly OssTarget[], verification: OssVerification, inQuery = false): OssSigner {
  const colon = credential.lastIndexOf(':');
  const [accessKeyId, signature] = [credential.slice(0, colon), credential.slice(colon + 1)];
  const secret = verification.secretOf(accessKeyId);
  if (!inQuery) requireRecent(Date.parse(date), verification.now);
  const ossHeaders = Object.keys(exchange.headers)
    .filter((name) => name.startsWith('x-oss-'))
    .sort()
    .map((name) => `${name}:${(exchange.headers[name] ?? '').trim()}\n`)
    .join('');
  const subresources = exchange.query
    .filter(([name]) => isSubresource(name))
    .map(([name, value]) => (value ? `${name}=${value}` : name))
    .sort();
  for (const target of targets) {
    const resource = pathOf(target) + (subresources.length > 0 ? `?${subresources.join('&')}` : '');
    const text = `${[exchange.method, exchange.headers['content-md5'] ?? '', exchange.headers['content-type'] ?? '', date].join('\n')}\n${ossHeaders}${resource}`;
    if (equal(createHmac('sha1', secret).update(text).digest('base64'), signature)) return { signed: true, version: 'V1', accessKeyId, target };
  }
  throw mismatch();
}

/** Query parameters that V1 signs. */
const subresourceNames = new Set('acl bucketInfo callback callback-var comp continuation-token cors delete encryption endTime img lifecycle live location logging objectMeta partNumber policy position qos referer replication restore security-token startTime stat status style styleName symlink tagging uploadId uploads versionId versioning versions vod website worm'.split(' '));

function isSubresource(name: string): boolean {
  return subresourceNames.has(name) || name.startsWith('response-') || name.startsWith('x-oss-');
}

function pathOf(target: OssTarget): string {
  return target.bucket === undefined ? '/' : `/${target.bucket}/${target.key ?? ''}`;
}

function parseDate(text: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (match === null) throw new ServiceError(403, 'AccessDenied', 'The date of the request is not well formed.');
  const [year = 0, month = 1, ...rest] = match.slice(1).map(Number);
  const [day, hour, minute, second] = rest;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function requireRecent(date: number, now: number): void {
  if (!(Math.abs(now - date) <= skewMs)) throw new ServiceError(403, 'RequestTimeTooSkewed', 'The difference between the request time and the current time is too large.');
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function equal(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

function expired(): ServiceError {
  return new ServiceError(403, 'AccessDenied', 'Request has expired.');
}

function mismatch(): ServiceError {
  return new ServiceError(403, 'SignatureDoesNotMatch', 'The request signature we calculated does not match the signature you provided. Check your key and signing method.');
}
