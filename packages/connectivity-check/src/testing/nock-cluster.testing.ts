import nock from 'nock';
import { createKubernetes, Secret, type ApiCall, type Kubernetes } from '@ack-hybrid/core';

const kubeconfig = `apiVersion: v1
kind: Config
clusters: [{ name: c, cluster: { server: 'http://127.0.0.1:1', insecure-skip-tls-verify: true } }]
users: [{ name: u, user: { token: t } }]
contexts: [{ name: x, context: { cluster: c, user: u } }]
current-context: x
`;

/** A cluster whose API server nock plays. */
export const nockCluster = (calls: ApiCall[] = []): Kubernetes =>
  createKubernetes({ kind: 'text', text: new Secret(kubeconfig) }, { retry: { minDelayMs: 1, maxDelayMs: 2 }, onCall: (call) => calls.push(call) });

/** The API server that nock plays. */
export const apiServer = () => nock('http://127.0.0.1:1');
