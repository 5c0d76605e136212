import type { AlibabaCloud } from '@ack-hybrid/core';
import type { BucketPolicy } from '../plan/bucket-policy.ts';
import { OssFailure, toOssFailure } from './ali-oss-error.ts';
import { contentMd5, nameBucket, orUndefined, readMetadata, scriptContentType, type OssStoreOptions } from './oss-names.ts';
import type { ObjectStore, StoreOptions } from './port.ts';

/** What we call of ali-oss, whose types lack part of it. */
interface AliOss {
  getBucketInfo(bucket: string): Promise<unknown>;
  getBucketTags(bucket: string): Promise<{ readonly tag: Readonly<Record<string, string>> }>;
  putBucketTags(bucket: string, tags: Readonly<Record<string, string>>): Promise<unknown>;
  putBucket(bucket: string, options: { readonly acl: 'private' }): Promise<unknown>;
  deleteBucket(bucket: string): Promise<unknown>;
  getBucketPolicy(bucket: string): Promise<{ readonly policy: BucketPolicy | null; readonly status: number; readonly res: { readonly data?: Buffer } }>;
  putBucketPolicy(bucket: string, policy: BucketPolicy): Promise<unknown>;
  deleteBucketPolicy(bucket: string): Promise<unknown>;
  listV2(query: Record<string, string>): Promise<{ readonly objects?: readonly { readonly name: string }[]; readonly nextContinuationToken?: string }>;
  get(key: string): Promise<{ readonly content: Buffer; readonly res: { readonly headers: Readonly<Record<string, unknown>> } }>;
  put(key: string, content: Buffer, options: { readonly mime: string; readonly headers: Record<string, string> }): Promise<unknown>;
  delete(key: string): Promise<unknown>;
}

/**
 * A bucket through ali-oss, signed by V4: the default. Uploads go to the cloud's `oss` endpoint, or to the region's public one;
 * the URL for nodes is always the internal one, `https://<bucket>.oss-<region>-internal.aliyuncs.com/<key>`.
 *
 * @throws {InvalidInputError} for a name that no bucket can have
 * @example
 * const store = createOssStore(cloud, { bucket: 'my-node-scripts' });
 */
export const createOssStore = (cloud: AlibabaCloud, options: OssStoreOptions): ObjectStore => {
  const { bucket } = options;
  const { region, urlOf } = nameBucket(cloud, options);
  let client: Promise<AliOss> | undefined;
  const load = (): Promise<AliOss> => {
    const made = (client ??= makeClient(cloud, bucket, region));
    made.catch(() => (client = undefined));
    return made;
  };
  const call = async <Value>(operation: string, kind: 'read' | 'write', invoke: (oss: AliOss) => Promise<Value>, callOptions?: StoreOptions): Promise<Value> => {
    const oss = await load();
    return cloud.call({ service: 'oss', operation, kind }, () => invoke(oss).catch(rethrow), callOptions);
  };
  return {
    bucket,
    urlOf,
    readBucket: async (callOptions) => {
      const found = await orUndefined(call('GetBucketInfo', 'read', (oss) => oss.getBucketInfo(bucket), callOptions));
      if (found === undefined) return undefined;
      const tags = await orUndefined(call('GetBucketTags', 'read', (oss) => oss.getBucketTags(bucket), callOptions));
      return { tags: tags?.tag ?? {} };
    },
    createBucket: async (callOptions) => void (await call('PutBucket', 'write', (oss) => oss.putBucket(bucket, { acl: 'private' }), callOptions)),
    tagBucket: async (tags, callOptions) => void (await call('PutBucketTags', 'write', (oss) => oss.putBucketTags(bucket, tags), callOptions)),
    deleteBucket: async (callOptions) => void (await call('DeleteBucket', 'write', (oss) => oss.deleteBucket(bucket), callOptions)),
    readPolicy: (callOptions) => orUndefined(call('GetBucketPolicy', 'read', (oss) => readPolicy(oss, bucket), callOptions)),
    writePolicy: async (policy, callOptions) => {
      if (policy === undefined) await call('DeleteBucketPolicy', 'write', (oss) => oss.deleteBucketPolicy(bucket), callOptions);
      else await call('PutBucketPolicy', 'write', (oss) => oss.putBucketPolicy(bucket, policy), callOptions);
    },
    list: async (prefix, callOptions) => {
      const names: string[] = [];
      let token: string | undefined;
      do {
        const query = { prefix, 'max-keys': '1000', ...(token === undefined ? {} : { 'continuation-token': token }) };
        const page = await call('ListObjectsV2', 'read', (oss) => oss.listV2({ ...query }), callOptions);
        names.push(...(page.objects ?? []).map(({ name }) => name));
        token = page.nextContinuationToken;
      } while (token !== undefined && token !== null && token !== '');
      return names;
    },
    get: async (key, callOptions) => {
      const found = await orUndefined(call('GetObject', 'read', (oss) => oss.get(key), callOptions));
      return found === undefined ? undefined : { content: found.content, metadata: readMetadata(found.res.headers) };
    },
    put: async (key, content, metadata, callOptions) => {
      const headers = (): Record<string, string> => ({
        'Content-MD5': contentMd5(content),
        'x-oss-object-acl': 'private',
        ...Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`x-oss-meta-${name}`, value])),
      });
      await call('PutObject', 'write', (oss) => oss.put(key, content, { mime: scriptContentType, headers: headers() }), callOptions);
    },
    delete: async (key, callOptions) => void (await call('DeleteObject', 'write', (oss) => oss.delete(key), callOptions)),
  };
};

// ali-oss gives a null policy for every answer but a 200, a throttled one included: writing over that would lose others' statements.
const readPolicy = async (oss: AliOss, bucket: string): Promise<BucketPolicy | undefined> => {
  const { policy, status, res } = await oss.getBucketPolicy(bucket);
  if (status === 200 && policy !== null) return policy;
  const body = res.data?.toString() ?? '';
  const field = (name: string): string | undefined => new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1];
  throw new OssFailure({ message: field('Message') ?? 'the answer is not what OSS sends', code: field('Code') ?? 'BrokenAnswer', status, requestId: field('RequestId') });
};

const rethrow = (error: unknown): never => {
  throw toOssFailure(error);
};

const makeClient = async (cloud: AlibabaCloud, bucket: string, region: string): Promise<AliOss> => {
  const [module, key] = await Promise.all([import('ali-oss'), cloud.accessKey()]);
  const endpoint = cloud.endpoint('oss');
  const credentials = async () => {
    const { accessKeyId, accessKeySecret, securityToken } = await cloud.accessKey();
    return { accessKeyId, accessKeySecret: accessKeySecret.reveal(), stsToken: securityToken?.reveal() ?? '' };
  };
  const Client = module.default;
  const client = new Client({
    region: `oss-${region}`,
    bucket,
    accessKeyId: key.accessKeyId,
    accessKeySecret: key.accessKeySecret.reveal(),
    ...(key.securityToken === undefined ? {} : { stsToken: key.securityToken.reveal(), refreshSTSToken: credentials }),
    ...(endpoint === undefined ? {} : { endpoint: endpoint.origin }),
    secure: endpoint === undefined || endpoint.protocol === 'https:',
    authorizationV4: true,
    timeout: 10_000,
  });
  return client as unknown as AliOss;
};
