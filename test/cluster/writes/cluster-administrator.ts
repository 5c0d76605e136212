import { request as sendRequest } from 'node:https';
import { parse } from 'yaml';

/** An answer of the API server, as it came. */
export interface RawAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A request of the test itself, beside the packages under test. */
export interface RawRequest {
  readonly body?: unknown;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A Kubernetes object, as far as tests look at it. */
export interface ClusterObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [key: string]: unknown };
  readonly [key: string]: unknown;
}

/** The administrator of a cluster, who speaks plain REST: none of our code, and no client library, stands between. */
export interface ClusterAdministrator {
  send(method: string, path: string, request?: RawRequest): Promise<RawAnswer>;
  /** As `send`; throws where the answer is no success. */
  ask(method: string, path: string, request?: RawRequest): Promise<Readonly<Record<string, unknown>>>;
  /** Server-side apply, as `kubectl apply --server-side` sends it. */
  apply(object: ClusterObject, options?: { readonly manager?: string; readonly force?: boolean }): Promise<RawAnswer>;
  /** Deletes what may be gone already. */
  remove(object: ClusterObject): Promise<void>;
}

interface KubeconfigText {
  readonly clusters: readonly [{ readonly cluster: { readonly server: string; readonly 'certificate-authority-data': string } }];
  readonly users: readonly [{ readonly user: { readonly 'client-certificate-data': string; readonly 'client-key-data': string } }];
}

const decode = (text: string): Buffer => Buffer.from(text, 'base64');
const plurals: Readonly<Record<string, string>> = { NetworkPolicy: 'networkpolicies', ValidatingAdmissionPolicy: 'validatingadmissionpolicies' };

/** The path of an object's collection. */
export const collectionOf = ({ apiVersion, kind, metadata }: ClusterObject): string => {
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const plural = plurals[kind] ?? `${kind.toLowerCase()}s`;
  return metadata.namespace === undefined ? `${root}/${plural}` : `${root}/namespaces/${metadata.namespace}/${plural}`;
};

/** The server of an administrator's kubeconfig, and the certificates by which it is reached. */
export const readTls = (kubeconfig: string): { readonly server: string; readonly tls: { readonly ca: Buffer; readonly cert: Buffer; readonly key: Buffer } } => {
  const { clusters, users } = parse(kubeconfig) as KubeconfigText;
  const { server, 'certificate-authority-data': authority } = clusters[0].cluster;
  const { 'client-certificate-data': certificate, 'client-key-data': key } = users[0].user;
  return { server, tls: { ca: decode(authority), cert: decode(certificate), key: decode(key) } };
};

/** Opens the administrator of a kubeconfig that holds certificates. */
export const openAdministrator = (kubeconfig: string): ClusterAdministrator => {
  const { server, tls } = readTls(kubeconfig);

  const send: ClusterAdministrator['send'] = (method, path, { body, contentType = 'application/json', headers = {} } = {}) =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const about = text === undefined ? {} : { 'content-type': contentType, 'content-length': Buffer.byteLength(text) };
      const request = sendRequest(`${server}${path}`, { method, ...tls, headers: { ...about, ...headers } }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () => resolve({ status: response.statusCode ?? 0, body: readJson(Buffer.concat(chunks).toString()) }));
      });
      request.once('error', reject);
      request.end(text);
    });

  const ask: ClusterAdministrator['ask'] = async (method, path, request) => {
    const { status, body } = await send(method, path, request);
    if (status < 200 || status > 299) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(body)}`);
    return body;
  };

  return {
    send,
    ask,
    apply: (object, { manager = 'kubectl', force = false } = {}) =>
      send('PATCH', `${collectionOf(object)}/${object.metadata.name}?fieldManager=${manager}&force=${force}`, { body: object, contentType: 'application/apply-patch+yaml' }),
    remove: async (object) => {
      const path = `${collectionOf(object)}/${object.metadata.name}`;
      const { status, body } = await send('DELETE', path, { body: { gracePeriodSeconds: 0 } });
      if (status >= 300 && status !== 404) throw new Error(`DELETE ${path}: ${status} ${JSON.stringify(body)}`);
    },
  };
};

const readJson = (text: string): Readonly<Record<string, unknown>> => {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return { text };
  }
};

/** Looks until something is so; fails after 20 s. */
export const until = async (what: string, look: () => Promise<boolean>): Promise<void> => {
  const deadline = performance.now() + 20_000;
  while (!(await look())) {
    if (performance.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};
