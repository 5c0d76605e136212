import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createSelfSignedCertificate } from './self-signed-certificate.ts';

/** The kubelet API of nodes that the sandbox plays, as the API server calls it. */
export interface KubeletServer {
  /** On 127.0.0.1, HTTPS. */
  readonly port: number;
  stop(): Promise<void>;
}

/** What a container has printed; `undefined` where there is no such container. */
export type ReadLog = (namespace: string, pod: string, container: string) => string | undefined;

/**
 * Serves what the API server asks of a kubelet for `kubectl logs` (Kubernetes, pkg/kubelet/server: `/containerLogs/{namespace}/{pod}/{container}`).
 * Anything else answers 501: nothing runs there that could be attached to, measured or dialled.
 */
export async function startKubeletServer(readLog: ReadLog): Promise<KubeletServer> {
  const { certificate, key } = createSelfSignedCertificate('sandbox-kubelet');
  const server = createServer({ cert: certificate, key }, (request, response) => {
    const answer = (status: number, text: string): void => void response.writeHead(status, { 'content-type': 'text/plain' }).end(text);
    const [path = ''] = (request.url ?? '').split('?');
    const [, resource, ...names] = path.split('/').map(decodeURIComponent);
    if (request.method !== 'GET' || resource !== 'containerLogs' || names.length !== 3) {
      answer(501, `the sandbox's kubelet serves GET /containerLogs/{namespace}/{pod}/{container} alone, not ${request.method ?? ''} ${path}\n`);
      return;
    }
    const [namespace = '', pod = '', container = ''] = names;
    const log = readLog(namespace, pod, container);
    if (log === undefined) answer(404, `container "${container}" of pod "${namespace}/${pod}" is not here\n`);
    else answer(200, log);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
