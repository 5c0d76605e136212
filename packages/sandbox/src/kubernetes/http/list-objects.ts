import type { Cluster } from '../cluster.ts';
import type { JsonObject } from '../json.ts';
import { isJsonObject } from '../json.ts';
import type { KubeObject } from '../kube-types.ts';
import { apiVersionOf } from '../resources.ts';
import type { ResourceType } from '../resources.ts';
import { parseLabelSelector } from '../label-selector-text.ts';
import { meetsFields, meetsRequirement, parseFieldSelector } from '../selectors.ts';
import { badRequest, expired, internalError, tooLargeVersion } from '../status-error.ts';
import { checkListOptions, readInteger } from './request-options.ts';

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
  checkListOptions(query, false, cluster.registry.minor);
  const limit = readInteger(query, 'limit') ?? 0;
  const token = readToken(query.get('continue'));
  const asked = query.get('resourceVersion') ?? '';
  if (token !== undefined && asked !== '' && asked !== '0') throw badRequest('specifying resource version is not allowed when using continue');
  const wanted = readVersion(cluster, asked, 'invalid resource version: ');
  const exact = query.get('resourceVersionMatch') === 'Exact' || (limit > 0 && wanted > 0 && !query.has('resourceVersionMatch')) ? wanted : undefined;
  const version = (token?.version === inconsistent ? undefined : token?.version) ?? exact ?? cluster.store.version;
  const all = version === cluster.store.version ? cluster.store.list(type, namespace) : past(cluster, version, type, namespace, token);
  const selected = all.filter(matches);
  const rest = token === undefined ? selected : selected.filter((object) => keyOf(object) > token.after);
  const page = limit > 0 ? rest.slice(0, limit) : rest;
  const last = page.at(-1);
  const remaining = rest.length - page.length;
  // The server doesn't count what a selector would leave out.
  const isCounted = (query.get('labelSelector') ?? '') === '' && (query.get('fieldSelector') ?? '') === '';
  return {
    kind: `${type.kind}List`,
    apiVersion: apiVersionOf(type),
    metadata: {
      // The list of custom resources is written without leaving out what is empty.
      ...(type.custom ? { continue: '' } : {}),
      resourceVersion: String(version),
      ...(remaining > 0 && last !== undefined ? { continue: writeToken({ version, after: keyOf(last) }), ...(isCounted ? { remainingItemCount: remaining } : {}) } : {}),
    },
    // The types of the list say what its items are; only custom resources repeat it.
    items: page.map(({ apiVersion: _version, kind, ...object }) => (type.custom ? { apiVersion: apiVersionOf(type), kind, ...object } : object)),
  };
}

/** A resourceVersion of a query; 0 where it says none. @throws StatusError 400 where it is no number, 504 where the store has not come that far. */
export function readVersion(cluster: Cluster, text: string, prefix = ''): number {
  if (text === '') return 0;
  if (!/^\d+$/.test(text)) {
    const problem = `resourceVersion: Invalid value: ${JSON.stringify(text)}: strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`;
    // An older server has no code for it.
    throw cluster.registry.minor <= 30 ? internalError(problem) : badRequest(`${prefix}${problem}`);
  }
  const version = Number(text);
  if (version > cluster.store.version) throw tooLargeVersion(version, cluster.store.version);
  return version;
}

function past(cluster: Cluster, version: number, type: ResourceType, namespace: string | undefined, token: Token | undefined): KubeObject[] {
  try {
    return cluster.store.listAt(version, type, namespace);
  } catch {
    if (token === undefined) throw expired('The resourceVersion for the provided list is too old.');
    const error = expired(
      'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
    );
    error.metadata = { continue: writeToken({ version: inconsistent, after: token.after }) };
    throw error;
  }
}

/** The version of a token that goes on with whatever is there now. */
const inconsistent = -1;

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
  throw badRequest('invalid continue token: continue key is not valid: the encoded token is malformed');
}
