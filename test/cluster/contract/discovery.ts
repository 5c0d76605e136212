import { isDeepStrictEqual } from 'node:util';
import { normaliseJson } from './normalise.ts';
import { type RawApi } from './raw-api.ts';

interface Resource {
  readonly name: string;
  readonly [key: string]: unknown;
}

/** Something that the sandbox's discovery says otherwise. */
export interface DiscoveryDifference {
  readonly path: string;
  readonly real: unknown;
  readonly sandbox: unknown;
}

/**
 * Compares what the two APIs tell of themselves: the version, the groups, and every resource that the sandbox lists. A real server has more
 * groups and more resources; those the sandbox refuses with 501, or leaves out as an older server would.
 */
export const compareDiscovery = async (real: RawApi, ours: RawApi): Promise<readonly DiscoveryDifference[]> => {
  const read = async (api: RawApi, path: string): Promise<unknown> => {
    const { status, text, headers } = await api.send({ method: 'GET', path, headers: { accept: 'application/json' } });
    return headers['content-type']?.startsWith('application/json') === true ? (JSON.parse(text) as unknown) : `${status} ${text}`;
  };
  const differences: DiscoveryDifference[] = [];
  const compare = (path: string, theirs: unknown, own: unknown): void => {
    if (!isDeepStrictEqual(normaliseJson(theirs), normaliseJson(own))) differences.push({ path, real: theirs, sandbox: own });
  };
  const both = async (path: string): Promise<readonly [theirs: unknown, own: unknown]> => [await read(real, path), await read(ours, path)];

  // The numbers come from how a server was built, and are empty in some.
  const version = (value: unknown): unknown => {
    const { gitVersion, compiler, ...rest } = value as Readonly<Record<string, unknown>>;
    return { gitVersion, compiler, members: Object.keys(rest).sort() };
  };
  const [theirVersion, ownVersion] = await both('/version');
  compare('/version', version(theirVersion), version(ownVersion));
  const address = (value: unknown): unknown => ({ ...(value as object), serverAddressByClientCIDRs: undefined });
  const [theirCore, ownCore] = await both('/api');
  compare('/api', address(theirCore), address(ownCore));
  for (const path of ['/api/v2', '/apis/nothing.example.com', '/apis/apps/v9', '/nothing', '/healthz', '/livez', '/readyz']) compare(path, ...(await both(path)));

  const { groups } = (await read(ours, '/apis')) as { readonly groups: readonly { readonly name: string; readonly versions: readonly { readonly groupVersion: string }[] }[] };
  const paths = ['/api/v1'];
  for (const { name, versions } of groups) {
    const isCustom = name.includes('projectcalico') || name.includes('tigera');
    if (isCustom) continue;
    const [theirs, own] = await both(`/apis/${name}`);
    const served = (own as { readonly versions: readonly unknown[] }).versions;
    const listed = (theirs as { readonly versions: readonly unknown[] }).versions.filter((one) => served.some((other) => isDeepStrictEqual(one, other)));
    compare(`/apis/${name}`, { ...(theirs as object), versions: listed }, own);
    paths.push(...versions.map(({ groupVersion }) => `/apis/${groupVersion}`));
  }
  for (const path of paths) {
    const [theirs, own] = (await both(path)) as unknown as readonly [{ readonly resources: readonly Resource[] }, { readonly resources: readonly Resource[] }];
    for (const resource of own.resources) {
      const found = theirs.resources.find(({ name }) => name === resource.name);
      const { storageVersionHash: _hash, ...told }: Partial<Resource> = found ?? {};
      compare(`${path} ${resource.name}`, told, resource);
    }
  }
  return differences;
};
