import { ApiError, ConflictError } from '@ack-hybrid/core';
import type { WorkloadPatchTarget, WorkloadPodView, WorkloadPort } from '../api/workload-port.ts';
import { readPath, withPath, type JsonObject } from '../plan/json.ts';
import type { NodeView } from '../plan/match-node.ts';
import type { NodeAffinity } from '../plan/node-affinity.ts';
import { podSpecOf } from '../plan/pod-spec.ts';
import { judgeNode } from '../plan/preview-placement.ts';
import { subjectOf, type ReadWorkload, type WorkloadKind } from '../plan/workloads/workload.ts';
import { isNamed, type WorkloadSelection } from '../plan/workloads/workload-selection.ts';
import { mergeInto } from './merge-into.ts';

const affinityPath = ['spec', 'template', 'spec', 'affinity'];

/** A workload as the tests need it. */
export const workload = (kind: WorkloadKind, namespace: string, name: string, fields: { readonly metadata?: JsonObject; readonly spec?: JsonObject; readonly podSpec?: JsonObject } = {}): ReadWorkload => ({
  reference: { kind, namespace, name },
  object: {
    apiVersion: 'apps/v1',
    kind,
    metadata: { namespace, name, generation: 1, resourceVersion: '1', ...fields.metadata },
    spec: { selector: { matchLabels: { app: name } }, ...(kind === 'DaemonSet' ? {} : { replicas: 1 }), template: { spec: { ...fields.podSpec } }, ...fields.spec },
  },
});

/** A cluster in memory with workloads of three kinds, their controllers, and the Tigera operator. */
export class FakeWorkloads implements WorkloadPort {
  readonly nodes: NodeView[] = [];
  readonly workloads: ReadWorkload[] = [];
  installation: JsonObject | undefined;
  readonly writes: WorkloadPatchTarget[] = [];
  readonly dryRuns: JsonObject[] = [];
  /** What happens to the next writes: someone else was faster, or the answer is lost after the write was done. */
  readonly faults: ('conflict' | 'lost-after')[] = [];
  /** Pods that nobody replaces. */
  readonly oddPods: WorkloadPodView[] = [];
  /** Whether controllers roll; false leaves the status as it is. */
  rolling = true;
  /** How a dry run's result differs, as an admission webhook may have it. */
  mutateDryRun: (object: JsonObject) => JsonObject = (object) => object;
  #version = 1;

  async findWorkloads(selection: WorkloadSelection): Promise<readonly ReadWorkload[]> {
    return this.workloads.filter(({ reference, object }) =>
      isNamed(selection)
        ? subjectOf(reference) === subjectOf(selection)
        : reference.kind === selection.kind && (selection.namespace ?? reference.namespace) === reference.namespace && selection.selector === `app=${String(readPath(object, ['metadata', 'labels', 'app']))}`,
    );
  }

  async readInstallation(name: string): Promise<JsonObject | undefined> {
    return name === 'default' ? this.installation : undefined;
  }

  async listNodes(): Promise<readonly NodeView[]> {
    return this.nodes;
  }

  async listPods(asked: ReadWorkload): Promise<readonly WorkloadPodView[]> {
    const selected = this.nodes.filter((node) => judgeNode(podSpecOf(asked.object), affinityOf(asked.object), node) === 'runs');
    const placed = asked.reference.kind === 'DaemonSet' ? selected : selected.slice(0, 1);
    return [...placed.map((node) => ({ name: `${asked.reference.name}-${node.name}`, nodeName: node.name, terminating: false })), ...this.oddPods];
  }

  async patch(target: WorkloadPatchTarget, patch: JsonObject, options?: { readonly dryRun?: boolean }): Promise<JsonObject> {
    const current = target.kind === 'installation' ? this.installation : this.workloads.find(({ reference }) => subjectOf(reference) === subjectOf(target.reference))?.object;
    const version = readPath(patch, ['metadata', 'resourceVersion']);
    if (version === undefined || version !== readPath(current ?? {}, ['metadata', 'resourceVersion'])) throw conflict();
    const stored = mergeInto(current, patch);
    if (options?.dryRun === true) {
      this.dryRuns.push(patch);
      return this.mutateDryRun(stored);
    }
    const fault = this.faults.shift();
    if (fault === 'conflict') throw conflict();
    this.writes.push(target);
    if (target.kind === 'installation') this.#operate(stored);
    else this.#store(subjectOf(target.reference), stored);
    if (fault === 'lost-after') throw new ApiError({ ...failure, errorCode: 'ECONNRESET', detail: 'socket hang up', outcome: 'unknown', retryable: true });
    return stored;
  }

  /** Everything but versions, generations and status, for comparing before and after. */
  snapshot(): unknown {
    const stable = (object: JsonObject): JsonObject => {
      const { resourceVersion: _version, generation: _generation, ...metadata } = object['metadata'] as JsonObject;
      return { metadata, spec: object['spec'] };
    };
    return [...this.workloads.map(({ object }) => stable(object)), ...(this.installation === undefined ? [] : [stable(this.installation)])];
  }

  #store(subject: string, object: JsonObject): void {
    const index = this.workloads.findIndex(({ reference }) => subjectOf(reference) === subject);
    const reference = this.workloads[index]?.reference;
    if (reference === undefined) return;
    const generation = Number(readPath(object, ['metadata', 'generation'])) + 1;
    const fresh = withPath(withPath(object, ['metadata', 'resourceVersion'], String(++this.#version)), ['metadata', 'generation'], generation);
    const replicas = Number(readPath(object, ['spec', 'replicas']) ?? 0);
    const wanted = this.nodes.filter((node) => judgeNode(podSpecOf(object), affinityOf(object), node) === 'runs').length;
    const status =
      reference.kind === 'DaemonSet'
        ? { observedGeneration: generation, desiredNumberScheduled: wanted, updatedNumberScheduled: wanted, numberAvailable: wanted }
        : { observedGeneration: generation, replicas, updatedReplicas: replicas, availableReplicas: replicas };
    this.workloads[index] = { reference, object: this.rolling ? withPath(fresh, ['status'], status) : fresh };
  }

  #operate(installation: JsonObject): void {
    this.installation = withPath(installation, ['metadata', 'resourceVersion'], String(++this.#version));
    for (const { reference, object } of [...this.workloads]) {
      const part = { 'calico-typha': 'typhaDeployment', 'calico-kube-controllers': 'calicoKubeControllersDeployment' }[reference.name];
      const wanted = part === undefined ? undefined : (readPath(installation, ['spec', part, ...affinityPath]) ?? null);
      if (wanted !== undefined) this.#store(subjectOf(reference), mergeInto(object, { spec: { template: { spec: { affinity: wanted } } } }));
    }
  }
}

const affinityOf = (object: JsonObject): NodeAffinity | undefined => readPath(object, [...affinityPath, 'nodeAffinity']) as NodeAffinity | undefined;

const failure = { service: 'kubernetes', operation: 'patch', detail: '', outcome: 'refused', errorCode: '' } as const;

const conflict = (): ConflictError => new ConflictError({ ...failure, status: 409, errorCode: 'Conflict', detail: 'the object has been modified' });
