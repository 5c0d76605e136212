/** What a request asks for, read from its method and path alone. */
export type RequestTarget =
  | { readonly kind: 'path'; readonly operation: string; readonly path: string }
  | {
      readonly kind: 'resource';
      /** `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, `deletecollection`, or the method where it is none of these. */
      readonly verb: string;
      readonly operation: string;
      readonly group: string;
      readonly version: string;
      readonly plural: string;
      readonly namespace: string | undefined;
      readonly name: string | undefined;
      readonly subresource: string | undefined;
    };

const namespaceSubresources = ['status', 'finalize'];

/** Reads a request line as the API server's request info does. */
export function readTarget(method: string, url: URL): RequestTarget {
  const segments = url.pathname.split('/').filter((segment) => segment !== '').map(decodeSegment);
  const isCore = segments[0] === 'api';
  const rest = isCore ? segments.slice(2) : segments[0] === 'apis' ? segments.slice(3) : [];
  const [group = '', version = ''] = isCore ? ['', segments[1]] : [segments[1], segments[2]];
  // The old paths of watches: /api/v1/watch/namespaces/….
  const isWatchPath = rest[0] === 'watch';
  if (isWatchPath) rest.shift();
  const first = rest[0];
  if (first === undefined) return { kind: 'path', operation: `${method.toLowerCase()} ${url.pathname}`, path: `/${segments.join('/')}` };
  const isInNamespace = first === 'namespaces' && rest.length >= 3 && !(isCore && rest.length === 3 && namespaceSubresources.includes(rest[2] ?? ''));
  const [namespace, plural = '', name, subresource] = isInNamespace ? [rest[1], rest[2], rest[3], rest[4]] : [undefined, first, rest[1], rest[2]];
  const verb = isWatchPath && method === 'GET' ? 'watch' : verbOf(method, name, url.searchParams);
  const operation = `${verb} ${plural}${subresource === undefined ? '' : `/${subresource}`}`;
  return { kind: 'resource', verb, operation, group, version, plural, namespace, name, subresource };
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function verbOf(method: string, name: string | undefined, query: URLSearchParams): string {
  switch (method) {
    case 'GET':
      if (name !== undefined) return 'get';
      return query.get('watch') === 'true' || query.get('watch') === '1' ? 'watch' : 'list';
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return name === undefined ? 'deletecollection' : 'delete';
    default:
      return method.toLowerCase();
  }
}

/** Whether a request changes the cluster: a dry run and an access review do not. */
export function isWrite(target: RequestTarget, query: URLSearchParams): boolean {
  if (target.kind === 'path') return false;
  if (['get', 'list', 'watch'].includes(target.verb)) return false;
  return query.get('dryRun') !== 'All' && target.plural !== 'selfsubjectaccessreviews';
}
