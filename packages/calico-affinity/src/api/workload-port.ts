import type { JsonObject } from '../plan/json.ts';
import type { NodeView } from '../plan/match-node.ts';
import type { ReadWorkload, WorkloadReference } from '../plan/workloads/workload.ts';
import type { WorkloadSelection } from '../plan/workloads/workload-selection.ts';
import type { CniCallOptions } from './call-options.ts';

/** The object that a write goes to. */
export type WorkloadPatchTarget = { readonly kind: 'workload'; readonly reference: WorkloadReference } | { readonly kind: 'installation'; readonly name: string };

/** A pod of a workload, as far as its place matters. Ended pods aren't listed. */
export interface WorkloadPodView {
  readonly name: string;
  /** Empty where it isn't scheduled. */
  readonly nodeName: string;
  readonly terminating: boolean;
  /** The scheduler's words where it finds no place for it. */
  readonly unscheduled?: string;
}

/** What the step of other workloads asks of the cluster. Objects come as the JSON that the API server sent. */
export interface WorkloadPort {
  /** What a selection means now; a named workload that isn't there gives nothing. */
  findWorkloads(selection: WorkloadSelection, options?: CniCallOptions): Promise<readonly ReadWorkload[]>;
  /** The operator's Installation; `undefined` where it isn't there. */
  readInstallation(name: string, options?: CniCallOptions): Promise<JsonObject | undefined>;
  listNodes(options?: CniCallOptions): Promise<readonly NodeView[]>;
  /** The pods that the workload's selector selects in its namespace. */
  listPods(workload: ReadWorkload, options?: CniCallOptions): Promise<readonly WorkloadPodView[]>;
  /**
   * Sends a merge patch that carries a resourceVersion, and gives the object that results.
   *
   * @throws {ConflictError} where the object has changed since
   */
  patch(target: WorkloadPatchTarget, patch: JsonObject, options?: CniCallOptions & { readonly dryRun?: boolean }): Promise<JsonObject>;
}
