import type { AddonInstance, Addons, CloudNetwork, ClusterReader, KeyedObject, KeyedObjects, TaskState, TerwayDaemonSet, VSwitchState } from '../api/port.ts';
import type { NodeLabels } from '../plan/match-node.ts';
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


/** Container Service with one add-on that needs some looks to become active. */
export class FakeAddons implements Addons {
  instanceState: AddonInstance | undefined;
  taskState: TaskState = { state: 'running', message: '' };
  installs: unknown[] = [];
  /** The version that is offered to the cluster. */
  offered: string | undefined = 'v1.14.1';
  /** Called when the add-on becomes active, or is gone. */
  onSettled: ((installed: boolean) => void) | undefined;
  stuck = false;
  readonly #faults: Faults;
  #looksLeft = 0;

  constructor(faults: Faults) {
    this.#faults = faults;
  }

  instance(): Promise<AddonInstance | undefined> {
    const state = this.instanceState?.state;
    if ((state === 'initial' || state === 'deleting') && !this.stuck && this.#looksLeft-- <= 0) {
      this.instanceState = state === 'initial' ? { state: 'active', version: this.instanceState?.version ?? '' } : undefined;
      this.onSettled?.(state === 'initial');
    }
    return Promise.resolve(this.instanceState);
  }

  offeredVersion(): Promise<string | undefined> {
    return Promise.resolve(this.offered);
  }

  install(_clusterId: string, addon: { readonly name: string; readonly version: string; readonly config?: string | undefined }): Promise<string | undefined> {
    return this.#faults.write('install', () => {
      this.installs.push(addon);
      if (this.instanceState !== undefined) throw conflict();
      this.instanceState = { state: 'initial', version: addon.version };
      this.#looksLeft = 2;
      return 'T-1';
    });
  }

  uninstall(): Promise<string | undefined> {
    return this.#faults.write('uninstall', () => {
      if (this.instanceState === undefined) throw absent('Addon');
      this.instanceState = { ...this.instanceState, state: 'deleting' };
      this.#looksLeft = 1;
      return 'T-2';
    });
  }

  task(): Promise<TaskState | undefined> {
    return Promise.resolve(this.taskState);
  }
}

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
  nodeList: NodeLabels[] = [];
  crds: Record<string, string> = {};

  terway(): Promise<TerwayDaemonSet | undefined> {
    return Promise.resolve(this.daemonSet);
  }

  nodes(): Promise<readonly NodeLabels[]> {
    return Promise.resolve(this.nodeList);
  }

  calicoCrds(): Promise<Readonly<Record<string, string>>> {
    return Promise.resolve({ ...this.crds });
  }
}
