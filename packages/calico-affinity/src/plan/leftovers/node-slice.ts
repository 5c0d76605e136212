import type { BlockAffinityView, CiliumEndpointView, CiliumNodeView, IpamAddressView, IpamBlockView, IpamHandleView, LeftoverNode, LeftoverObservation, LeftoverPod } from './leftover-views.ts';

/** What belongs to one cloud node. */
export interface NodeSlice {
  readonly node: LeftoverNode;
  readonly pods: readonly LeftoverPod[];
  /** Whether the pods could be read at all. */
  readonly podsKnown: boolean;
  readonly blockAffinities: readonly BlockAffinityView[];
  /** The blocks that are kept for the node. */
  readonly ipamBlocks: readonly IpamBlockView[];
  /** The addresses given out to the node and its pods, from its own blocks and from others'. */
  readonly addresses: readonly IpamAddressView[];
  /** Handles of the node's tunnel addresses without such an address. */
  readonly orphanHandles: readonly IpamHandleView[];
  readonly ciliumNode?: CiliumNodeView;
  readonly ciliumEndpoints: readonly CiliumEndpointView[];
}

/** Sorts what was read by node, each thing once, so that 5,000 nodes cost no more than their objects. */
export const sliceByNode = (observation: LeftoverObservation): readonly NodeSlice[] => {
  const pods = groupBy(observation.pods, (pod) => pod.nodeName);
  const affinities = groupBy(observation.blockAffinities, (affinity) => affinity.node);
  const blocks = groupBy(observation.ipamBlocks, (block) => block.node);
  // An address is a node's where it says so, or where it says nothing and lies in the node's own block.
  const addresses = new Map<string, IpamAddressView[]>();
  const handlesInUse = new Set<string | undefined>();
  for (const block of observation.ipamBlocks) {
    for (const address of block.used) {
      handlesInUse.add(address.handle);
      const owner = address.node ?? block.node;
      if (owner !== undefined) addresses.set(owner, addTo(addresses.get(owner), address));
    }
  }
  const orphans = groupBy(observation.ipamHandles.filter(({ handle }) => !handlesInUse.has(handle)), ({ handle }) => nodeOfTunnelHandle(handle));
  const ciliumNodes = new Map(observation.ciliumNodes.map((each) => [each.name, each]));
  const nodeOfPod = new Map(observation.pods.map((pod) => [`${pod.namespace}/${pod.name}`, pod.nodeName]));
  const nodeOfAddress = new Map(observation.nodes.flatMap((node) => node.addresses.map((address) => [address, node.name] as const)));
  const endpoints = groupBy(observation.ciliumEndpoints, (each) => nodeOfPod.get(`${each.namespace}/${each.name}`) ?? nodeOfAddress.get(each.nodeAddress));
  const podsKnown = !observation.notes.some((note) => note.resource === 'pods');
  return observation.nodes.map((node) => {
    const ciliumNode = ciliumNodes.get(node.name);
    return {
      node,
      pods: pods.get(node.name) ?? [],
      podsKnown,
      blockAffinities: affinities.get(node.name) ?? [],
      ipamBlocks: blocks.get(node.name) ?? [],
      addresses: addresses.get(node.name) ?? [],
      orphanHandles: orphans.get(node.name) ?? [],
      ...(ciliumNode === undefined ? {} : { ciliumNode }),
      ciliumEndpoints: endpoints.get(node.name) ?? [],
    };
  });
};

/**
 * The node that a handle of a tunnel address is named after; `undefined` for a pod's.
 * (Source: projectcalico/calico, node/pkg/allocateip.)
 */
export const nodeOfTunnelHandle = (handle: string): string | undefined => /^(?:ipip|vxlan-v6|vxlan|wireguard-v6|wireguard)-tunnel-addr-(.+)$/.exec(handle)?.[1];

/** Items by a key; those without one are left out. */
export const groupBy = <Item>(items: readonly Item[], keyOf: (item: Item) => string | undefined): ReadonlyMap<string, readonly Item[]> => {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    groups.set(key, addTo(groups.get(key), item));
  }
  return groups;
};

const addTo = <Item>(group: Item[] | undefined, item: Item): Item[] => {
  if (group === undefined) return [item];
  group.push(item);
  return group;
};
