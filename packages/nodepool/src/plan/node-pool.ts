import type { Secret } from '@ack-hybrid/core';

/** A taint of a node, as Kubernetes writes it. */
export interface NodeTaint {
  readonly key: string;
  readonly value?: string;
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}

/** How somebody may log on to the instances; absent in a pool: nobody can by password or key. */
export type NodeLogin = { readonly kind: 'key-pair'; readonly name: string } | { readonly kind: 'password'; readonly password: Secret };

/** The node pool that is wanted. Pay-as-you-go instances only. */
export interface DesiredNodePool {
  /** Unique in the cluster: the pool is found again by it. 1 to 63 characters. */
  readonly name: string;
  /** 1 to 8 vSwitches; the nodes take their addresses there. */
  readonly vSwitchIds: readonly string[];
  /** 1 to 10 instance types (`ecs.g7.xlarge`), the first ones preferred. */
  readonly instanceTypes: readonly string[];
  /** How many nodes the pool has, 0 to 500. */
  readonly size: number;
  /** Absent: the cluster's own security group. At most 5. */
  readonly securityGroupIds?: readonly string[];
  /** `AliyunLinux3` and the like. Absent: the service chooses. */
  readonly imageType?: string;
  readonly imageId?: string;
  readonly systemDisk?: { readonly category: string; /** GiB, 20 to 2,048. */ readonly size: number };
  readonly login?: NodeLogin;
  /** Labels of the nodes beside those that the platform sets. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly NodeTaint[];
  /** `{ name: 'containerd', version: '1.6.28' }`. */
  readonly runtime?: { readonly name: string; readonly version?: string };
  /** Tags of the ECS instances beside ours. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** A node pool as Container Service describes it. */
export interface ObservedNodePool {
  readonly id: string;
  readonly name: string;
  /** `active`, `scaling`, `removing`, `deleting`, `updating`; `active` says that the instances exist, not that nodes are Ready. */
  readonly state: string;
  /** Absent in a pool that is scaled automatically or was made without an expected number of nodes. */
  readonly desiredSize?: number;
  readonly totalNodes: number;
  readonly failedNodes: number;
  readonly autoScaling: boolean;
  readonly chargeType?: string;
  readonly vSwitchIds: readonly string[];
  readonly instanceTypes: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly imageType?: string;
  readonly imageId?: string;
  readonly systemDisk?: { readonly category?: string; readonly size?: number };
  readonly keyPair?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly NodeTaint[];
  readonly runtime?: { readonly name?: string; readonly version?: string };
  /** Tags that the pool gives its ECS instances; ours among them. */
  readonly tags: Readonly<Record<string, string>>;
}

/** The label that the platform sets on every node of a registered cluster's pool, and that tells cloud from on-premises nodes. */
export const externalLabel = 'alibabacloud.com/external';

/** The label that names the pool of a cloud node. */
export const nodePoolLabel = 'alibabacloud.com/nodepool-id';

/** The tag by which our pools, and the instances in them, are found again; its value names the owner. */
export const ownerTag = 'ack-hybrid';

/** The tag that holds the name of our pool on its instances, so that an instance without a pool can be told. */
export const poolTag = 'ack-hybrid-pool';

/** The tag on a pool that we were allowed to adopt: the size that it had before, for undo. */
export const adoptedSizeTag = 'ack-hybrid-adopted-size';
