import { isJsonObject, readList, readObject, readString } from './json.ts';
import type { KubeObject } from './kube-types.ts';
import { builtInResources } from './resources.ts';
import type { ResourceType } from './resources.ts';
import type { ObjectStore } from './store.ts';
import { customShape, newestMinor } from './types/kind-shapes.ts';

/** Where CustomResourceDefinitions themselves are kept. */
export const definitionsKey = { group: 'apiextensions.k8s.io', plural: 'customresourcedefinitions' } as const;

/** The resources that the API serves at this moment: the built-in ones and what the stored CustomResourceDefinitions add. */
export class ResourceRegistry {
  readonly #store: ObjectStore;
  #definitions: readonly KubeObject[] = [];
  #custom: readonly ResourceType[] = [];

  /** The minor version of Kubernetes 1 whose API this is. */
  readonly minor: number;

  constructor(store: ObjectStore, minor = newestMinor) {
    this.#store = store;
    this.minor = minor;
  }

  /** Every resource, the built-in ones first. */
  all(): readonly ResourceType[] {
    return [...builtInResources(this.minor), ...this.#fromDefinitions()];
  }

  find(group: string, version: string, plural: string): ResourceType | undefined {
    return this.all().find((type) => type.group === group && type.version === version && type.plural === plural);
  }

  /** By the key of the store; of a custom resource the first served version. */
  byKey(group: string, plural: string): ResourceType | undefined {
    return this.all().find((type) => type.group === group && type.plural === plural);
  }

  byKind(apiVersion: string, kind: string): ResourceType | undefined {
    const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
    return this.all().find((type) => type.group === group && type.version === version && type.kind === kind);
  }

  /** `group/version` pairs in the order of the catalogue. */
  versions(): { readonly group: string; readonly version: string }[] {
    const seen = new Map<string, { group: string; version: string }>();
    for (const { group, version } of this.all()) seen.set(`${group}/${version}`, { group, version });
    return [...seen.values()];
  }

  #fromDefinitions(): readonly ResourceType[] {
    const definitions = this.#store.list(definitionsKey);
    const unchanged = definitions.length === this.#definitions.length && definitions.every((definition, index) => definition === this.#definitions[index]);
    if (!unchanged) {
      this.#definitions = definitions;
      this.#custom = definitions.flatMap(customResources);
    }
    return this.#custom;
  }
}

function customResources(definition: KubeObject): ResourceType[] {
  const names = readObject(definition, 'spec', 'names');
  const plural = readString(names, 'plural') ?? '';
  const kind = readString(names, 'kind') ?? '';
  return readList(definition, 'spec', 'versions').flatMap((version) => {
    if (!isJsonObject(version) || version.served !== true || typeof version.name !== 'string') return [];
    return [
      {
        group: readString(definition, 'spec', 'group') ?? '',
        version: version.name,
        plural,
        singular: readString(names, 'singular') ?? kind.toLowerCase(),
        kind,
        shortNames: readList(names, 'shortNames').filter((name) => typeof name === 'string'),
        namespaced: readString(definition, 'spec', 'scope') === 'Namespaced',
        categories: readList(names, 'categories').filter((name) => typeof name === 'string'),
        subresources: isJsonObject(version.subresources) && isJsonObject(version.subresources.status) ? ['status'] : [],
        counted: true,
        custom: true,
        shape: customShape(kind, readObject(version, 'schema', 'openAPIV3Schema')),
        schema: readObject(version, 'schema', 'openAPIV3Schema'),
        virtual: false,
      },
    ];
  });
}
