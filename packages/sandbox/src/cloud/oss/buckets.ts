import { createHash } from 'node:crypto';
import { queryValue } from '../http/exchange.ts';
import { ServiceError } from '../service-error.ts';
import type { CloudState } from '../state.ts';
import { parseBucketPolicy } from './bucket-policy.ts';
import { asksFor, emptyAnswer, findBucket, ossOperation, ownerOf, xmlAnswer, type OssCall, type OssOperation } from './oss-call.ts';
import type { Bucket, BucketAcl } from './oss-state.ts';
import { textsIn } from './xml.ts';

/** The operation on buckets that this request asks for, if the sandbox knows it. */
export function bucketOperation(operations: Readonly<Record<string, OssOperation>>, call: OssCall): OssOperation | undefined {
  const { exchange, target } = call;
  if (target.bucket === undefined) return exchange.method === 'GET' ? operations['ListBuckets'] : undefined;
  const subresource = (['policy', 'tagging', 'acl', 'bucketInfo', 'location'] as const).find((name) => asksFor(exchange, name));
  if (subresource !== undefined) return operations[`${exchange.method} ${subresource}`];
  if (exchange.query.some(([name]) => unknownSubresources.has(name))) return undefined;
  if (exchange.method === 'GET') return operations[queryValue(exchange, 'list-type') === '2' ? 'ListObjectsV2' : 'ListObjects'];
  return operations[exchange.method];
}

const unknownSubresources = new Set(['versioning', 'versions', 'lifecycle', 'website', 'cors', 'logging', 'referer', 'encryption', 'inventory', 'worm', 'stat', 'uploads', 'replication', 'delete', 'publicAccessBlock', 'policyStatus']);

