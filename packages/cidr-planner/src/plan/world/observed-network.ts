import type { ObservedBorder } from './observed-border.ts';
import type { ObservedCluster } from './observed-cluster.ts';
import type { ObservedVpc } from './observed-vpc.ts';

/** What was read of the world; a side that wasn't read is absent. */
export interface ObservedNetwork {
  readonly cluster?: ObservedCluster | undefined;
  readonly vpc?: ObservedVpc | undefined;
  readonly border?: ObservedBorder | undefined;
}
