import type { JsonObject } from '../plan/json.ts';
import { readPath, withPath } from '../plan/json.ts';
import type { NodeView } from '../plan/match-node.ts';
import type { PodAffinitySpec } from '../plan/node-affinity.ts';
import type { DaemonPodView } from '../plan/placement-checks.ts';
import { podSpecOf } from '../plan/pod-spec.ts';
import { judgeNode } from '../plan/preview-placement.ts';
import { calicoNode, manifestKey } from './cluster.ts';
import { FakeCalico } from './fake-calico.ts';

/** What becomes of a pod of the new template on a node. */
export type PodFate = 'never-ready' | 'crash-loop' | 'image-pull' | 'never-created';

interface FakePod {
  readonly name: string;
  readonly nodeName: string;
  readonly generation: number;
  /** On the fake's clock; the pod is Ready from then on, unless its node or its fate forbid it. */
  readonly readyAt: number;
}

/**
 * A cluster whose DaemonSet rolls pod by pod on a clock of its own, which goes on by `stepMs` with each look at the
 * DaemonSet. It replaces pods as the controller does: within maxUnavailable or maxSurge, old ones that aren't well first.
 */
export class FakeRollout extends FakeCalico {
  clock = 0;
  stepMs = 10_000;
  /** From a pod's start until it is Ready. */
  startMs = 30_000;
  maxUnavailable = 1;
  maxSurge = 0;
  readonly fates = new Map<string, PodFate>();
  /** Nodes whose pod of the first template isn't Ready. */
  readonly unwell = new Set<string>();
  readonly calls = { readDaemonSet: 0, listDaemonPods: 0, listNodes: 0 };
  /** What else happens at a moment. */
  onStep: ((clock: number) => void) | undefined;
  #pods: FakePod[] = [];
  #started = 0;
  #names = 0;

  /** Starts with a DaemonSet that is rolled out on these nodes. */
  constructor(nodes: readonly NodeView[], spec: JsonObject = {}) {
    super();
    this.rolling = false;
    this.nodes.push(...nodes);
    this.put(manifestKey, calicoNode('kube-system', { spec }));
    this.#started = this.#generation;
    this.#pods = nodes.map((node) => ({ name: `old-${node.name}`, nodeName: node.name, generation: this.#generation, readyAt: 0 }));
    this.#count();
  }

  /** The time that passed, for the wait. */
  now = (): number => this.clock;

  /** Sets the affinity that shall roll out. */
  setAffinity(affinity: PodAffinitySpec | undefined): void {
    this.put(manifestKey, withPath(this.objects.get(manifestKey) ?? {}, ['spec', 'template', 'spec', 'affinity'], affinity));
  }

  override put(key: string, object: JsonObject): void {
    super.put(key, object);
    const stored = this.objects.get(key) ?? {};
    if (key === manifestKey) this.objects.set(key, withPath(stored, ['metadata', 'annotations', 'deprecated.daemonset.template.generation'], String(readPath(stored, ['metadata', 'generation']))));
  }

  override async readDaemonSet(reference: { readonly namespace: string; readonly name: string }): Promise<JsonObject | undefined> {
    this.calls.readDaemonSet += 1;
    this.clock += this.stepMs;
    this.onStep?.(this.clock);
    this.#sync();
    return super.readDaemonSet(reference);
  }

  override async listNodes(options?: { readonly signal?: AbortSignal | undefined }): Promise<readonly NodeView[]> {
    this.calls.listNodes += 1;
    return super.listNodes(options);
  }

  override async listDaemonPods(): Promise<readonly DaemonPodView[]> {
    this.calls.listDaemonPods += 1;
    const nodes = this.#nodesByName();
    return this.#pods.map((pod) => this.#view(pod, nodes));
  }

  /** Replaces a node, as when it stops being Ready. */
  setNode(name: string, fields: Partial<NodeView>): void {
    const index = this.nodes.findIndex((node) => node.name === name);
    const node = this.nodes[index];
    if (node !== undefined) this.nodes[index] = { ...node, ...fields };
  }

  /** Takes a node's pods away for good, as if the controller could make none there. */
  takePods(nodeName: string): void {
    this.fates.set(nodeName, 'never-created');
    this.#pods = this.#pods.filter((pod) => pod.nodeName !== nodeName);
  }

