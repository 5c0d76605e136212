import { encode, queryValue } from '../http/exchange.ts';
import { ServiceError } from '../service-error.ts';
import type { CloudState } from '../state.ts';
import { findBucket, ossOperation, ownerOf, xmlAnswer, type OssCall, type OssOperation } from './oss-call.ts';
import type { StoredObject } from './oss-state.ts';
import type { XmlContent } from './xml.ts';

/** OSS's two ways to list the objects of a bucket. Both need the RAM action oss:ListObjects. */
export function listOperations(state: CloudState): Readonly<Record<string, OssOperation>> {
  return {
    ListObjects: ossOperation('ListObjects', 'read', (call) => {
      const marker = queryValue(call.exchange, 'marker') ?? '';
      const { fields, entries, next } = select(state, call, marker);
      return xmlAnswer('ListBucketResult', { ...fields, Marker: marker, ...(next === undefined ? {} : { NextMarker: next }), ...entries });
    }),

    ListObjectsV2: ossOperation(
      'ListObjectsV2',
      'read',
      (call) => {
        const token = queryValue(call.exchange, 'continuation-token') ?? '';
        const start = token === '' ? (queryValue(call.exchange, 'start-after') ?? '') : Buffer.from(token, 'base64url').toString();
        const { fields, entries, next, count } = select(state, call, start);
        return xmlAnswer('ListBucketResult', {
          ...fields,
          KeyCount: count,
          ...(token === '' ? {} : { ContinuationToken: token }),
          ...(next === undefined ? {} : { NextContinuationToken: Buffer.from(next).toString('base64url') }),
          ...entries,
        });
      },
      'oss:ListObjects',
    ),
  };
}

interface Selection {
  readonly fields: { readonly [name: string]: XmlContent };
  readonly entries: { readonly [name: string]: readonly XmlContent[] };
  /** Where the next page starts; absent on the last one. */
  readonly next: string | undefined;
  readonly count: number;
}

function select(state: CloudState, call: OssCall, after: string): Selection {
  const { exchange } = call;
  const bucket = findBucket(state, call);
  const prefix = queryValue(exchange, 'prefix') ?? '';
  const delimiter = queryValue(exchange, 'delimiter') ?? '';
  const maximum = Number(queryValue(exchange, 'max-keys') || '100');
  if (!Number.isInteger(maximum) || maximum < 1 || maximum > 1000) throw new ServiceError(400, 'InvalidArgument', 'max-keys must be from 1 to 1000.');
  const encodes = queryValue(exchange, 'encoding-type') === 'url';
  const name = (text: string): string => (encodes ? encode(text) : text);

  // An entry is an object, or everything below a common prefix.
  const entries = new Map<string, StoredObject | undefined>();
  for (const key of [...bucket.objects.keys()].sort()) {
    if (!key.startsWith(prefix)) continue;
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const entry = end < 0 ? key : key.slice(0, end + delimiter.length);
    if (entry > after) entries.set(entry, end < 0 ? bucket.objects.get(key) : undefined);
  }
  const page = [...entries].slice(0, maximum);
  const truncated = entries.size > maximum;
  const withOwner = queryValue(exchange, 'list-type') !== '2' || queryValue(exchange, 'fetch-owner') === 'true';
  return {
    fields: {
      Name: bucket.name,
      Prefix: name(prefix),
      MaxKeys: maximum,
      Delimiter: name(delimiter),
      IsTruncated: truncated,
      ...(encodes ? { EncodingType: 'url' } : {}),
    },
    entries: {
      Contents: page.flatMap(([, object]): XmlContent[] => (object === undefined ? [] : [objectXml(state, object, name(object.key), withOwner)])),
      CommonPrefixes: page.flatMap(([entry, object]): XmlContent[] => (object === undefined ? [{ Prefix: name(entry) }] : [])),
    },
    next: truncated ? page.at(-1)?.[0] : undefined,
    count: page.length,
  };
}

function objectXml(state: CloudState, object: StoredObject, name: string, withOwner: boolean): XmlContent {
  return {
    Key: name,
    LastModified: new Date(object.modified).toISOString(),
    ETag: `"${object.etag}"`,
    Type: 'Normal',
    Size: object.content.length,
    StorageClass: 'Standard',
    ...(withOwner ? { Owner: ownerOf(state) } : {}),
  };
}
