import { stringify } from 'yaml';

/**
 * Kubeconfig text for one user of the sandbox's Kubernetes API. The address is plain HTTP, for which the JavaScript client
 * wants `insecure-skip-tls-verify`.
 */
export function renderKubeconfig(input: { readonly url: string; readonly user: string; readonly token: string; readonly cluster: string }): string {
  const context = `${input.user}@${input.cluster}`;
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': context,
    clusters: [{ name: input.cluster, cluster: { server: input.url, 'insecure-skip-tls-verify': true } }],
    users: [{ name: input.user, user: { token: input.token } }],
    contexts: [{ name: context, context: { cluster: input.cluster, user: input.user } }],
    preferences: {},
  });
}
