import type { Cluster } from '../cluster.ts';
import { coreVersions, describeOneGroup, groupList, resourceList, versionInfo } from '../discovery.ts';
import type { JsonObject } from '../json.ts';
import type { Answer } from './answer.ts';
import { pageNotFound } from './resource-answer.ts';

/** Paths that need no token. */
export const publicPaths: ReadonlySet<string> = new Set(['/version', '/healthz', '/livez', '/readyz']);

/** Answers what is no resource: health, version, discovery. */
export function answerPath(cluster: Cluster, kubernetesVersion: string, path: string): Answer {
  if (path === '/healthz' || path === '/livez' || path === '/readyz') return { kind: 'text', status: 200, text: 'ok' };
  const body = document(cluster, kubernetesVersion, path);
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
