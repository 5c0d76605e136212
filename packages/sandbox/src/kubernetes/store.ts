import { copyJson } from './json.ts';
import type { KubeObject } from './kube-types.ts';
import type { ResourceType } from './resources.ts';
import { resourceKey } from './resources.ts';
import { expired } from './status-error.ts';

/** One change of the store. */
export interface StoreEvent {
  readonly version: number;
  readonly resource: string;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  /** The object after the change; for DELETED its last state under the new resourceVersion. */
  readonly object: KubeObject;
  readonly previous: KubeObject | undefined;
}

type Address = Pick<ResourceType, 'group' | 'plural'>;

function objectKey(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`;
}

/**
 * Every object of the cluster under one running resourceVersion, as etcd counts, and the last changes for watches to resume from.
 * Objects are never changed in place: a reader may keep what it was given.
 */
export class ObjectStore {
  #version = 1;
  readonly #objects = new Map<string, Map<string, KubeObject>>();
  readonly #events: StoreEvent[] = [];
  readonly #listeners = new Set<(event: StoreEvent) => void>();
  readonly #window: number;

  /** `window`: how many changes stay for watches to resume from. */
  constructor(window = 4000) {
    this.#window = window;
  }

  /** The resourceVersion of the last change. */
  get version(): number {
    return this.#version;
  }

  get(type: Address, namespace: string | undefined, name: string): KubeObject | undefined {
    return this.#objects.get(resourceKey(type))?.get(objectKey(namespace, name));
  }

  /** The objects of a resource sorted by namespace and name, as the server lists them. */
  list(type: Address, namespace?: string): KubeObject[] {
    return this.#sorted(this.#objects.get(resourceKey(type)), namespace);
  }

  /** The list as it was at a version; throws Expired (410) where the changes since then are gone. */
  listAt(version: number, type: Address, namespace?: string): KubeObject[] {
    const past = new Map(this.#objects.get(resourceKey(type)));
    for (const event of [...this.eventsSince(version)].reverse()) {
      if (event.resource !== resourceKey(type)) continue;
      const key = objectKey(event.object.metadata.namespace, event.object.metadata.name);
      if (event.previous === undefined) past.delete(key);
      else past.set(key, event.previous);
    }
    return this.#sorted(past, namespace);
  }

  /** Every stored object with the key of its resource. */
  all(): { readonly resource: string; readonly object: KubeObject }[] {
    return [...this.#objects].flatMap(([resource, objects]) => [...objects.values()].map((object) => ({ resource, object })));
  }

  /** Stores an object under the next resourceVersion and tells the listeners. Returns it as stored. */
  put(type: Address, object: KubeObject): KubeObject {
    const resource = resourceKey(type);
    const stored = this.#stamp(object);
    const objects = this.#objects.get(resource) ?? new Map<string, KubeObject>();
    this.#objects.set(resource, objects);
    const key = objectKey(stored.metadata.namespace, stored.metadata.name);
    const previous = objects.get(key);
    objects.set(key, stored);
    this.#emit({ version: this.#version, resource, type: previous === undefined ? 'ADDED' : 'MODIFIED', object: stored, previous });
    return stored;
  }

  /** Takes an object away; `object` is its last state. */
  remove(type: Address, object: KubeObject): KubeObject {
    const resource = resourceKey(type);
    const key = objectKey(object.metadata.namespace, object.metadata.name);
    const previous = this.#objects.get(resource)?.get(key);
    const stored = this.#stamp(object);
    this.#objects.get(resource)?.delete(key);
    this.#emit({ version: this.#version, resource, type: 'DELETED', object: stored, previous });
    return stored;
  }

  /** The changes after a version; throws Expired (410) where some of them are gone. */
  eventsSince(version: number): readonly StoreEvent[] {
    const oldest = this.#events[0]?.version ?? this.#version + 1;
    if (version < oldest - 1) throw expired(`too old resource version: ${version} (${oldest - 1})`);
    return this.#events.filter((event) => event.version > version);
  }

  /** Drops every change so far: what comes before is too old to resume from. */
  forgetChanges(): void {
    this.#events.length = 0;
  }

  /** Calls the listener after each change until the function that it returns is called. */
  listen(listener: (event: StoreEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #stamp(object: KubeObject): KubeObject {
    this.#version += 1;
    const stored = copyJson(object);
    stored.metadata.resourceVersion = String(this.#version);
    return stored;
  }

  #emit(event: StoreEvent): void {
    this.#events.push(event);
    if (this.#events.length > this.#window) this.#events.shift();
    for (const listener of [...this.#listeners]) listener(event);
  }

  #sorted(objects: ReadonlyMap<string, KubeObject> | undefined, namespace: string | undefined): KubeObject[] {
    if (objects === undefined) return [];
    return [...objects]
      .filter(([, object]) => namespace === undefined || object.metadata.namespace === namespace)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([, object]) => object);
  }
}
