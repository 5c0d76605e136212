import { Secret } from '@ack-hybrid/core';
import type { RestartPort } from '../api/port.ts';
import { restartedAtAnnotation } from '../plan/restart/restart-annotations.ts';
import type { NodeState, TerwayDaemonSet, TerwayPod } from '../plan/restart/terway-workload.ts';
import { FakeObjects } from '../testing/fake-cluster.ts';
import { FakeRam } from '../testing/fake-ram.ts';
import { conflict, Faults, Killed, lostAnswer, refused } from '../testing/faults.ts';
import { keyRotationStep, type KeyRotationInput } from './rotate-key.ts';
import { configMapPlace, secretPlace } from './credential-place.ts';
import { configMapRotationPlace, secretRotationPlace } from './rotation-place.ts';

/** What may become of one write. `late`: its answer is lost, and it is done only after so many further writes. */
export type Mishap = { readonly kind: 'killed-before' | 'killed-after' | 'lost-before' | 'lost-after' | 'refused' | 'conflict' } | { readonly kind: 'late'; readonly by: number };

/** Faults with an observer that looks after every single write. */
export class ObservedFaults extends Faults {
  onWrite: () => void = () => undefined;
  #mishap: { readonly at: number; readonly mishap: Mishap } | undefined;
  #late: { left: number; readonly body: () => unknown } | undefined;

  /** The n-th write from now on, from 1. */
  mishapAt(nth: number, mishap: Mishap): void {
    this.#mishap = { at: this.writes.length + nth, mishap };
  }

  /** Whether the write that was to fail has come. */
  get hasStruck(): boolean {
    return this.#mishap !== undefined && this.writes.length >= this.#mishap.at;
  }

  /** What is still on its way arrives. */
  land(): void {
    const late = this.#late;
    this.#late = undefined;
    try {
      late?.body();
    } catch {
      // The server refuses it; nobody hears of that.
    }
    this.onWrite();
  }

