import { Readable } from 'node:stream';
import type { AlibabaCloud } from '@ack-hybrid/core';
import type { BucketPolicy } from '../plan/bucket-policy.ts';
import { contentMd5, nameBucket, orUndefined, readMetadata, type OssStoreOptions } from './oss-names.ts';
import type { ObjectStore, StoreOptions } from './port.ts';

type Sdk = typeof import('@alicloud/oss20190517');
type Client = InstanceType<Sdk['default']>;

// The class of it is in a package that isn't ours to import; the client reads fields of it only.
const noRuntimeOptions = {} as Parameters<Client['putObjectWithOptions']>[4];

interface Loaded {
  readonly client: Client;
  readonly sdk: Sdk;
}

/**
 * A bucket through `@alicloud/oss20190517` 1.0.6, for callers that have that client already. It signs by V1 only, which OSS refuses for
 * accounts opened since March 2025 and buckets made since September 2025, and it stores scripts as
 * `application/octet-stream`, whatever their type is. Otherwise it does what `createOssStore` does.
 *
 * @throws {InvalidInputError} for a name that no bucket can have
 */
export const createOss20190517Store = (cloud: AlibabaCloud, options: OssStoreOptions): ObjectStore => {
  const { bucket } = options;
  const { region, urlOf } = nameBucket(cloud, options);
  let loaded: Promise<Loaded> | undefined;
  const load = (): Promise<Loaded> => {
    const made = (loaded ??= makeClient(cloud, region));
    made.catch(() => (loaded = undefined));
    return made;
  };
  const call = async <Value>(operation: string, kind: 'read' | 'write', invoke: (loaded: Loaded) => Promise<Value>, callOptions?: StoreOptions): Promise<Value> => {
    const client = await load();
    return cloud.call({ service: 'oss', operation, kind }, () => invoke(client).catch(renameError), callOptions);
  };
  return {
    bucket,
    urlOf,
    readBucket: async (callOptions) => {
      const found = await orUndefined(call('GetBucketInfo', 'read', ({ client }) => client.getBucketInfo(bucket), callOptions));
      if (found === undefined) return undefined;
      const tags = await orUndefined(call('GetBucketTags', 'read', ({ client }) => client.getBucketTags(bucket), callOptions));
      return { tags: readTags(tags?.body) };
    },
    createBucket: async (callOptions) => {
      await call('PutBucket', 'write', ({ client, sdk }) => client.putBucket(bucket, new sdk.PutBucketRequest({})).catch(ignoreEmptyAnswer), callOptions);
    },
    tagBucket: async (tags, callOptions) => {
      const tagging = { tagSet: { tags: Object.entries(tags).map(([key, value]) => ({ key, value })) } };
      await call('PutBucketTags', 'write', ({ client, sdk }) => client.putBucketTags(bucket, new sdk.PutBucketTagsRequest({ tagging: new sdk.Tagging({ tagSet: new sdk.TagSet({ tags: tagging.tagSet.tags.map((tag) => new sdk.Tag(tag)) }) }) })).catch(ignoreEmptyAnswer), callOptions);
    },
    deleteBucket: async (callOptions) => void (await call('DeleteBucket', 'write', ({ client }) => client.deleteBucket(bucket), callOptions)),
    readPolicy: async (callOptions) => {
      const found = await orUndefined(call('GetBucketPolicy', 'read', ({ client }) => client.getBucketPolicy(bucket), callOptions));
      return found === undefined ? undefined : (JSON.parse(found.body) as BucketPolicy);
    },
    writePolicy: async (policy, callOptions) => {
      if (policy === undefined) await call('DeleteBucketPolicy', 'write', ({ client }) => client.deleteBucketPolicy(bucket), callOptions);
      // The client makes JSON of the value once more, so it gets the object where its types say text.
      else await call('PutBucketPolicy', 'write', ({ client, sdk }) => client.putBucketPolicy(bucket, new sdk.PutBucketPolicyRequest({ policy })).catch(ignoreEmptyAnswer), callOptions);
    },
    list: async (prefix, callOptions) => {
      const names: string[] = [];
      let token: string | undefined;
      do {
        const page = await call('ListObjectsV2', 'read', ({ client, sdk }) => client.listObjectsV2(bucket, new sdk.ListObjectsV2Request({ prefix, maxKeys: 1000, ...(token === undefined ? {} : { continuationToken: token }) })), callOptions);
        names.push(...asList(page.body.contents).flatMap(({ key }) => (key === undefined ? [] : [key])));
        token = page.body.nextContinuationToken;
      } while (token !== undefined && token !== '');
      return names;
    },
    get: async (key, callOptions) => {
      const found = await orUndefined(
        call('GetObject', 'read', async ({ client, sdk }) => {
          const { body, headers } = await client.getObject(bucket, key, new sdk.GetObjectRequest({}));
          const chunks: Buffer[] = [];
          for await (const chunk of body) chunks.push(chunk as Buffer);
          return { content: Buffer.concat(chunks), headers };
        }, callOptions),
      );
      return found === undefined ? undefined : { content: found.content, metadata: readMetadata(found.headers) };
    },
    put: async (key, content, metadata, callOptions) => {
      await call('PutObject', 'write', async ({ client, sdk }) => {
        const commonHeaders = { 'content-md5': contentMd5(content), 'x-oss-object-acl': 'private', ...Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`x-oss-meta-${name}`, value])) };
        return client.putObjectWithOptions(bucket, key, new sdk.PutObjectRequest({ body: Readable.from([content]) }), new sdk.PutObjectHeaders({ commonHeaders }), noRuntimeOptions);
      }, callOptions);
    },
    delete: async (key, callOptions) => void (await call('DeleteObject', 'write', ({ client, sdk }) => client.deleteObject(bucket, key, new sdk.DeleteObjectRequest({})), callOptions)),
  };
};

