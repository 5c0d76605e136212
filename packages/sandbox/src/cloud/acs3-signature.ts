import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { decode, encode, type Exchange } from './http/exchange.ts';
import { ServiceError } from './service-error.ts';

/** Finds the secret of an access key, or throws the service's own error for an id that does not exist or is inactive. */
export type SecretLookup = (accessKeyId: string) => string;

/** Remembers the nonces of the last quarter of an hour, so that no request is accepted twice. */
export interface NonceBook {
  /** Whether this nonce is new; it is not from now on. */
  use(nonce: string, now: number): boolean;
}

const algorithm = 'ACS3-HMAC-SHA256';
/** How far a request's date may be off. */
const skewMs = 15 * 60 * 1000;

/** Starts a book with no nonce in it. */
export function createNonceBook(): NonceBook {
  const seen = new Map<string, number>();
  return {
    use(nonce, now) {
      for (const [old, at] of seen) {
        if (now - at <= skewMs) break;
        seen.delete(old);
      }
      if (seen.has(nonce)) return false;
      seen.set(nonce, now);
      return true;
    },
  };
}

/**
 * Verifies the signature of a request to ECS, VPC, RAM or Container Service and returns its access key id.
 *
 * The wire form is that of the official SDKs: `Authorization: ACS3-HMAC-SHA256 Credential=…,SignedHeaders=…,Signature=…` over
 * method, path, sorted query, the signed headers and the SHA-256 of the body.
 *
 * @param now the machine's time, not the sandbox's: clients sign by the machine's clock.
 * @throws ServiceError for a request that is unsigned, altered, too old or replayed.
 */
export function verifyAcs3(exchange: Exchange, secretOf: SecretLookup, nonces: NonceBook, now: number): string {
  const { credential, signedHeaders, signature } = parseAuthorization(exchange.headers['authorization']);
  for (const required of ['host', 'x-acs-action', 'x-acs-version', 'x-acs-date', 'x-acs-signature-nonce', 'x-acs-content-sha256']) {
    if (exchange.headers[required] === undefined) throw missing(required);
    if (!signedHeaders.includes(required)) throw incomplete(`SignedHeaders lacks ${required}.`);
  }

  const date = exchange.headers['x-acs-date'] ?? '';
  const signedAt = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(date) ? Date.parse(date) : Number.NaN;
  if (Number.isNaN(signedAt)) throw new ServiceError(400, 'InvalidTimeStamp.Format', 'Specified time stamp or date value is not well formatted.');
  if (Math.abs(now - signedAt) > skewMs) throw new ServiceError(400, 'InvalidTimeStamp.Expired', 'Specified time stamp or date value is expired.');

  const secret = secretOf(credential);
  const bodyHash = sha256(exchange.body);
  if (exchange.headers['x-acs-content-sha256'] !== bodyHash) throw mismatch('x-acs-content-sha256 is not the hash of the body');
  const canonical = canonicalRequest(exchange, signedHeaders, bodyHash);
  const expected = createHmac('sha256', secret).update(`${algorithm}\n${sha256(canonical)}`).digest('hex');
  if (!equal(expected, signature)) throw mismatch(`server string to sign is: ${algorithm}\\n${sha256(canonical)}`);

  if (!nonces.use(exchange.headers['x-acs-signature-nonce'] ?? '', now)) {
    throw new ServiceError(400, 'SignatureNonceUsed', 'Specified signature nonce was used already.');
  }
  return credential;
}

function canonicalRequest(exchange: Exchange, signedHeaders: readonly string[], bodyHash: string): string {
  const query = [...exchange.query]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${name}=${value === undefined ? '' : encode(value)}`)
    .join('&');
  const path = exchange.path.split('/').map((segment) => encode(decode(segment.replace(/\+/g, '%2B')))).join('/');
  const headers = signedHeaders.map((name) => `${name}:${(exchange.headers[name] ?? '').trim()}\n`).join('');
  return [exchange.method, path, query, headers, signedHeaders.join(';'), bodyHash].join('\n');
}

function parseAuthorization(header: string | undefined): { credential: string; signedHeaders: string[]; signature: string } {
  if (header === undefined) throw missing('Authorization');
  const [scheme, rest = ''] = split(header, ' ');
  if (scheme !== algorithm) throw new ServiceError(400, 'InvalidAuthorization', `The sandbox verifies ${algorithm} only, not ${scheme}.`);
  const fields = new Map(rest.split(',').map((field) => split(field.trim(), '=')));
  const credential = fields.get('Credential');
  const signedHeaders = fields.get('SignedHeaders');
  const signature = fields.get('Signature');
  if (!credential || !signedHeaders || !signature) throw incomplete('Authorization needs Credential, SignedHeaders and Signature.');
  return { credential, signedHeaders: signedHeaders.split(';'), signature };
}

function split(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function equal(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

function missing(header: string): ServiceError {
  return new ServiceError(400, `Missing${header === 'Authorization' ? 'Authorization' : 'RequiredHeader'}`, `The header ${header} is required.`);
}

function incomplete(message: string): ServiceError {
  return new ServiceError(400, 'IncompleteSignature', `The request signature does not conform to Aliyun standards. ${message}`);
}

function mismatch(detail: string): ServiceError {
  return new ServiceError(400, 'SignatureDoesNotMatch', `Specified signature is not matched with our calculation. ${detail}`);
}
