import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { NonceBook, SecretLookup } from './acs3-signature.ts';
import { decode, encode, parseQuery, queryValue, type Exchange } from './http/exchange.ts';
import { ServiceError } from './service-error.ts';

/** How far a request's date may be off. */
const skewMs = 15 * 60 * 1000;

/** Whether a request to an RPC service is signed in the older way, by parameters of its query. */
export function isSignedByQuery(exchange: Exchange): boolean {
  return exchange.headers['authorization'] === undefined && queryValue(exchange, 'Signature') !== undefined;
}

/** Whether a request to Container Service is signed in the older way, by `Authorization: acs ID:SIGNATURE`. */
export function isSignedByAcsHeader(exchange: Exchange): boolean {
  return exchange.headers['authorization']?.startsWith('acs ') === true;
}

/**
 * Verifies the older signature of an RPC request and returns its access key id: HMAC-SHA1 over method and sorted parameters, as the
 * vendor's "Request signatures" page defines it (`SignatureVersion` 1.0). The real services accept it beside ACS3-HMAC-SHA256.
 *
 * @throws ServiceError for a request that is incomplete, altered, too old or replayed.
 */
export function verifySignedQuery(exchange: Exchange, secretOf: SecretLookup, nonces: NonceBook, now: number): string {
  for (const name of ['AccessKeyId', 'SignatureMethod', 'SignatureVersion', 'SignatureNonce', 'Timestamp']) if (!queryValue(exchange, name)) throw missingParameter(name);
  if (queryValue(exchange, 'SignatureMethod') !== 'HMAC-SHA1') throw invalidParameter('SignatureMethod');
  if (queryValue(exchange, 'SignatureVersion') !== '1.0') throw invalidParameter('SignatureVersion');
  const accessKeyId = queryValue(exchange, 'AccessKeyId') ?? '';
  const timestamp = queryValue(exchange, 'Timestamp') ?? '';
  requireRecent(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(timestamp) ? Date.parse(timestamp) : Number.NaN, now);

  const secret = secretOf(accessKeyId);
  const isForm = (exchange.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  const parameters = [...exchange.query, ...(isForm ? parseQuery(exchange.body.toString()) : [])]
    .filter(([name]) => name !== 'Signature')
    .map(([name, value]) => [name, value ?? ''] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const query = parameters.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
  const stringToSign = `${exchange.method}&%2F&${encode(query)}`;
  requireSignature(stringToSign, `${secret}&`, queryValue(exchange, 'Signature') ?? '');
  requireNewNonce(nonces, queryValue(exchange, 'SignatureNonce') ?? '', now);
  return accessKeyId;
}

/**
 * Verifies the older signature of a REST request and returns its access key id: HMAC-SHA1 over method, four headers, the `x-acs-` headers,
 * and path and query as they read before they are encoded.
 *
 * @throws ServiceError for a request that is incomplete, altered, too old or replayed.
 */
export function verifySignedAcsHeader(exchange: Exchange, secretOf: SecretLookup, nonces: NonceBook, now: number): string {
  const { headers } = exchange;
  const [accessKeyId = '', signature = ''] = (headers['authorization'] ?? '').slice('acs '.length).split(':');
  requireRecent(Date.parse(headers['date'] ?? ''), now);
  const digest = headers['content-md5'];
  if (digest !== undefined && digest !== createHash('md5').update(exchange.body).digest('base64')) throw new ServiceError(400, 'ContentMD5NotMatched', 'Specified Content-MD5 is not that of the body.');

  const secret = secretOf(accessKeyId);
  const acsHeaders = Object.keys(headers).filter((name) => name.startsWith('x-acs-')).sort();
  const query = [...exchange.query]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => (value ? `${name}=${value}` : name))
    .join('&');
  const stringToSign = [
    exchange.method,
    ...['accept', 'content-md5', 'content-type', 'date'].map((name) => headers[name] ?? ''),
    ...acsHeaders.map((name) => `${name}:${headers[name]}`),
    `${decode(exchange.path.replace(/\+/g, '%2B'))}${query === '' ? '' : `?${query}`}`,
  ].join('\n');
  requireSignature(stringToSign, secret, signature);
  const nonce = headers['x-acs-signature-nonce'];
  if (nonce !== undefined) requireNewNonce(nonces, nonce, now);
  return accessKeyId;
}

function requireRecent(signedAt: number, now: number): void {
  if (Number.isNaN(signedAt)) throw new ServiceError(400, 'InvalidTimeStamp.Format', 'Specified time stamp or date value is not well formatted.');
  if (Math.abs(now - signedAt) > skewMs) throw new ServiceError(400, 'InvalidTimeStamp.Expired', 'Specified time stamp or date value is expired.');
}

/** The end of the message is what the vendor's client compares with what it signed: equal strings mean that the secret is wrong. */
function requireSignature(stringToSign: string, key: string, signature: string): void {
  const expected = createHmac('sha1', key).update(stringToSign).digest('base64');
  if (expected.length === signature.length && timingSafeEqual(Buffer.from(expected), Buffer.from(signature))) return;
  throw new ServiceError(400, 'SignatureDoesNotMatch', `Specified signature is not matched with our calculation. server string to sign is:${stringToSign}`);
}

function requireNewNonce(nonces: NonceBook, nonce: string, now: number): void {
  if (!nonces.use(nonce, now)) throw new ServiceError(400, 'SignatureNonceUsed', 'Specified signature nonce was used already.');
}

function missingParameter(name: string): ServiceError {
  return new ServiceError(400, `Missing${name}`, `${name} is mandatory for this action.`);
}

function invalidParameter(name: string): ServiceError {
  return new ServiceError(400, `Invalid${name}`, `Specified parameter ${name} is not valid.`);
}