const makeClient = async (cloud: AlibabaCloud, region: string): Promise<Loaded> => {
  const [sdk, core, key] = await Promise.all([import('@alicloud/oss20190517').then((module) => unwrap(module)), import('@alicloud/openapi-client').then((module) => unwrap(module)), cloud.accessKey()]);
  const endpoint = cloud.endpoint('oss');
  const config = new core.Config({
    accessKeyId: key.accessKeyId,
    accessKeySecret: key.accessKeySecret.reveal(),
    ...(key.securityToken === undefined ? {} : { securityToken: key.securityToken.reveal() }),
    regionId: region,
    // `ip` puts the bucket into the path, which an endpoint that is an address needs.
    ...(endpoint === undefined ? { endpoint: `oss-${region}.aliyuncs.com` } : { endpoint: endpoint.host, protocol: endpoint.protocol.slice(0, -1), ...(/^[\d.]+$/.test(endpoint.hostname) ? { endpointType: 'ip' } : {}) }),
    connectTimeout: 10_000,
    readTimeout: 10_000,
  });
  return { client: new sdk.default(config), sdk };
};

// CommonJS with a `default` of its own, which Node's import wraps into another one.
const unwrap = <Module extends object>(module: Module): Module => {
  const inner = (module as { readonly default?: unknown }).default;
  return typeof inner === 'object' && inner !== null && 'default' in inner ? (inner as Module) : module;
};

// Its errors carry the status in `data`, and where the answer has no body the status stands for the code.
const renameError = (error: unknown): never => {
  const raw = error as { readonly code?: unknown; readonly message?: unknown; readonly data?: { readonly statusCode?: number; readonly requestId?: string } };
  throw Object.assign(error as object, {
    statusCode: raw.data?.statusCode,
    requestId: raw.data?.requestId,
    ...(raw.data?.statusCode === 404 && typeof raw.code !== 'string' ? { code: 'NoSuchKey' } : {}),
  });
};

// Some writes are answered without a body, which the client tries to parse: the write is done then, since an error has a body.
const ignoreEmptyAnswer = (error: unknown): undefined => {
  if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
  throw error;
};

const readTags = (body: unknown): Readonly<Record<string, string>> => {
  const set = (body as { readonly tagSet?: { readonly tags?: unknown; readonly tag?: unknown } } | undefined)?.tagSet;
  const tags = asList((set?.tags ?? set?.tag) as { readonly key?: string; readonly value?: string } | undefined);
  return Object.fromEntries(tags.flatMap(({ key, value }) => (key === undefined ? [] : [[key, value ?? '']])));
};

const asList = <Item>(value: readonly Item[] | Item | undefined): readonly Item[] => (value === undefined ? [] : Array.isArray(value) ? (value as readonly Item[]) : [value as Item]);
