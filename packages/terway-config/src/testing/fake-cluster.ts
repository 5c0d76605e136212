import type { CloudNetwork, ClusterReader, KeyedObject, KeyedObjects, TerwayDaemonSet, VSwitchState } from '../api/port.ts';
import type { NodeState } from '../plan/restart/terway-workload.ts';
import { absent, conflict, type Faults } from './faults.ts';

interface Stored<Value> {
  resourceVersion: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  data: Record<string, Value>;
  managedFields?: readonly unknown[];
}

/** ConfigMaps or Secrets in memory, with resourceVersion conflicts. */
export class FakeObjects<Value> implements KeyedObjects<Value> {
  readonly #objects = new Map<string, Stored<Value>>();
  readonly #faults: Faults;
  #version = 0;

  constructor(faults: Faults) {
    this.#faults = faults;
  }

  seed(name: string, data: Record<string, Value>, more: { readonly labels?: Record<string, string>; readonly annotations?: Record<string, string> } = {}): void {
    this.#objects.set(name, { resourceVersion: String(++this.#version), labels: more.labels ?? {}, annotations: more.annotations ?? {}, data });
  }

  /** Notes that somebody applies a key by server-side apply. */
  apply(name: string, manager: string, key: string): void {
    const found = this.#objects.get(name);
    if (found !== undefined) found.managedFields = [{ manager, operation: 'Apply', fieldsV1: { 'f:data': { [`f:${key}`]: {} } } }];
  }

  /** Without resourceVersions, for comparing before and after. */
  snapshot(): unknown {
    return structuredClone([...this.#objects].map(([name, { labels, annotations, data }]) => [name, labels, annotations, Object.entries(data).map(([key, value]) => [key, typeof value === 'string' ? value : String((value as { reveal(): unknown }).reveal())])]));
  }

  value(name: string, key: string): Value | undefined {
    return this.#objects.get(name)?.data[key];
  }

  read(name: string): Promise<KeyedObject<Value> | undefined> {
    const found = this.#objects.get(name);
    return Promise.resolve(found === undefined ? undefined : { ...found, labels: { ...found.labels }, annotations: { ...found.annotations }, data: { ...found.data } });
  }

  create(name: string, object: Pick<KeyedObject<Value>, 'labels' | 'annotations' | 'data'>): Promise<void> {
    return this.#faults.write(`create ${name}`, () => {
      if (this.#objects.has(name)) throw conflict();
      this.seed(name, { ...object.data }, { labels: { ...object.labels }, annotations: { ...object.annotations } });
    });
  }

  patch(name: string, resourceVersion: string, patch: Parameters<KeyedObjects<Value>['patch']>[2]): Promise<void> {
    return this.#faults.write(`patch ${name}`, () => {
      const found = this.#existing(name, resourceVersion);
      merge(found.data, patch.data);
      merge(found.labels, patch.labels);
      merge(found.annotations, patch.annotations);
      found.resourceVersion = String(++this.#version);
    });
  }

  remove(name: string, resourceVersion: string): Promise<void> {
    return this.#faults.write(`delete ${name}`, () => {
      this.#existing(name, resourceVersion);
      this.#objects.delete(name);
    });
  }

  #existing(name: string, resourceVersion: string): Stored<Value> {
    const found = this.#objects.get(name);
    if (found === undefined) throw absent('Object');
    if (found.resourceVersion !== resourceVersion) throw conflict();
    return found;
  }
}

const merge = <Value>(target: Record<string, Value>, patch: Readonly<Record<string, Value | null>> = {}): void => {
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) Reflect.deleteProperty(target, key);
    else target[key] = value;
  }
};

/** The VPC side. */
export class FakeNetwork implements CloudNetwork {
  vpc: string | undefined = 'vpc-1';
  readonly vSwitches = new Map<string, VSwitchState>();

  add(id: string, fields: Partial<VSwitchState> = {}): this {
    this.vSwitches.set(id, { id, vpcId: 'vpc-1', zone: 'cn-hangzhou-i', freeAddresses: 252, ...fields });
    return this;
  }

  clusterVpc(): Promise<string | undefined> {
    return Promise.resolve(this.vpc);
  }

  vSwitch(id: string): Promise<VSwitchState | undefined> {
    return Promise.resolve(this.vSwitches.get(id));
  }
}

/** DaemonSet, nodes and CRDs. */
export class FakeReader implements ClusterReader {
  daemonSet: TerwayDaemonSet | undefined;
  nodeList: NodeState[] = [];
  crds: Record<string, string> = {};

  terway(): Promise<TerwayDaemonSet | undefined> {
    return Promise.resolve(this.daemonSet);
  }

  nodes(): Promise<readonly NodeState[]> {
    return Promise.resolve(this.nodeList);
  }

  calicoCrds(): Promise<Readonly<Record<string, string>>> {
    return Promise.resolve({ ...this.crds });
  }
}
