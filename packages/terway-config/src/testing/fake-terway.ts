import type { RestartPort } from '../api/port.ts';
import { restartedAtAnnotation } from '../plan/restart/restart-annotations.ts';
import type { NodeState, TerwayDaemonSet, TerwayPod, UpdateStrategy } from '../plan/restart/terway-workload.ts';
import { conflict, type Faults } from './faults.ts';

const external = { 'alibabacloud.com/external': 'true', 'kubernetes.io/os': 'linux' };

/** A cloud node that is well. */
export const cloudNode = (name: string, fields: Partial<NodeState> = {}): NodeState => ({ name, labels: external, ready: true, taints: [], kernelVersion: '5.10.134-16.al8.x86_64', ...fields });

/** A node of the data centre. */
export const onPremisesNode = (name: string, fields: Partial<NodeState> = {}): NodeState => cloudNode(name, { labels: { 'kubernetes.io/os': 'linux' }, kernelVersion: '4.19.91', ...fields });

/** A pod that is Ready. */
export const terwayPod = (name: string, nodeName: string, fields: Partial<TerwayPod> = {}): TerwayPod => ({ name, uid: `uid-${name}`, nodeName, ready: true, terminating: false, startedAt: '2026-11-21T08:00:00Z', ...fields });

/** The DaemonSet as the add-on makes it. */
export const terwayDaemonSet = (fields: Partial<TerwayDaemonSet> = {}): TerwayDaemonSet => ({
  resourceVersion: '1',
  placement: { nodeSelector: { 'alibabacloud.com/external': 'true' } },
  tolerations: [{ operator: 'Exists' }],
  hostNetwork: true,
  strategy: { type: 'RollingUpdate', maxUnavailable: '1', maxSurge: '0' },
  templateAnnotations: {},
  images: { terway: 'registry-vpc.cn-hangzhou.aliyuncs.com/acs/terway:v1.14.1' },
  mountedSecrets: ['alibaba-addon-secret'],
  pods: [],
  ...fields,
});

/** What becomes of a pod of the new template on a node. */
export type PodFate = 'never-ready' | 'crash-loop' | 'never-created';

interface Rolled {
  readonly pod: TerwayPod;
  /** The template that it was made of. */
  readonly revision: string;
  /** On the fake's clock: Ready from then on, unless its fate forbids it. */
  readonly readyAt: number;
}

/**
 * A cluster whose DaemonSet replaces its pods on a clock of its own, which goes on by `stepMs` with each look, as the
 * controller does: within maxUnavailable, pods that aren't Ready first; none by itself with OnDelete.
 */
export class FakeTerway implements RestartPort {
  clock = 0;
  stepMs = 10_000;
  /** From a pod's start until it is Ready. */
  startMs = 15_000;
  maxUnavailable = 1;
  strategy: UpdateStrategy['type'] = 'RollingUpdate';
  readonly fates = new Map<string, PodFate>();
  /** The same whatever the template: pods of the first template that aren't Ready. */
  readonly unwell = new Set<string>();
  readonly deleted: string[] = [];
  readonly annotations: Record<string, string> = {};
  nodeList: NodeState[];
  /** The largest number of nodes without a Ready pod at one moment. */
  mostDown = 0;
  readonly #faults: Faults;
  #pods: Rolled[];
  #version = 1;
  #names = 0;

  constructor(faults: Faults, nodes: readonly NodeState[]) {
    this.#faults = faults;
    this.nodeList = [...nodes];
    this.#pods = nodes.map(({ name }) => ({ pod: terwayPod(`old-${name}`, name), revision: '{}', readyAt: 0 }));
  }

  /** The clocks that go with it. */
  readonly clocks = { now: (): number => Date.parse('2026-11-21T09:00:00Z') + this.clock, elapsed: (): number => this.clock };

  terway(): Promise<TerwayDaemonSet> {
    this.clock += this.stepMs;
    if (this.strategy === 'RollingUpdate') this.#roll();
    this.#fill();
    const pods = this.#pods.map((rolled) => this.#view(rolled));
    this.mostDown = Math.max(this.mostDown, this.nodeList.filter(({ name }) => !pods.some((pod) => pod.nodeName === name && pod.ready)).length);
    const strategy: UpdateStrategy = this.strategy === 'OnDelete' ? { type: 'OnDelete' } : { type: 'RollingUpdate', maxUnavailable: String(this.maxUnavailable), maxSurge: '0' };
    return Promise.resolve(terwayDaemonSet({ resourceVersion: String(this.#version), strategy, templateAnnotations: { ...this.annotations }, pods }));
  }

  nodes(): Promise<readonly NodeState[]> {
    return Promise.resolve([...this.nodeList]);
  }

  annotateTemplate(resourceVersion: string, annotations: Readonly<Record<string, string | null>>): Promise<void> {
    return this.#faults.write('annotate', () => {
      if (resourceVersion !== String(this.#version)) throw conflict();
      this.#version += 1;
      for (const [key, value] of Object.entries(annotations)) {
        if (value === null) Reflect.deleteProperty(this.annotations, key);
        else this.annotations[key] = value;
      }
    });
  }

  deletePod({ name, uid }: { readonly name: string; readonly uid: string }): Promise<void> {
    return this.#faults.write(`delete pod ${name}`, () => {
      this.deleted.push(name);
      this.#pods = this.#pods.filter(({ pod }) => pod.name !== name || pod.uid !== uid);
    });
  }

  /** The DaemonSet's status changed meanwhile, as it does all the time while it rolls. */
  touch(): void {
    this.#version += 1;
  }

  get #revision(): string {
    return JSON.stringify(this.annotations);
  }

  #view({ pod, revision, readyAt }: Rolled): TerwayPod {
    const fate = revision === '{}' ? (this.unwell.has(pod.nodeName) ? 'crash-loop' : undefined) : this.fates.get(pod.nodeName);
    const isNodeReady = this.nodeList.some(({ name, ready }) => name === pod.nodeName && ready);
    const ready = fate === undefined && isNodeReady && this.clock >= readyAt;
    const trouble = fate === 'crash-loop' ? { reason: 'CrashLoopBackOff', container: 'terway', message: 'ended with exit code 1 (Error)', restarts: 3 } : {};
    return { ...pod, ready, ...trouble };
  }

  #roll(): void {
    const isDown = (name: string): boolean => !this.#pods.some((rolled) => rolled.pod.nodeName === name && this.#view(rolled).ready);
    let budget = this.maxUnavailable - this.nodeList.filter(({ name }) => isDown(name)).length;
    this.#pods = this.#pods.filter((rolled) => {
      if (rolled.revision === this.#revision) return true;
      if (!this.#view(rolled).ready) return false;
      if (budget <= 0) return true;
      budget -= 1;
      return false;
    });
  }

  #fill(): void {
    for (const { name } of this.nodeList) {
      if (this.#pods.some(({ pod }) => pod.nodeName === name) || (this.#revision !== '{}' && this.fates.get(name) === 'never-created')) continue;
      this.#names += 1;
      const restartedAt = this.annotations[restartedAtAnnotation];
      const startedAt = new Date(this.clocks.now()).toISOString();
      const pod = terwayPod(`new${this.#names}-${name}`, name, { startedAt, ...(restartedAt === undefined ? {} : { restartedAt }) });
      this.#pods.push({ pod, revision: this.#revision, readyAt: this.clock + this.startMs });
    }
  }
}