  override async write<Value>(operation: string, body: () => Value): Promise<Value> {
    const due = this.#mishap !== undefined && this.writes.length + 1 === this.#mishap.at ? this.#mishap.mishap : undefined;
    if (this.#late !== undefined && this.#late.left-- <= 0) this.land();
    try {
      return await super.write(operation, () => strike(due, body, (by) => (this.#late = { left: by, body })));
    } finally {
      this.onWrite();
    }
  }
}

const strike = <Value>(mishap: Mishap | undefined, body: () => Value, delay: (by: number) => void): Value => {
  switch (mishap?.kind) {
    case undefined:
      return body();
    case 'killed-before':
      throw new Killed('killed');
    case 'lost-before':
      throw lostAnswer();
    case 'refused':
      throw refused('Refused');
    case 'conflict':
      throw conflict();
    case 'late':
      delay(mishap.by);
      throw lostAnswer();
    case 'killed-after':
      body();
      throw new Killed('killed');
    case 'lost-after':
      body();
      throw lostAnswer();
  }
};

/** Terway on some nodes: each look replaces one pod of an old template, and a new pod loads the key that stands there. */
export class FakeTerway implements RestartPort {
  readonly pods: (TerwayPod & { readonly key: string })[] = [];
  readonly nodeList: NodeState[];
  annotations: Record<string, string> = {};
  /** Whether a pod comes up with this key. */
  accepts: (key: string) => boolean = () => true;
  onRoll: () => void = () => undefined;
  readonly #faults: Faults;
  readonly #keyNow: () => string;
  #version = 1;
  #serial = 0;

  constructor(faults: Faults, nodes: number, keyNow: () => string) {
    this.#faults = faults;
    this.#keyNow = keyNow;
    this.nodeList = Array.from({ length: nodes }, (_none, index) => ({ name: `cloud-${index}`, labels: {}, ready: true, taints: [], kernelVersion: '5.10' }));
  }

  /** The pods as they were before anything. */
  start(): void {
    for (const { name } of this.nodeList) this.pods.push(this.#pod(name));
  }

  terway(): Promise<TerwayDaemonSet | undefined> {
    const old = this.pods.findIndex((pod) => pod.restartedAt !== this.annotations[restartedAtAnnotation] && this.nodeList.some(({ name, ready }) => ready && name === pod.nodeName));
    const isUnwell = this.pods.some((pod) => !pod.ready && pod.restartedAt === this.annotations[restartedAtAnnotation]);
    if (old >= 0 && !isUnwell) this.pods[old] = this.#pod(this.pods[old]?.nodeName ?? '');
    this.onRoll();
    const pods = this.pods.map(({ key: _key, ...pod }) => pod);
    return Promise.resolve({ resourceVersion: String(this.#version), placement: { nodeSelector: {} }, tolerations: [], hostNetwork: true, strategy: { type: 'RollingUpdate', maxUnavailable: '1', maxSurge: '0' }, templateAnnotations: { ...this.annotations }, images: {}, mountedSecrets: [], pods });
  }

  nodes(): Promise<readonly NodeState[]> {
    return Promise.resolve(this.nodeList);
  }

  annotateTemplate(resourceVersion: string, annotations: Readonly<Record<string, string | null>>): Promise<void> {
    return this.#faults.write('annotate DaemonSet', () => {
      if (resourceVersion !== String(this.#version)) throw conflict();
      this.#version += 1;
      const merged = { ...this.annotations, ...annotations };
      this.annotations = Object.fromEntries(Object.entries(merged).flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
      // The controller takes a pod that isn't Ready first.
      this.pods.forEach((pod, index) => {
        if (!pod.ready) this.pods[index] = this.#pod(pod.nodeName);
      });
    });
  }

  deletePod(): Promise<void> {
    return Promise.resolve();
  }

  #pod(nodeName: string): TerwayPod & { readonly key: string } {
    const restartedAt = this.annotations[restartedAtAnnotation];
    const key = this.#keyNow();
    this.#serial += 1;
    const isReady = this.accepts(key);
    return { name: `terway-${this.#serial}`, uid: `uid-${this.#serial}`, nodeName, ready: isReady, terminating: false, key, ...(isReady ? {} : { reason: 'CrashLoopBackOff' }), ...(restartedAt === undefined ? {} : { restartedAt }) };
  }
}

export const clusterId = 'c0123456789abcdef0123456789abcdef';
export const marker = `managed by ack-hybrid for cluster ${clusterId}`;
export const user = `ack-hybrid-terway-${clusterId}`;
export const secretName = 'alibaba-addon-secret';
export const oldKey = 'LTAIold0000000001';
/** Laid out as no program of ours would. */
export const eniConf = `{ "version" : "1",\n\t"access_key":"${oldKey}", "max_pool_size": 5.0,\n "access_secret" :  "secret of ${oldKey}" }\n`;

/** A world in which Terway runs with a key that is due, and each key that it needs is looked at after every write. */
export const createRotationWorld = (input: Partial<KeyRotationInput> = {}, options: { readonly comments?: string; readonly nodes?: number } = {}) => {
  const faults = new ObservedFaults();
  const ram = new FakeRam(faults);
  ram.seedUser(user, options.comments ?? marker);
  ram.seedKey(user, oldKey, true, { createdAt: '2026-01-01T00:00:00Z', lastUsed: '2026-06-01T00:00:00Z' });
  const secrets = new FakeObjects<Secret>(faults);
  const configMaps = new FakeObjects<string>(faults);
  const inConfigMap = input.form === 'config-map';
  if (inConfigMap) configMaps.seed('eni-config', { eni_conf: eniConf, '10-terway.conf': '{}' });
  else secrets.seed(secretName, { 'access-key-id': new Secret(oldKey), 'access-key-secret': new Secret(`secret of ${oldKey}`) }, { labels: { 'app.kubernetes.io/managed-by': 'ack-hybrid' } });
  const heldNow = (): { readonly id: string; readonly secret: string } => {
    if (!inConfigMap) return { id: secrets.value(secretName, 'access-key-id')?.reveal() ?? '', secret: secrets.value(secretName, 'access-key-secret')?.reveal() ?? '' };
    const config = JSON.parse(configMaps.value('eni-config', 'eni_conf') ?? '{}') as { access_key: string; access_secret: string };
    return { id: config.access_key, secret: config.access_secret };
  };
  const terway = new FakeTerway(faults, options.nodes ?? 2, () => heldNow().id);
  terway.start();
  const violations: string[] = [];
  const observe = (): void => {
    const keys = ram.users.get(user)?.keys;
    const held = heldNow();
    if (keys?.get(held.id)?.active !== true || keys.get(held.id)?.secret !== held.secret) violations.push(`the place holds ${held.id}, after ${faults.writes.at(-1) ?? 'nothing'}`);
    for (const pod of terway.pods) if (keys?.get(pod.key)?.active !== true) violations.push(`pod ${pod.name} has ${pod.key}, after ${faults.writes.at(-1) ?? 'nothing'}`);
  };
  faults.onWrite = observe;
  terway.onRoll = observe;
  let time = Date.parse('2026-07-01T00:00:00Z');
  let elapsed = 0;
  const clocks = { now: () => (time += 10), elapsed: () => (elapsed += 10) };
  const place = inConfigMap ? configMapRotationPlace(configMaps, secrets) : secretRotationPlace(secrets);
  const pause = (ms: number): Promise<void> => {
    time += ms;
    return Promise.resolve();
  };
  const other = inConfigMap ? secretPlace(secrets) : configMapPlace(configMaps, clocks.now);
  const step = keyRotationStep({ ram, place, other, terway, clocks, pause }, { clusterId, retry: { minDelayMs: 0, maxDelayMs: 0 }, restart: { intervalMs: 0, podReadyTimeoutMs: 200 }, ...input });
  const apply = async () => step.apply(await step.plan());
  const keys = (): Record<string, boolean> => Object.fromEntries([...(ram.users.get(user)?.keys ?? [])].map(([id, { active }]) => [id, active]));
  return { faults, ram, secrets, configMaps, terway, violations, step, apply, keys, heldNow, place, pass: pause };
};
