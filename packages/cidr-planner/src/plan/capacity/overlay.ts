import { InvalidInputError } from '@ack-hybrid/core/errors';
import type { CidrBlock } from '../block/cidr-block.ts';
import { defaultMaxPods } from './pods-per-node.ts';

/** One pod network and how it is cut into blocks. */
export interface OverlayPool {
  readonly block: CidrBlock;
  /** The prefix of a node's block: `--node-cidr-mask-size`, `cluster-pool-ipv4-mask-size`, or Calico's `blockSize`. */
  readonly prefix: number;
}

/** A pod network whose addresses live on the nodes alone. */
export interface OverlayInput {
  /**
   * Who gives nodes their blocks. `node-ipam`: the controller-manager, as for Flannel; `cilium`: Cilium's cluster pool;
   * both give one block a node. `calico`: Calico's IPAM, which gives a node as many blocks as it needs.
   */
  readonly ipam: 'node-ipam' | 'cilium' | 'calico';
  /** The pools of one family, or of both: every pod has an address of each family, and a node draws on all pools of one. */
  readonly pools: readonly OverlayPool[];
  /** The kubelet's limit. 110 without it. */
  readonly maxPods?: number | undefined;
}

/** What an overlay network carries. */
export interface OverlayCapacity {
  readonly maximumNodes: number;
  readonly podsPerNode: number;
  readonly limitedBy: 'node-block' | 'max-pods';
  /** Blocks that a full node takes: 1, or more with Calico. */
  readonly blocksPerNode: number;
  /** False where a node without a block of its own may still get addresses. */
  readonly isHardLimit: boolean;
  readonly note: string;
  readonly source: string;
}

// The controller-manager keeps a bit a node block: it refuses an IPv6 network with more than 2^16 of them.
const mostIpv6Bits = 16;

const notes = {
  'node-ipam': { note: 'A node without a block of its own stays NotReady: every block has a node.', source: 'Kubernetes, kube-controller-manager: --node-cidr-mask-size' },
  cilium: { note: 'A node without a block of its own gets no pods: every block of the cluster pool has a node.', source: 'Cilium, "Cluster Scope": cluster-pool-ipv4-mask-size' },
  calico: { note: 'A node that finds no free block borrows single addresses from those of others, unless strictAffinity is on: each is a route of its own.', source: 'Calico, IPAM: blockSize and strictAffinity' },
} as const;

/**
 * How many nodes and pods a pod network without cloud addresses carries.
 *
 * @throws {InvalidInputError} where a prefix can't be cut from its pool, with the path of each
 * @example
 * planOverlay({ ipam: 'node-ipam', pools: [{ block: parseCidrBlock('10.100.0.0/16'), prefix: 24 }] }).maximumNodes; // 256
 */
export const planOverlay = (input: OverlayInput): OverlayCapacity => {
  checkPools(input);
  const kubelet = input.maxPods ?? defaultMaxPods;
  const plans = ([4, 6] as const).flatMap((family) => {
    const pools = input.pools.filter((pool) => pool.block.family === family);
    return pools.length === 0 ? [] : [planFamily(pools, input.ipam === 'calico', kubelet)];
  });
  const least = (pick: (plan: FamilyPlan) => number): number => Math.min(...plans.map(pick));
  const podsPerNode = least((plan) => plan.pods);
  return {
    maximumNodes: least((plan) => plan.nodes),
    podsPerNode,
    limitedBy: podsPerNode < kubelet ? 'node-block' : 'max-pods',
    blocksPerNode: Math.max(...plans.map((plan) => plan.blocks)),
    isHardLimit: input.ipam !== 'calico',
    ...notes[input.ipam],
  };
};

interface FamilyPlan {
  readonly nodes: number;
  readonly pods: number;
  readonly blocks: number;
}

const planFamily = (pools: readonly OverlayPool[], isCalico: boolean, kubelet: number): FamilyPlan => {
  // Where pools have blocks of several sizes, all count as the smallest: it is the worst case.
  const inBlock = Math.min(...pools.map(({ block, prefix }) => 2 ** ((block.family === 4 ? 32 : 128) - prefix)));
  const all = pools.reduce((sum, { block, prefix }) => sum + 2 ** (prefix - block.prefix), 0);
  if (!isCalico) {
    // The first address names the network, and the last one is its broadcast address.
    return { nodes: all, pods: Math.min(kubelet, Math.max(0, inBlock - 2)), blocks: 1 };
  }
  const pods = Math.min(kubelet, inBlock * all);
  const blocks = Math.ceil(pods / inBlock);
  return { nodes: Math.floor(all / blocks), pods, blocks };
};

/** Something in a field that no overlay can be planned from. */
export interface OverlayIssue {
  /** `pools`, `pools[1].prefix` or `maxPods`. */
  readonly path: string;
  readonly message: string;
}

/** What no overlay can be planned from; none where all is well. */
export const findOverlayIssues = ({ pools, maxPods, ipam }: OverlayInput): readonly OverlayIssue[] => [
  ...pools.flatMap((pool, index) => findPrefixIssues(pool, ipam).map((message) => ({ path: `pools[${index}].prefix`, message }))),
  ...(pools.length === 0 ? [{ path: 'pools', message: 'the list is empty; write one pool at least' }] : []),
  ...(ipam === 'node-ipam' ? findSecondPools(pools) : []),
  ...(maxPods === undefined || (Number.isSafeInteger(maxPods) && maxPods >= 1) ? [] : [{ path: 'maxPods', message: `${String(maxPods)} is no whole number from 1 on` }]),
];

const findPrefixIssues = ({ block, prefix }: OverlayPool, ipam: OverlayInput['ipam']): readonly string[] => {
  const most = block.family === 4 ? 32 : 128;
  if (!Number.isInteger(prefix) || prefix < block.prefix || prefix > most) return [`/${String(prefix)} can not be cut from ${block.toString()}; write ${block.prefix} to ${most}`];
  const limit = block.prefix + mostIpv6Bits;
  return block.family === 6 && ipam === 'node-ipam' && prefix > limit ? [`/${prefix} is more than ${mostIpv6Bits} bits below ${block.toString()}; the controller-manager takes /${limit} at most`] : [];
};

// kube-controller-manager, --cluster-cidr: one range, or one of each family.
const findSecondPools = (pools: readonly OverlayPool[]): readonly OverlayIssue[] =>
  ([4, 6] as const)
    .map((family) => ({ family, count: pools.filter((pool) => pool.block.family === family).length }))
    .filter(({ count }) => count > 1)
    .map(({ family, count }) => ({ path: 'pools', message: `there are ${count} IPv${family} blocks; the controller-manager takes one of each family` }));

const checkPools = (input: OverlayInput): void => {
  const issues = findOverlayIssues(input);
  if (issues.length > 0) throw new InvalidInputError({ subject: 'overlay network', issues, remediation: 'Mend each field that is named, and plan again.' });
};
