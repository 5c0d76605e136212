import { createHash } from 'node:crypto';
import { crc64 } from './crc64.ts';
import { asksFor, emptyAnswer, findBucket, findObject, ossOperation, ownerOf, xmlAnswer, type OssCall, type OssOperation } from './oss-call.ts';
import { requireIntact } from './buckets.ts';
import type { Answer } from '../http/exchange.ts';
import { ServiceError } from '../service-error.ts';
import type { CloudState } from '../state.ts';
import type { ObjectAcl, StoredObject } from './oss-state.ts';

/** The operation on objects that this request asks for, if the sandbox knows it. */
export function objectOperation(operations: Readonly<Record<string, OssOperation>>, { exchange }: OssCall): OssOperation | undefined {
  if (asksFor(exchange, 'acl')) return operations[`${exchange.method} acl`];
  if (['uploads', 'uploadId', 'append', 'tagging', 'symlink', 'restore'].some((name) => asksFor(exchange, name))) return undefined;
  if (exchange.headers['x-oss-copy-source'] !== undefined) return undefined;
  return operations[exchange.method];
}

/** OSS's operations on objects, by method and subresource. */
export function objectOperations(state: CloudState): Readonly<Record<string, OssOperation>> {
  return {
    PUT: ossOperation('PutObject', 'write', (call) => putObject(state, call)),

    GET: ossOperation('GetObject', 'read', (call) => {
      const object = findObject(state, call);
      return { status: 200, headers: headersOf(object), body: object.content };
    }),

    HEAD: ossOperation('HeadObject', 'read', (call) => {
      const object = findObject(state, call);
      return { status: 200, headers: { ...headersOf(object), 'content-length': String(object.content.length) }, body: '' };
    }, 'oss:GetObject'),

    // Deleting what is not there is no error.
    DELETE: ossOperation('DeleteObject', 'write', (call) => {
      findBucket(state, call).objects.delete(call.target.key ?? '');
      return emptyAnswer(204);
    }),

    'PUT acl': ossOperation('PutObjectACL', 'write', (call) => {
      findObject(state, call).acl = readAcl(call) ?? 'default';
      return emptyAnswer();
    }, 'oss:PutObjectAcl'),

    'GET acl': ossOperation(
      'GetObjectACL',
      'read',
      (call) => xmlAnswer('AccessControlPolicy', { Owner: ownerOf(state), AccessControlList: { Grant: findObject(state, call).acl } }),
      'oss:GetObjectAcl',
    ),
  };
}

function putObject(state: CloudState, call: OssCall): Answer {
  const bucket = findBucket(state, call);
  const key = call.target.key ?? '';
  if (Buffer.byteLength(key) > 1023 || key.startsWith('\\')) throw new ServiceError(400, 'InvalidObjectName', 'The specified object is not valid.');
  requireIntact(call);
  const { headers, body } = call.exchange;
  if (headers['x-oss-forbid-overwrite'] === 'true' && bucket.objects.has(key)) {
    throw new ServiceError(409, 'FileAlreadyExists', 'The object you specified already exists and can not be overwritten.');
  }
  const object: StoredObject = {
    key,
    content: body,
    contentType: headers['content-type'] ?? 'application/octet-stream',
    etag: createHash('md5').update(body).digest('hex').toUpperCase(),
    modified: state.now(),
    meta: Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (name.startsWith('x-oss-meta-') ? [[name.slice('x-oss-meta-'.length), value]] : []))),
    acl: readAcl(call) ?? 'default',
  };
  bucket.objects.set(key, object);
  return emptyAnswer(200, { etag: `"${object.etag}"`, 'content-md5': createHash('md5').update(body).digest('base64'), 'x-oss-hash-crc64ecma': crc64(body) });
}

function readAcl({ exchange }: OssCall): ObjectAcl | undefined {
  const acl = exchange.headers['x-oss-object-acl']?.replace(/"/g, '');
  if (acl === undefined || acl === 'default' || acl === 'private' || acl === 'public-read' || acl === 'public-read-write') return acl;
  throw new ServiceError(400, 'InvalidArgument', `No such object access control exists: ${acl}.`);
}

function headersOf(object: StoredObject): Record<string, string> {
  return {
    'content-type': object.contentType,
    etag: `"${object.etag}"`,
    'last-modified': new Date(object.modified).toUTCString(),
    'x-oss-object-type': 'Normal',
    'x-oss-storage-class': 'Standard',
    'content-md5': Buffer.from(object.etag, 'hex').toString('base64'),
    'x-oss-hash-crc64ecma': crc64(object.content),
    ...Object.fromEntries(Object.entries(object.meta).map(([name, value]) => [`x-oss-meta-${name}`, value])),
  };
}
