import { ApiError, ConflictError } from '@ack-hybrid/core';
import { isJsonObject, readPath, withPath, type JsonObject } from '../plan/json.ts';
import type { NodeView } from '../plan/match-node.ts';
import type { PodAffinitySpec } from '../plan/node-affinity.ts';
import type { DaemonPodView } from '../plan/placement-checks.ts';
import { judgeNode } from '../plan/preview-placement.ts';
import { podSpecOf } from '../plan/pod-spec.ts';
import type { CniPort } from '../api/port.ts';
import type { ListWorkloadsOptions } from '../api/workload-lister.ts';
import type { WorkloadPatchTarget, WorkloadPodView } from '../api/workload-port.ts';
import { subjectOf, type ReadWorkload, type WorkloadKind } from '../plan/workloads/workload.ts';
import { isNamed, type WorkloadSelection } from '../plan/workloads/workload-selection.ts';
import { mergeInto } from './merge-into.ts';

/** What happens to a write: it is refused, its answer is lost after it was done, or it never arrives. */
export type WriteFault = 'conflict' | 'lost-after' | 'lost-before' | 'invalid';

const affinityPath = ['spec', 'template', 'spec', 'affinity'];

/** The workloads that the operator makes, and the parts of its Installation that override their affinity. */
const operatedParts = { 'DaemonSet calico-system/calico-node': 'calicoNodeDaemonSet', 'DaemonSet calico-system/csi-node-driver': 'csiNodeDriverDaemonSet', 'Deployment calico-system/calico-typha': 'typhaDeployment' };

/** A cluster in memory, for the tests of this package: objects with versions, a DaemonSet controller, the operator. */
export class FakeCalico implements CniPort {
  readonly objects = new Map<string, JsonObject>();
  readonly nodes: NodeView[] = [];
  readonly writes: { readonly target: WorkloadPatchTarget; readonly patch: JsonObject }[] = [];
  readonly dryRuns: JsonObject[] = [];
  readonly faults: WriteFault[] = [];
  /** What someone else does right before the next write arrives. */
  interference: (() => void) | undefined;
  /** The affinity that the operator renders where the Installation names none. */
  operatorAffinity: PodAffinitySpec | undefined;
  /** Whether the controller rolls; false leaves the status as it is. */
  rolling = true;
  /** Pods beside those that the controller makes, or in their place where the node is the same. */
  readonly oddPods: DaemonPodView[] = [];
  /** How a dry run's result differs, as an admission webhook may have it. */
  mutateDryRun: (object: JsonObject) => JsonObject = (object) => object;
  #version = 100;

  async readDaemonSet(reference: { readonly namespace: string; readonly name: string }): Promise<JsonObject | undefined> {
    return this.objects.get(`DaemonSet ${reference.namespace}/${reference.name}`);
  }

  async findWorkloads(selection: WorkloadSelection): Promise<readonly ReadWorkload[]> {
    if (!isNamed(selection)) return [];
    const object = this.objects.get(subjectOf(selection));
    return object === undefined ? [] : [{ reference: { kind: selection.kind, namespace: selection.namespace, name: selection.name }, object }];
  }

  async listWorkloads<View>(kind: WorkloadKind, view: (object: JsonObject) => View | undefined, options?: ListWorkloadsOptions): Promise<readonly View[]> {
    const keys = [...this.objects.keys()].filter((key) => key.startsWith(`${kind} ${options?.namespace === undefined ? '' : `${options.namespace}/`}`));
    return keys.flatMap((key) => {
      const { apiVersion: _version, kind: _kind, ...item } = this.objects.get(key) ?? {};
      return view(item) ?? [];
    });
  }

  async readConfigMap(reference: { readonly namespace: string; readonly name: string }): Promise<JsonObject | undefined> {
    return this.objects.get(`ConfigMap ${reference.namespace}/${reference.name}`);
  }

  async listPods({ reference, object }: ReadWorkload): Promise<readonly WorkloadPodView[]> {
    return reference.kind === 'DaemonSet' ? this.listDaemonPods(object) : [];
  }

  async readInstallation(name: string): Promise<JsonObject | undefined> {
    return this.objects.get(`Installation ${name}`);
  }

  async listNodes(options?: { readonly signal?: AbortSignal | undefined }): Promise<readonly NodeView[]> {
    options?.signal?.throwIfAborted();
    return [...this.nodes];
  }

  async listDaemonPods(daemonSet: JsonObject): Promise<readonly DaemonPodView[]> {
    const affinity = readPath(daemonSet, affinityPath) as PodAffinitySpec | undefined;
    const selected = this.nodes.filter((node) => judgeNode(podSpecOf(daemonSet), affinity?.nodeAffinity, node) === 'runs' && !this.oddPods.some((pod) => pod.nodeName === node.name));
    return [...selected.map((node) => ({ name: `${String(readPath(daemonSet, ['metadata', 'name']))}-${node.name}`, nodeName: node.name, ready: node.ready, terminating: false })), ...this.oddPods];
  }

