import http from 'node:http';
import https from 'node:https';
import { parse } from 'yaml';

/** A request as it goes over the wire. */
export interface RawRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/** An answer as it came. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

/** A Kubernetes API, spoken to without any client library. */
export interface RawApi {
  /** Sends a request and reads the answer to its end; rejects after 20 s. `until` ends the reading of a stream early: it sees the text so far. */
  send(request: RawRequest, until?: (text: string) => boolean): Promise<RawAnswer>;
  close(): void;
}

interface KubeconfigText {
  readonly 'current-context': string;
  readonly contexts: readonly { readonly name: string; readonly context: { readonly cluster: string; readonly user: string } }[];
  readonly clusters: readonly { readonly name: string; readonly cluster: { readonly server: string; readonly 'certificate-authority-data'?: string } }[];
  readonly users: readonly {
    readonly name: string;
    readonly user: { readonly token?: string; readonly 'client-certificate-data'?: string; readonly 'client-key-data'?: string };
  }[];
}

const deadlineMs = 20_000;

/** Connects to the API server of a kubeconfig's current context, with the token or the client certificate that it holds inline. */
export const connectApi = (kubeconfig: string): RawApi => {
  const config = parse(kubeconfig) as KubeconfigText;
  const context = config.contexts.find(({ name }) => name === config['current-context'])?.context;
  const cluster = config.clusters.find(({ name }) => name === context?.cluster)?.cluster;
  const user = config.users.find(({ name }) => name === context?.user)?.user ?? {};
  const server = new URL(cluster?.server ?? 'http://127.0.0.1:0');
  const isSecure = server.protocol === 'https:';
  const decode = (text: string | undefined) => (text === undefined ? undefined : Buffer.from(text, 'base64'));
  const authority = decode(cluster?.['certificate-authority-data']);
  const agent = isSecure
    ? new https.Agent({
        keepAlive: true,
        cert: decode(user['client-certificate-data']),
        key: decode(user['client-key-data']),
        ...(authority === undefined ? { rejectUnauthorized: false } : { ca: authority }),
      })
    : new http.Agent({ keepAlive: true });
  const authorization = user.token === undefined ? {} : { authorization: `Bearer ${user.token}` };
  return {
    send: ({ method, path, headers, body }, until) =>
      new Promise((resolve, reject) => {
        const options = { agent, method, headers: { ...authorization, ...headers, ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }) } };
        const request = (isSecure ? https : http).request(new URL(path, server), options, (response) => {
          let text = '';
          const finish = () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => {
            text += chunk;
            if (until?.(text) !== true) return;
            finish();
            request.destroy();
          });
          response.on('end', finish);
          response.on('error', reject);
        });
        request.setTimeout(deadlineMs, () => request.destroy(new Error(`${method} ${path}: no answer within ${deadlineMs} ms`)));
        request.on('error', reject);
        request.end(body);
      }),
    close: () => agent.destroy(),
  };
};
