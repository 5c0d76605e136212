import { parse } from 'yaml';
import { createKubernetes, Secret, type ApiCall, type Kubernetes } from '@ack-hybrid/core';
import type { ClusterAdministrator, ClusterObject } from '../writes/cluster-administrator.ts';

/** A fresh service account and a way to act as it. */
export interface Account {
  readonly namespace: string;
  readonly name: string;
  /** As the API server names it in its audit log. */
  readonly user: string;
  /** A kubeconfig whose token the API server issued (TokenRequest). */
  readonly kubeconfig: string;
}

const accountNamespace = 'ack-hybrid';

/** Makes a service account, in a namespace of its own, and asks for a token. */
export const createAccount = async (administrator: ClusterAdministrator, administratorKubeconfig: string, name: string): Promise<Account> => {
  await administrator.send('POST', '/api/v1/namespaces', { body: { metadata: { name: accountNamespace } } });
  const accounts = `/api/v1/namespaces/${accountNamespace}/serviceaccounts`;
  await administrator.ask('POST', accounts, { body: { metadata: { name } } });
  const review = await administrator.ask('POST', `${accounts}/${name}/token`, { body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 3_600 } } });
  const { token } = review['status'] as { readonly token: string };
  const { clusters } = parse(administratorKubeconfig) as { readonly clusters: readonly [{ readonly name: string; readonly cluster: object }] };
  const kubeconfig = JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters,
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: clusters[0].name, user: name } }],
    'current-context': name,
  });
  return { namespace: accountNamespace, name, user: `system:serviceaccount:${accountNamespace}:${name}`, kubeconfig };
};

/** Applies roles and bindings; those of the documentation get this account as their subject, as a reader is told to do. */
export const bind = async (administrator: ClusterAdministrator, documents: readonly ClusterObject[], account: Account): Promise<void> => {
  for (const document of documents) {
    const bound = document['subjects'] === undefined ? document : { ...document, subjects: [{ kind: 'ServiceAccount', namespace: account.namespace, name: account.name }] };
    const { status, body } = await administrator.apply(bound, { manager: 'rbac-test', force: true });
    if (status >= 300) throw new Error(`${document.kind} ${document.metadata.name}: ${JSON.stringify(body)}`);
  }
};

/** The packages' access to the cluster as this account; retries don't wait long. */
export const connectAs = ({ kubeconfig }: { readonly kubeconfig: string }, onCall?: (call: ApiCall) => void): Kubernetes =>
  createKubernetes({ kind: 'text', text: new Secret(kubeconfig) }, { retry: { minDelayMs: 5, maxDelayMs: 50 }, onCall });
