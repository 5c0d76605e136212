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
