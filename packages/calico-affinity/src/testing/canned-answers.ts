import { createKubernetes, Secret, type ApiCall, type Kubernetes } from '@ack-hybrid/core';

/** An API server that isn't there: what a test says it answers is all that it answers. */
export const cannedServer = 'http://dc.invalid';

const kubeconfig = `apiVersion: v1
kind: Config
clusters: [{name: dc, cluster: {server: "${cannedServer}", insecure-skip-tls-verify: true}}]
users: [{name: admin, user: {token: "t"}}]
contexts: [{name: dc, context: {cluster: dc, user: admin}}]
current-context: dc
`;

/** Connects to it, with so many attempts of a call. */
export const connectCanned = (attempts: number, onCall?: (call: ApiCall) => void): Kubernetes =>
  createKubernetes({ kind: 'text', text: new Secret(kubeconfig) }, { onCall, retry: { attempts, minDelayMs: 1, maxDelayMs: 2 } });

/** The Status with which an API server refuses. */
export const refusal = (code: number, reason: string, message = reason) => ({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message });
