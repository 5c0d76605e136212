import { Readable } from 'node:stream';
import type { AlibabaCloud } from '@ack-hybrid/core';
import type { BucketPolicy } from '../plan/bucket-policy.ts';
import { OssFailure } from './ali-oss-error.ts';
import { contentMd5, nameBucket, orUndefined, readMetadata, type OssStoreOptions } from './oss-names.ts';
import type { ObjectStore, StoreOptions } from './port.ts';

type Sdk = typeof import('@alicloud/oss20190517');
type Core = typeof import('@alicloud/openapi-client');
type Client = InstanceType<Sdk['default']>;

// The class of it is in a package that isn't ours to import; the client reads fields of it only.
const noRuntimeOptions = {} as Parameters<Client['putObjectWithOptions']>[4];

interface Loaded {
  readonly client: Client;
  readonly sdk: Sdk;
  readonly core: Core;
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
    return cloud.call({ service: 'oss', operation, kind }, () => invoke(client).catch(rethrow), callOptions);
  };
  return {
    bucket,
    urlOf,
    readBucket: async (callOptions) => {
      const found = await orUndefined(call('GetBucketInfo', 'read', ({ client }) => client.getBucketInfo(bucket), callOptions));
      if (found === undefined) return undefined;
      const xml = await orUndefined(call('GetBucketTags', 'read', (client) => readXml(client, bucket, { action: 'GetBucketTags', pathname: '/?tagging' }), callOptions));
      return { tags: Object.fromEntries(elements(xml ?? '', 'Tag').map((tag) => [elements(tag, 'Key')[0] ?? '', elements(tag, 'Value')[0] ?? ''])) };
    },
    createBucket: async (callOptions) => void (await call('PutBucket', 'write', (client) => exchange(client, bucket, { action: 'PutBucket', method: 'PUT', pathname: '/' }), callOptions)),
    tagBucket: async (tags, callOptions) => {
      const body = { Tagging: { TagSet: { Tag: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) } } };
      await call('PutBucketTags', 'write', (client) => exchange(client, bucket, { action: 'PutBucketTags', method: 'PUT', pathname: '/?tagging', reqBodyType: 'xml', body }), callOptions);
    },
    deleteBucket: async (callOptions) => void (await call('DeleteBucket', 'write', ({ client }) => client.deleteBucket(bucket), callOptions)),
    readPolicy: async (callOptions) => {
      const found = await orUndefined(call('GetBucketPolicy', 'read', ({ client }) => client.getBucketPolicy(bucket), callOptions));
      return found === undefined ? undefined : (JSON.parse(found.body) as BucketPolicy);
    },
    writePolicy: async (policy, callOptions) => {
      if (policy === undefined) await call('DeleteBucketPolicy', 'write', ({ client }) => client.deleteBucketPolicy(bucket), callOptions);
      else await call('PutBucketPolicy', 'write', (client) => exchange(client, bucket, { action: 'PutBucketPolicy', method: 'PUT', pathname: '/?policy', reqBodyType: 'json', body: policy }), callOptions);
    },
    list: async (prefix, callOptions) => {
      const names: string[] = [];
      let token: string | undefined;
      do {
        const query = { prefix, 'max-keys': '1000', ...(token === undefined ? {} : { 'continuation-token': token }) };
        const xml = await call('ListObjectsV2', 'read', (client) => readXml(client, bucket, { action: 'ListObjectsV2', pathname: '/?list-type=2', query }), callOptions);
        names.push(...elements(xml, 'Contents').flatMap((entry) => elements(entry, 'Key').slice(0, 1)));
        token = elements(xml, 'NextContinuationToken')[0];
      } while (token !== undefined);
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
  return { client: new sdk.default(config), sdk, core };
};

// CommonJS with a `default` of its own, which Node's import wraps into another one.
const unwrap = <Module extends object>(module: Module): Module => {
  const inner = (module as { readonly default?: unknown }).default;
  return typeof inner === 'object' && inner !== null && 'default' in inner ? (inner as Module) : module;
};

// Its errors carry the status in `data`; an answer that it can't parse comes as the parser's error, and HEAD-like answers
// have the status for the code.
const rethrow = (error: unknown): never => {
  const raw = error as { readonly name?: unknown; readonly code?: unknown; readonly message?: unknown; readonly data?: { readonly statusCode?: number; readonly requestId?: string } };
  const message = typeof raw.message === 'string' ? raw.message : 'no message';
  const { statusCode: status, requestId } = raw.data ?? {};
  if (typeof raw.code === 'string') throw new OssFailure({ message, code: raw.code, status, requestId });
  if (status !== undefined) throw new OssFailure({ message, code: status === 404 ? 'NoSuchKey' : 'UnknownError', status, requestId });
  if (/timeout/i.test(`${String(raw.name)} ${message}`)) throw new OssFailure({ message, code: 'RequestTimeout' });
  throw new OssFailure({ message: 'the answer is not what OSS sends (a gateway may stand between)', code: 'BrokenAnswer' });
};

interface Exchange {
  readonly action: string;
  readonly method?: 'GET' | 'PUT';
  readonly pathname: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly reqBodyType?: 'xml' | 'json';
  readonly body?: unknown;
}

// Below the client's own methods, which leave the root element of an XML body out, fail on an answer without a body, and
// mistake the types of an empty list and of a list of one.
const exchange = async ({ client, core }: Loaded, bucket: string, { action, method = 'GET', pathname, query = {}, reqBodyType = 'xml', body }: Exchange): Promise<string> => {
  const parameters = new core.Params({ action, version: '2019-05-17', protocol: 'HTTPS', pathname, method, authType: 'AK', style: 'ROA', reqBodyType, bodyType: 'string' });
  const request = new core.OpenApiRequest({ hostMap: { bucket }, query: { ...query }, headers: {}, ...(body === undefined ? {} : { body }) });
  const answer = (await client.execute(parameters, request, noRuntimeOptions)) as { readonly body: string };
  return answer.body;
};

const readXml = async (loaded: Loaded, bucket: string, request: Exchange): Promise<string> => {
  const text = await exchange(loaded, bucket, request);
  if (!/>\s*$/.test(text)) throw new OssFailure({ message: 'the answer ends early', code: 'BrokenAnswer' });
  return text;
};

const elements = (xml: string, name: string): readonly string[] => [...xml.matchAll(new RegExp(`<${name}>([^]*?)</${name}>`, 'g'))].map(([, text]) => unescapeXml(text ?? ''));

const unescapeXml = (text: string): string => (text.includes('<') ? text : text.replace(/&(lt|gt|quot|apos|amp);/g, (_match, name: string) => ({ lt: '<', gt: '>', quot: '"', apos: "'" })[name] ?? '&'));
