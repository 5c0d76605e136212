import type { Cluster } from '../cluster.ts';
import { coreVersions, describeOneGroup, groupList, resourceList, versionInfo } from '../discovery.ts';
import type { JsonObject } from '../json.ts';
import type { Answer } from './answer.ts';
import { noResource, notImplemented } from '../status-error.ts';
import { negotiateForm } from './negotiate-form.ts';
import { pageNotFound } from './resource-answer.ts';

/** Paths that need no token. */
export const publicPaths: ReadonlySet<string> = new Set(['/version', '/healthz', '/livez', '/readyz']);

/** What a real server has beside its resources, and this one has not. */
const unsupportedPaths = ['/openapi', '/metrics', '/debug', '/logs', '/configz', '/flagz', '/statusz', '/.well-known'];

/** Answers what is no resource: health, version, discovery. */
export function answerPath(cluster: Cluster, kubernetesVersion: string, path: string, accept?: string): Answer {
  if (unsupportedPaths.some((prefix) => path === prefix || path.startsWith(`${prefix}/`))) throw notImplemented(path);
  if (path === '/healthz' || path === '/livez' || path === '/readyz') return { kind: 'text', status: 200, text: 'ok' };
  if (path === '/api' || path.startsWith('/apis')) negotiateForm(accept, false);
  const body = document(cluster, kubernetesVersion, path);
  const [, root, group = ''] = path.split('/');
  if (body === undefined && (root === 'api' || (root === 'apis' && cluster.registry.versions().some((served) => served.group === group)))) throw noResource();
  return body === undefined ? pageNotFound : { kind: 'json', status: 200, body };
}

function document({ registry }: Cluster, kubernetesVersion: string, path: string): JsonObject | undefined {
  if (path === '/version') return versionInfo(kubernetesVersion);
  if (path === '/api') return coreVersions();
  if (path === '/apis') return groupList(registry);
  const [, root, first = '', second] = path.split('/');
  if (root === 'api' && second === undefined) return resourceList(registry, '', first);
  if (root === 'apis') return second === undefined ? describeOneGroup(registry, first) : resourceList(registry, first, second);
  return undefined;
}