  get #generation(): number {
    return Number(readPath(this.objects.get(manifestKey) ?? {}, ['metadata', 'generation']));
  }

  #selected(): readonly NodeView[] {
    const object = this.objects.get(manifestKey) ?? {};
    const affinity = readPath(object, ['spec', 'template', 'spec', 'affinity']) as PodAffinitySpec | undefined;
    return this.nodes.filter((node) => judgeNode(podSpecOf(object), affinity?.nodeAffinity, node) === 'runs');
  }

  #nodesByName(): ReadonlyMap<string, NodeView> {
    return new Map(this.nodes.map((node) => [node.name, node]));
  }

  #fateOf(pod: FakePod): PodFate | undefined {
    return pod.generation > this.#started ? this.fates.get(pod.nodeName) : undefined;
  }

  #isReady(pod: FakePod, nodes: ReadonlyMap<string, NodeView>): boolean {
    const unwell = pod.generation === this.#started && this.unwell.has(pod.nodeName);
    return !unwell && this.#fateOf(pod) === undefined && pod.readyAt <= this.clock && nodes.get(pod.nodeName)?.ready === true;
  }

  #view(pod: FakePod, nodes: ReadonlyMap<string, NodeView>): DaemonPodView {
    const ready = this.#isReady(pod, nodes);
    const fate = this.#fateOf(pod);
    const labels = { revision: `hash-${pod.generation}`, templateGeneration: String(pod.generation) };
    const trouble =
      fate === 'crash-loop'
        ? { reason: 'CrashLoopBackOff', container: 'calico-node', restarts: 4, message: 'ended with exit code 1 (Error); back-off 40s restarting failed container' }
        : fate === 'image-pull'
          ? { reason: 'ImagePullBackOff', container: 'install-cni', message: 'Back-off pulling image "calico/cni"' }
          : {};
    return { name: pod.name, nodeName: pod.nodeName, ready, terminating: false, ...labels, ...trouble };
  }

  #sync(): void {
    const generation = this.#generation;
    const nodes = this.#nodesByName();
    const selected = this.#selected();
    const names = new Set(selected.map((node) => node.name));
    this.#pods = this.#pods.filter((pod) => names.has(pod.nodeName));
    const occupied = new Set(this.#pods.map((pod) => pod.nodeName));
    for (const node of selected) if (!occupied.has(node.name)) this.#start(node.name, generation);
    const isOld = (pod: FakePod): boolean => pod.generation < generation;
    const isOnDelete = readPath(this.objects.get(manifestKey) ?? {}, ['spec', 'updateStrategy', 'type']) === 'OnDelete';
    if (!isOnDelete && this.maxSurge > 0) {
      const surging = this.#pods.filter((pod) => !isOld(pod));
      const done = new Set(surging.filter((pod) => this.#isReady(pod, nodes)).map((pod) => pod.nodeName));
      this.#pods = this.#pods.filter((pod) => !isOld(pod) || !done.has(pod.nodeName));
      const started = new Set(surging.map((pod) => pod.nodeName));
      const room = this.maxSurge - surging.filter((pod) => !this.#isReady(pod, nodes)).length;
      for (const pod of this.#pods.filter((each) => isOld(each) && !started.has(each.nodeName)).slice(0, Math.max(0, room))) this.#start(pod.nodeName, generation);
    } else if (!isOnDelete) {
      const well = this.#pods.filter((pod) => this.#isReady(pod, nodes));
      const isWell = new Set(well);
      const room = this.maxUnavailable - (selected.length - well.length);
      const gone = new Set([...this.#pods.filter((pod) => isOld(pod) && !isWell.has(pod)), ...well.filter(isOld).slice(0, Math.max(0, room))]);
      this.#pods = this.#pods.filter((pod) => !gone.has(pod));
      for (const pod of gone) this.#start(pod.nodeName, generation);
    }
    this.#count();
  }

  #start(nodeName: string, generation: number): void {
    if (this.fates.get(nodeName) === 'never-created') return;
    this.#names += 1;
    this.#pods.push({ name: `new-${nodeName}-${this.#names}`, nodeName, generation, readyAt: this.clock + this.startMs });
  }

  #count(): void {
    const nodes = this.#nodesByName();
    // The older of two pods is counted: it stands first, so it is put last.
    const counted = [...new Map(this.#pods.map((pod) => [pod.nodeName, pod] as const).reverse()).values()];
    const ready = counted.filter((pod) => this.#isReady(pod, nodes)).length;
    const status = {
      observedGeneration: this.#generation,
      desiredNumberScheduled: this.#selected().length,
      updatedNumberScheduled: counted.filter((pod) => pod.generation === this.#generation).length,
      numberReady: ready,
      numberAvailable: ready,
    };
    this.objects.set(manifestKey, withPath(this.objects.get(manifestKey) ?? {}, ['status'], status));
  }
}
