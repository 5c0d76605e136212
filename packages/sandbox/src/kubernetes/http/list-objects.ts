import type { Cluster } from '../cluster.ts';
import type { JsonObject } from '../json.ts';
import { isJsonObject } from '../json.ts';
import type { KubeObject } from '../kube-types.ts';
import { apiVersionOf } from '../resources.ts';
import type { ResourceType } from '../resources.ts';
import { meetsFields, meetsRequirement, parseFieldSelector, parseLabelSelector } from '../selectors.ts';
import { badRequest, expired } from '../status-error.ts';

/** Which objects a list or a watch is about. */
export function objectFilter(type: ResourceType, query: URLSearchParams, name?: string): (object: KubeObject) => boolean {
  const labels = parseLabelSelector(query.get('labelSelector') ?? '');
  const fields = parseFieldSelector(query.get('fieldSelector') ?? '', type);
  return (object) =>
    (name === undefined || object.metadata.name === name) &&
    labels.every((requirement) => meetsRequirement(object.metadata.labels ?? {}, requirement)) &&
    meetsFields(object, fields);
}

/** The body of a list: selectors, `limit` and `continue`. Pages of one list show the store as it was at the first. */
export function listObjects(cluster: Cluster, type: ResourceType, namespace: string | undefined, query: URLSearchParams): JsonObject {
  const matches = objectFilter(type, query);
  const token = readToken(query.get('continue'));
  const exact = query.get('resourceVersionMatch') === 'Exact' ? Number(query.get('resourceVersion')) : undefined;
  const version = token?.version ?? exact ?? cluster.store.version;
  const all = version === cluster.store.version ? cluster.store.list(type, namespace) : past(cluster, version, type, namespace, token !== undefined);
  const selected = all.filter(matches);
  const rest = token === undefined ? selected : selected.filter((object) => keyOf(object) > token.after);
  const limit = Number(query.get('limit') ?? 0);
  const page = limit > 0 ? rest.slice(0, limit) : rest;
  const last = page.at(-1);
  const remaining = rest.length - page.length;
  return {
    kind: `${type.kind}List`,
    apiVersion: apiVersionOf(type),
    metadata: {
      resourceVersion: String(version),
      ...(remaining > 0 && last !== undefined ? { continue: writeToken({ version, after: keyOf(last) }), remainingItemCount: remaining } : {}),
    },
    items: page.map((object) => ({ ...object, apiVersion: apiVersionOf(type) })),
  };
}

function past(cluster: Cluster, version: number, type: ResourceType, namespace: string | undefined, isContinued: boolean): KubeObject[] {
  try {
    return cluster.store.listAt(version, type, namespace);
  } catch (error) {
    if (!isContinued) throw error;
    throw expired('The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.');
  }
}

function keyOf(object: KubeObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
}

interface Token {
  readonly version: number;
  readonly after: string;
}

function writeToken(token: Token): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

function readToken(text: string | null): Token | undefined {
  if (text === null || text === '') return undefined;
  try {
    const parsed = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown;
    if (isJsonObject(parsed) && typeof parsed.version === 'number' && typeof parsed.after === 'string') return { version: parsed.version, after: parsed.after };
  } catch {
    // Falls through to the refusal: a token that is not ours.
  }
  throw badRequest('continue key is not valid: encoded token is malformed');
}
