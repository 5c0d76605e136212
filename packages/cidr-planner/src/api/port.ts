import type { ObservedBorder } from '../plan/world/observed-border.ts';
import type { ObservedCluster } from '../plan/world/observed-cluster.ts';
import type { ObservedVpc } from '../plan/world/observed-vpc.ts';

/** What every read accepts. */
export interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Reads the blocks of an on-premises cluster. */
export interface ClusterNetworkReader {
  readCluster(options?: ReadOptions): Promise<ObservedCluster>;
}

/** Reads the blocks of a VPC. */
export interface VpcNetworkReader {
  /** @throws {NotFoundError} where the region has no such VPC */
  readVpc(vpcId: string, options?: ReadOptions): Promise<ObservedVpc>;
}

/** Reads what lies between a VPC and the data center. */
export interface BorderReader {
  /** What the caller may not read is left out and named in `unread`. */
  readBorder(vpcId: string, options?: ReadOptions): Promise<ObservedBorder>;
}
