import type { WorkloadOwner } from '../owner/workload-owner.ts';
import type { CniDetection } from './cni-detection.ts';

/** Which CNI a cluster runs, by what it was known, and who owns each part of it. */
export interface CniReport extends CniDetection {
  /** By `DaemonSet kube-system/calico-node`, `Installation default`. */
  readonly owners: readonly { readonly subject: string; readonly owner: WorkloadOwner }[];
}
