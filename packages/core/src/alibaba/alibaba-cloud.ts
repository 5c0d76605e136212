import type { $OpenApiUtil } from '@alicloud/openapi-core';
import { sendCall, type ApiCall, type CallOptions } from '../api-call.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import { type Secret } from '../secret.ts';
import { toAlibabaError } from './alibaba-error.ts';
import { loadCredentials } from './credentials.ts';

/** The services of Alibaba Cloud that ack-hybrid calls. */
export type AlibabaService = 'cs' | 'ecs' | 'vpc' | 'ram' | 'oss' | 'cbn';

/** What proves who calls. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly accessKeySecret: Secret;
  /** With credentials of the Security Token Service. */
  readonly securityToken?: Secret | undefined;
}

/** How to reach Alibaba Cloud. */
export interface AlibabaCloudOptions extends CallOptions {
  /** `cn-hangzhou`. */
  readonly region: string;
  /** Absent: the vendor's default chain (environment, OIDC, CLI profile, ECS role), by `@alicloud/credentials`. */
  readonly credentials?: AccessKey;
  /** `host`, `host:port` or a URL by service, instead of the vendor's own endpoints. */
  readonly endpoints?: Readonly<Partial<Record<AlibabaService, string>>>;
  /** Milliseconds for one answer. Default 10,000 (the SDKs' own 3,000 is short for Container Service). */
  readonly timeoutMs?: number;
}

/** The module of an Alibaba SDK: its client class, and its request classes by name. */
export interface AlibabaSdk<Client> {
  readonly default: new (config: $OpenApiUtil.Config) => Client;
}

/** Alibaba Cloud as the adapters of the packages see it. */
export interface AlibabaCloud {
  readonly region: string;
  /** The credentials of the caller, resolved on first use. */
  accessKey(): Promise<AccessKey>;
  /** The overriding endpoint of a service as a URL, if there is one. */
  endpoint(service: AlibabaService): URL | undefined;
  /**
   * The client of a service, made on first use, and the SDK's module for its request classes.
   *
   * @example
   * const { client, sdk } = await cloud.client('cs', () => import('@alicloud/cs20151215'));
   * await cloud.call({ service: 'cs', operation: 'DescribeClusterDetail', kind: 'read' }, () => client.describeClusterDetail(id));
   */
  client<Client, Module extends AlibabaSdk<Client>>(
    service: AlibabaService,
    load: () => Promise<Module & AlibabaSdk<Client>>,
  ): Promise<{ readonly client: InstanceType<Module['default']>; readonly sdk: Module }>;
  /** Sends a call: counted, retried by the one policy, its failure turned into one of our errors. */
  call<Value>(call: ApiCall & { readonly service: AlibabaService }, invoke: () => Promise<Value>, options?: { readonly signal?: AbortSignal | undefined }): Promise<Value>;
}

/**
 * Gives access to Alibaba Cloud. Loads no SDK and sends nothing until the first call.
 *
 * @throws {InvalidInputError} for a region or endpoint that can't be one
 */
export const createAlibabaCloud = (options: AlibabaCloudOptions): AlibabaCloud => {
  const endpoints = parseEndpoints(options);
  const clients = new Map<AlibabaService, Promise<{ client: unknown; sdk: unknown }>>();
  let accessKey: Promise<AccessKey> | undefined;

  const cloud: AlibabaCloud = {
    region: options.region,
    accessKey: () => (accessKey ??= options.credentials === undefined ? loadCredentials() : Promise.resolve(options.credentials)),
    endpoint: (service) => endpoints.get(service),
    client: async <Client, Module extends AlibabaSdk<Client>>(service: AlibabaService, load: () => Promise<Module & AlibabaSdk<Client>>) => {
      let made = clients.get(service);
      if (made === undefined) {
        made = makeClient(cloud, options, service, load);
        clients.set(service, made);
        made.catch(() => clients.delete(service));
      }
      return made as Promise<{ client: InstanceType<Module['default']>; sdk: Module }>;
    },
    call: (call, invoke, callOptions) => sendCall(call, invoke, toAlibabaError, { ...options, signal: callOptions?.signal }),
  };
  return cloud;
};

// CEN's service is central, and is called by the generic client, which knows no host of its own.
const ownHosts: Readonly<Partial<Record<AlibabaService, string>>> = { cbn: 'cbn.aliyuncs.com' };

const makeClient = async <Client>(cloud: AlibabaCloud, options: AlibabaCloudOptions, service: AlibabaService, load: () => Promise<AlibabaSdk<Client>>) => {
  const [sdk, core, key] = await Promise.all([load().then(unwrapSdk), import('@alicloud/openapi-core').then(unwrapSdk), cloud.accessKey()]);
  const endpoint = cloud.endpoint(service);
  const ownHost = ownHosts[service];
  const timeout = options.timeoutMs ?? 10_000;
  const config = new core.$OpenApiUtil.Config({
    regionId: options.region,
    accessKeyId: key.accessKeyId,
    accessKeySecret: key.accessKeySecret.reveal(),
    ...(key.securityToken === undefined ? {} : { securityToken: key.securityToken.reveal() }),
    ...(endpoint === undefined ? (ownHost === undefined ? {} : { endpoint: ownHost }) : { endpoint: endpoint.host, protocol: endpoint.protocol.slice(0, -1) }),
    connectTimeout: timeout,
    readTimeout: timeout,
    userAgent: 'ack-hybrid',
  });
  const Client = sdk.default;
  return { client: new Client(config), sdk };
};

// The SDKs are CommonJS with a `default` of their own, which Node's import wraps into another one.
const unwrapSdk = <Module extends object>(module: Module): Module => {
  const inner = (module as { readonly default?: unknown }).default;
  return typeof inner === 'object' && inner !== null && 'default' in inner ? (inner as Module) : module;
};

const parseEndpoints = (options: AlibabaCloudOptions): ReadonlyMap<AlibabaService, URL> => {
  const issues: { path: string; message: string }[] = [];
  if (!/^[a-z]{2,}-[a-z0-9-]+$/.test(options.region)) issues.push({ path: 'region', message: `"${options.region}" is not the form of a region id such as cn-hangzhou` });
  const endpoints = new Map<AlibabaService, URL>();
  for (const [service, text] of Object.entries(options.endpoints ?? {}) as [AlibabaService, string][]) {
    const url = parseUrl(text);
    if (url === undefined) issues.push({ path: `endpoints.${service}`, message: `"${text}" is neither host, host:port nor an http or https URL` });
    else endpoints.set(service, url);
  }
  if (issues.length > 0) throw new InvalidInputError({ issues, subject: 'Alibaba Cloud options' });
  return endpoints;
};

const parseUrl = (text: string): URL | undefined => {
  const full = /^https?:\/\//.test(text) ? text : `https://${text}`;
  if (!URL.canParse(full)) return undefined;
  const url = new URL(full);
  return url.pathname === '/' && url.username === '' ? url : undefined;
};
