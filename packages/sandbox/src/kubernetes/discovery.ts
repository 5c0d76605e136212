import type { JsonObject } from './json.ts';
import type { ResourceRegistry } from './registry.ts';
import { apiVersionOf } from './resources.ts';
import type { ResourceType } from './resources.ts';

const storedVerbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const subresourceVerbs: Readonly<Record<string, readonly string[]>> = { status: ['get', 'patch', 'update'], log: ['get'], eviction: ['create'] };

/** The body of GET /api. */
export function coreVersions(): JsonObject {
  return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: '127.0.0.1' }] };
}

/** The body of GET /apis. */
export function groupList(registry: ResourceRegistry): JsonObject {
  const names = [...new Set(registry.versions().map(({ group }) => group))].filter((group) => group !== '');
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: names.map((name) => describeGroup(registry, name)) };
}

/** The body of GET /apis/{group}; `undefined` where there is no such group. */
export function describeOneGroup(registry: ResourceRegistry, group: string): JsonObject | undefined {
  return registry.versions().some((entry) => entry.group === group) ? { kind: 'APIGroup', apiVersion: 'v1', ...describeGroup(registry, group) } : undefined;
}

function describeGroup(registry: ResourceRegistry, name: string): JsonObject {
  const versions = registry
    .versions()
    .filter(({ group }) => group === name)
    .map(({ group, version }) => ({ groupVersion: `${group}/${version}`, version }));
  return { name, versions, preferredVersion: versions[0] };
}

/** The body of GET /api/v1 and of GET /apis/{group}/{version}; `undefined` where the version has no resources. */
export function resourceList(registry: ResourceRegistry, group: string, version: string): JsonObject | undefined {
  const types = registry.all().filter((type) => type.group === group && type.version === version);
  if (types.length === 0) return undefined;
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: apiVersionOf({ group, version }),
    resources: types.flatMap((type) => [describeResource(type), ...type.subresources.map((name) => describeSubresource(type, name))]),
  };
}

function describeResource(type: ResourceType): JsonObject {
  return {
    name: type.plural,
    singularName: type.singular,
    namespaced: type.namespaced,
    kind: type.kind,
    verbs: verbsOf(type),
    ...(type.shortNames.length === 0 ? {} : { shortNames: type.shortNames }),
    ...(type.categories.length === 0 ? {} : { categories: type.categories }),
  };
}

function verbsOf(type: ResourceType): readonly string[] {
  if (type.virtual) return ['create'];
  // The server of custom resources lists them in another order.
  if (type.custom) return ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];
  return canDeleteCollection(type) ? storedVerbs : storedVerbs.filter((verb) => verb !== 'deletecollection');
}

/** Namespaces are deleted one by one. */
export function canDeleteCollection(type: Pick<ResourceType, 'group' | 'kind'>): boolean {
  return type.group !== '' || type.kind !== 'Namespace';
}

function describeSubresource(type: ResourceType, name: string): JsonObject {
  const eviction = name === 'eviction' ? { group: 'policy', version: 'v1', kind: 'Eviction' } : { kind: type.kind };
  return { name: `${type.plural}/${name}`, singularName: '', namespaced: type.namespaced, ...eviction, verbs: subresourceVerbs[name] ?? [] };
}

/** The body of GET /version for a version such as `1.33.2`. */
export function versionInfo(kubernetesVersion: string): JsonObject {
  const [major = '1', minor = '0'] = kubernetesVersion.replace(/^v/, '').split('.');
  return {
    major,
    minor,
    // Since compatibility versions; measured in 1.33, not in 1.30.
    ...(Number(minor) > 30 ? { emulationMajor: major, emulationMinor: minor, minCompatibilityMajor: major, minCompatibilityMinor: String(Number(minor) - 1) } : {}),
    gitVersion: `v${kubernetesVersion.replace(/^v/, '')}`,
    gitCommit: '0000000000000000000000000000000000000000',
    gitTreeState: 'clean',
    buildDate: '1970-01-01T00:00:00Z',
    goVersion: 'go1.24.0',
    compiler: 'gc',
    platform: 'linux/amd64',
  };
}