/** OSS's operations on buckets, by method and subresource. */
export function bucketOperations(state: CloudState): Readonly<Record<string, OssOperation>> {
  return {
    ListBuckets: ossOperation('ListBuckets', 'read', ({ exchange }) => {
      const prefix = queryValue(exchange, 'prefix') ?? '';
      const buckets = [...state.oss.buckets.values()].filter((bucket) => bucket.name.startsWith(prefix));
      return xmlAnswer('ListAllMyBucketsResult', { Owner: ownerOf(state), Buckets: { Bucket: buckets.map((bucket) => ({ ...summary(state, bucket) })) } });
    }),

    PUT: ossOperation('PutBucket', 'write', (call) => {
      const name = call.target.bucket ?? '';
      if (!/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(name)) throw new ServiceError(400, 'InvalidBucketName', 'The specified bucket is not valid.', { BucketName: name });
      const acl = readAcl(call);
      const existing = state.oss.buckets.get(name);
      if (existing === undefined) state.oss.buckets.set(name, { name, created: state.now(), objects: new Map(), acl: acl ?? 'private', tags: {}, policy: undefined });
      else if (acl !== undefined) existing.acl = acl;
      return emptyAnswer(200, { location: `/${name}` });
    }),

    DELETE: ossOperation('DeleteBucket', 'write', (call) => {
      const bucket = findBucket(state, call);
      if (bucket.objects.size > 0) throw new ServiceError(409, 'BucketNotEmpty', 'The bucket you tried to delete is not empty.', { BucketName: bucket.name });
      state.oss.buckets.delete(bucket.name);
      return emptyAnswer(204);
    }),

    'GET bucketInfo': ossOperation('GetBucketInfo', 'read', (call) => {
      const bucket = findBucket(state, call);
      return xmlAnswer('BucketInfo', {
        Bucket: { ...summary(state, bucket), Owner: ownerOf(state), AccessControlList: { Grant: bucket.acl }, DataRedundancyType: 'LRS', AccessMonitor: 'Disabled' },
      });
    }),

    'GET location': ossOperation('GetBucketLocation', 'read', (call) => {
      findBucket(state, call);
      return xmlAnswer('LocationConstraint', `oss-${state.world.region}`);
    }),

    'GET acl': ossOperation('GetBucketAcl', 'read', (call) => xmlAnswer('AccessControlPolicy', { Owner: ownerOf(state), AccessControlList: { Grant: findBucket(state, call).acl } })),

    'PUT acl': ossOperation('PutBucketAcl', 'write', (call) => {
      const bucket = findBucket(state, call);
      bucket.acl = readAcl(call) ?? bucket.acl;
      return emptyAnswer();
    }),

    'GET tagging': ossOperation(
      'GetBucketTags',
      'read',
      (call) => xmlAnswer('Tagging', { TagSet: { Tag: Object.entries(findBucket(state, call).tags).map(([Key, Value]) => ({ Key, Value })) } }),
      'oss:GetBucketTagging',
    ),

    'PUT tagging': ossOperation(
      'PutBucketTags',
      'write',
      (call) => {
        requireIntact(call);
        const tags = textsIn(call.exchange.body.toString(), 'Tag').map((tag) => [textsIn(tag, 'Key')[0] ?? '', textsIn(tag, 'Value')[0] ?? ''] as const);
        if (tags.some(([key]) => key === '') || tags.length > 20) throw new ServiceError(400, 'InvalidTag', 'A bucket has at most 20 tags, each with a key.');
        findBucket(state, call).tags = Object.fromEntries(tags);
        return emptyAnswer();
      },
      'oss:PutBucketTagging',
    ),

    'GET policy': ossOperation('GetBucketPolicy', 'read', (call) => {
      const bucket = findBucket(state, call);
      if (bucket.policy === undefined) throw new ServiceError(404, 'NoSuchBucketPolicy', 'The bucket policy does not exist.', { BucketName: bucket.name });
      return { status: 200, headers: { 'content-type': 'application/json' }, body: bucket.policy.text };
    }),

    'PUT policy': ossOperation('PutBucketPolicy', 'write', (call) => {
      requireIntact(call);
      const bucket = findBucket(state, call);
      const text = call.exchange.body.toString();
      const parsed = parseBucketPolicy(text);
      if (!parsed.ok) throw new ServiceError(400, 'InvalidPolicyDocument', `The policy is not valid: ${parsed.reason}.`);
      const stranger = parsed.statements.flatMap((statement) => statement.resources).find((resource) => resource !== '*' && !new RegExp(`^acs:oss:[^:]*:(\\*|${state.world.accountId}|):${bucket.name}(/|$)`).test(resource));
      if (stranger !== undefined) throw new ServiceError(400, 'InvalidPolicyDocument', `The policy is not valid: the resource ${stranger} is not of this account and bucket.`);
      bucket.policy = { text, statements: parsed.statements };
      return emptyAnswer();
    }),

    'DELETE policy': ossOperation('DeleteBucketPolicy', 'write', (call) => {
      findBucket(state, call).policy = undefined;
      return emptyAnswer(204);
    }),
  };
}

/** @throws ServiceError `InvalidDigest` where the body is not the one that Content-MD5 speaks of. */
export function requireIntact({ exchange }: OssCall): void {
  const expected = exchange.headers['content-md5'];
  if (expected === undefined || expected === createHash('md5').update(exchange.body).digest('base64')) return;
  throw new ServiceError(400, 'InvalidDigest', 'The Content-MD5 you specified was invalid.');
}

function readAcl({ exchange }: OssCall): BucketAcl | undefined {
  const acl = exchange.headers['x-oss-acl']?.replace(/"/g, '');
  if (acl === undefined || acl === 'private' || acl === 'public-read' || acl === 'public-read-write') return acl;
  throw new ServiceError(400, 'InvalidArgument', `No such bucket access control exists: ${acl}.`);
}

function summary(state: CloudState, bucket: Bucket): Record<string, string> {
  const { region } = state.world;
  return {
    Name: bucket.name,
    Location: `oss-${region}`,
    Region: region,
    CreationDate: new Date(bucket.created).toISOString(),
    StorageClass: 'Standard',
    ExtranetEndpoint: `oss-${region}.aliyuncs.com`,
    IntranetEndpoint: `oss-${region}-internal.aliyuncs.com`,
  };
}
