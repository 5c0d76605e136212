import type { DaemonSetReference } from '../plan/cni-target.ts';
import type { JsonObject } from '../plan/json.ts';
import type { DaemonPodView } from '../plan/placement-checks.ts';
import type { CniCallOptions } from './call-options.ts';
import type { WorkloadLister } from './workload-lister.ts';
import type { WorkloadPort } from './workload-port.ts';

/**
 * What the step of the CNI asks of the cluster. Objects come as the JSON that the API server sent, so that no field is lost
 * that a client's model doesn't know. `undefined`: not there.
 */
export interface CniPort extends WorkloadPort, Pick<WorkloadLister, 'listWorkloads'> {
  readDaemonSet(reference: DaemonSetReference, options?: CniCallOptions): Promise<JsonObject | undefined>;
  /** `undefined` also where it may not be read: the detection says what it takes for granted then. */
  readConfigMap(reference: DaemonSetReference, options?: CniCallOptions): Promise<JsonObject | undefined>;
  /** The pods that this DaemonSet controls, ended ones left out. */
  listDaemonPods(daemonSet: JsonObject, options?: CniCallOptions): Promise<readonly DaemonPodView[]>;
}
