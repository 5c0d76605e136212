import { Agent, request } from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';
import type { ManifestObject } from '../manifests/read-manifest.ts';

/** An object as the API server gives it. */
export type StoredObject = ManifestObject & { readonly metadata: { readonly uid: string; readonly resourceVersion: string; readonly labels?: Record<string, string>; readonly annotations?: Record<string, string> } };

/** A kind of object that the API server stores. */
export interface StoredKind {
  readonly groupVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
}

/** The API server's answer, whatever it is. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** Plain requests to an API server: no client library stands between a test and what the server says. */
export interface ApiRequests {
  /** A path such as `/api/v1/nodes`; a patch's content type is told. */
  send(method: string, path: string, body?: unknown, contentType?: string): Promise<ApiAnswer>;
  /** As {@link send}, and throws an Error with the server's own words where it refuses. */
  demand<Body = Record<string, unknown>>(method: string, path: string, body?: unknown, contentType?: string): Promise<Body>;
  /** Every kind that can be listed, from discovery; each once, in its group's preferred version. */
  kinds(): Promise<readonly StoredKind[]>;
  /** Where an object is, by its kind and name. */
  pathOf(object: ManifestObject): Promise<string>;
  /** Creates an object, strictly: a field that the server doesn't know is refused. */
  create(object: ManifestObject): Promise<StoredObject>;
}

/** Requests by the user of a kubeconfig. */
export const createApiRequests = (kubeconfig: string): ApiRequests => {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const server = new URL(config.getCurrentCluster()?.server ?? '');
  const pem = (text = ''): string => Buffer.from(text, 'base64').toString();
  const { certData, keyData } = config.getCurrentUser() ?? {};
  const agent = new Agent({ ca: pem(config.getCurrentCluster()?.caData), cert: pem(certData), key: pem(keyData), keepAlive: true, maxSockets: 8 });
  let known: Promise<readonly StoredKind[]> | undefined;

  const send: ApiRequests['send'] = async (method, path, body, contentType = 'application/json') => {
    const headers = { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': contentType }) };
    return new Promise<ApiAnswer>((resolve, reject) => {
      const call = request({ agent, method, host: server.hostname, port: server.port, path, headers }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          try {
            resolve({ status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(parts).toString() || '{}') as Record<string, unknown> });
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)));
          }
        });
      });
      call.on('error', reject);
      call.end(body === undefined ? undefined : JSON.stringify(body));
    });
  };

  const demand = async <Body>(method: string, path: string, body?: unknown, contentType?: string): Promise<Body> => {
    let answer = await send(method, path, body, contentType);
    // A kind that was defined just now answers so until its store is filled ("storage is (re)initializing"); nothing was done.
    for (let attempt = 0; answer.status === 429 && attempt < 50; attempt += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      answer = await send(method, path, body, contentType);
    }
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${String(answer.body['message'])}`);
    return answer.body as Body;
  };

  const readKinds = async (): Promise<readonly StoredKind[]> => {
    const groups = await demand<{ groups: { preferredVersion: { groupVersion: string } }[] }>('GET', '/apis');
    const versions = ['v1', ...groups.groups.map((group) => group.preferredVersion.groupVersion)];
    const lists = await Promise.all(
      versions.map(async (groupVersion) => {
        const list = await demand<{ resources: { name: string; kind: string; namespaced: boolean; verbs: string[] }[] }>('GET', rootOf(groupVersion));
        return list.resources.filter(({ name, verbs }) => !name.includes('/') && verbs.includes('list')).map(({ name, kind, namespaced }) => ({ groupVersion, kind, plural: name, namespaced }));
      }),
    );
    return lists.flat();
  };

  const collectionOf = async (object: ManifestObject): Promise<string> => {
    const find = async () => (await (known ??= readKinds())).find(({ groupVersion, kind }) => groupVersion === object.apiVersion && kind === object.kind);
    let found = await find();
    // A definition that was created since brings kinds of its own.
    if (found === undefined) {
      known = undefined;
      found = await find();
    }
    if (found === undefined) throw new Error(`the API server knows no ${object.kind} of ${object.apiVersion}`);
    return `${rootOf(found.groupVersion)}${found.namespaced ? `/namespaces/${object.metadata.namespace ?? 'default'}` : ''}/${found.plural}`;
  };

  return {
    send,
    demand,
    kinds: readKinds,
    pathOf: async (object) => `${await collectionOf(object)}/${object.metadata.name}`,
    create: async (object) => demand('POST', `${await collectionOf(object)}?fieldValidation=Strict`, object),
  };
};

/** Where the resources of a version are served. */
export const rootOf = (groupVersion: string): string => (groupVersion === 'v1' ? '/api/v1' : `/apis/${groupVersion}`);
