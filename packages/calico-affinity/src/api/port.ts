import type { DaemonSetReference } from '../plan/detect-calico.ts';
import type { JsonObject } from '../plan/json.ts';
import type { NodeView } from '../plan/match-node.ts';
import type { DaemonPodView } from '../plan/placement-checks.ts';

/** What every call of the port takes. */
export interface CalicoCallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** The object that is patched. */
export type PatchTarget =
  | { readonly kind: 'daemonset'; readonly reference: DaemonSetReference }
  | { readonly kind: 'installation'; readonly name: string };

/**
 * What this package asks of the cluster. Objects come as the JSON that the API server sent, so that no field is lost
 * that a client's model doesn't know. `undefined`: not there.
 */
export interface CalicoPort {
  readDaemonSet(reference: DaemonSetReference, options?: CalicoCallOptions): Promise<JsonObject | undefined>;
  readDeployment(reference: DaemonSetReference, options?: CalicoCallOptions): Promise<JsonObject | undefined>;
  /** The operator's cluster-wide Installation; `undefined` also where the cluster doesn't know the kind. */
  readInstallation(name: string, options?: CalicoCallOptions): Promise<JsonObject | undefined>;
  listNodes(options?: CalicoCallOptions): Promise<readonly NodeView[]>;
  /** The pods that this DaemonSet controls, ended ones left out. */
  listDaemonPods(daemonSet: JsonObject, options?: CalicoCallOptions): Promise<readonly DaemonPodView[]>;
  /**
   * Sends a merge patch that carries a resourceVersion, and gives the object that results.
   *
   * @throws {ConflictError} where the object has changed since
   */
  patch(target: PatchTarget, patch: JsonObject, options?: CalicoCallOptions & { readonly dryRun?: boolean }): Promise<JsonObject>;
}