  async patch(target: WorkloadPatchTarget, patch: JsonObject, options?: { readonly dryRun?: boolean; readonly signal?: AbortSignal | undefined }): Promise<JsonObject> {
    options?.signal?.throwIfAborted();
    const key = target.kind === 'installation' ? `Installation ${target.name}` : subjectOf(target.reference);
    if (options?.dryRun === true) {
      this.dryRuns.push(patch);
      const fault = this.faults[0] === 'invalid' ? this.faults.shift() : undefined;
      if (fault !== undefined) throw new ApiError({ ...failure, status: 400, errorCode: 'BadRequest', detail: 'strict decoding error: unknown field' });
      return this.mutateDryRun(mergeInto(this.#current(key, patch), patch));
    }
    const interference = this.interference;
    this.interference = undefined;
    interference?.();
    const fault = this.faults.shift();
    if (fault === 'conflict') throw new ConflictError({ ...failure, status: 409, errorCode: 'Conflict', detail: 'the object has been modified' });
    if (fault === 'lost-before') throw new ApiError({ ...failure, errorCode: 'ECONNRESET', detail: 'socket hang up', outcome: 'unknown', retryable: true });
    this.writes.push({ target, patch });
    const stored = mergeInto(this.#current(key, patch), patch);
    this.put(key, stored);
    if (fault === 'lost-after') throw new ApiError({ ...failure, errorCode: 'ECONNRESET', detail: 'socket hang up', outcome: 'unknown', retryable: true });
    return stored;
  }

  /** Stores an object as the API server does, and lets the operator and the controller follow. */
  put(key: string, object: JsonObject): void {
    this.#version += 1;
    const was = this.objects.get(key);
    const moved = JSON.stringify(readPath(was ?? {}, ['spec'])) !== JSON.stringify(object['spec']);
    const generation = Number(readPath(was ?? {}, ['metadata', 'generation']) ?? 0) + (moved ? 1 : 0);
    this.objects.set(key, withPath(withPath(object, ['metadata', 'resourceVersion'], String(this.#version)), ['metadata', 'generation'], generation));
    if (key.startsWith('Installation ')) this.#reconcile(object);
    if (key.startsWith('DaemonSet ') && this.rolling) this.roll(key);
    if (key.startsWith('Deployment ') && this.rolling) this.objects.set(key, withPath(this.objects.get(key) ?? {}, ['status'], { observedGeneration: generation, replicas: 1, updatedReplicas: 1, availableReplicas: 1 }));
  }

  /** Lets the controller finish the rollout of a DaemonSet. */
  roll(key: string): void {
    const object = this.objects.get(key) ?? {};
    const affinity = readPath(object, affinityPath) as PodAffinitySpec | undefined;
    const selected = this.nodes.filter((node) => judgeNode(podSpecOf(object), affinity?.nodeAffinity, node) === 'runs');
    const ready = selected.filter((node) => node.ready).length;
    const status = {
      observedGeneration: readPath(object, ['metadata', 'generation']),
      desiredNumberScheduled: selected.length,
      updatedNumberScheduled: ready,
      numberReady: ready,
      numberAvailable: ready,
    };
    this.objects.set(key, withPath(object, ['status'], status));
  }

  /** Everything but versions, generations and status, for comparing before and after. */
  snapshot(): JsonObject {
    return Object.fromEntries([...this.objects].map(([key, object]) => [key, { metadata: stable(object['metadata']), spec: object['spec'] }]));
  }

  #reconcile(installation: JsonObject): void {
    for (const [key, part] of Object.entries(operatedParts)) {
      const operated = this.objects.get(key);
      if (operated === undefined) continue;
      const wanted = readPath(installation, ['spec', part, ...affinityPath]) ?? (part === 'calicoNodeDaemonSet' ? this.operatorAffinity : undefined);
      const rendered = mergeInto(operated, { spec: { template: { spec: { affinity: null } } } });
      this.put(key, wanted === undefined ? rendered : withPath(rendered, affinityPath, wanted));
    }
  }

  #current(key: string, patch: JsonObject): JsonObject {
    const object = this.objects.get(key) ?? {};
    const version = readPath(patch, ['metadata', 'resourceVersion']);
    if (version === undefined || version !== readPath(object, ['metadata', 'resourceVersion'])) {
      throw new ConflictError({ ...failure, status: 409, errorCode: 'Conflict', detail: 'the object has been modified' });
    }
    return object;
  }
}

const failure = { service: 'kubernetes', operation: 'patch', detail: '', outcome: 'refused', errorCode: '' } as const;

const stable = (metadata: unknown): JsonObject => {
  const { resourceVersion: _version, generation: _generation, ...rest } = isJsonObject(metadata) ? metadata : {};
  return rest;
};
