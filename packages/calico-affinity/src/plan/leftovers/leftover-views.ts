import { isJsonObject, readPath, type JsonObject } from '../json.ts';
import { addressAt, parseBlock } from './address.ts';

/** A cloud node, as far as an on-premises CNI writes to it. */
export interface LeftoverNode {
  readonly name: string;
  readonly annotations: Readonly<Record<string, string>>;
  /** Its addresses of the kinds `InternalIP` and `ExternalIP`. */
  readonly addresses: readonly string[];
  /** Its condition `NetworkUnavailable`, where it has one. */
  readonly networkUnavailable?: { readonly status: string; readonly reason: string };
}

/** A pod on a cloud node that isn't on the host network and hasn't ended. */
export interface LeftoverPod {
  readonly namespace: string;
  readonly name: string;
  readonly nodeName: string;
  readonly addresses: readonly string[];
  /** What Calico's CNI plug-in noted of it in the annotation `cni.projectcalico.org/podIP`, with its prefix length. */
  readonly calicoAddress?: string;
}

/** A BlockAffinity (crd.projectcalico.org/v1): a block of addresses that Calico keeps for a node. */
export interface BlockAffinityView {
  readonly name: string;
  readonly node: string;
  readonly cidr: string;
  /** `confirmed`, `pending` or `pendingDeletion`. */
  readonly state: string;
}

/** An address that Calico has given out. */
export interface IpamAddressView {
  readonly address: string;
  readonly handle?: string;
  readonly node?: string;
  /** `namespace/name`. */
  readonly pod?: string;
  /** Whether it is a node's own address for IPIP, VXLAN or WireGuard. */
  readonly tunnel: boolean;
}

/** An IPAMBlock (crd.projectcalico.org/v1). */
export interface IpamBlockView {
  readonly name: string;
  readonly cidr: string;
  /** The node that the block is kept for; absent where it is kept for none. */
  readonly node?: string;
  readonly used: readonly IpamAddressView[];
}

/** An IPAMHandle (crd.projectcalico.org/v1): what addresses were given out under one name. */
export interface IpamHandleView {
  readonly name: string;
  readonly handle: string;
  readonly blocks: readonly string[];
}

/** A CiliumNode (cilium.io/v2); it has the name of its node. */
export interface CiliumNodeView {
  readonly name: string;
  /** What the agents elsewhere send to this node. */
  readonly podCidrs: readonly string[];
}

/** A CiliumEndpoint (cilium.io/v2); it has the namespace and name of its pod. */
export interface CiliumEndpointView {
  readonly namespace: string;
  readonly name: string;
  /** The address of the node that it runs on. */
  readonly nodeAddress: string;
  readonly addresses: readonly string[];
}

/** Something that could not be read, and why. */
export interface LeftoverNote {
  /** `blockaffinities.crd.projectcalico.org`, `pods`. */
  readonly resource: string;
  readonly reason: 'not-there' | 'not-allowed';
}

/** What the API shows of cloud nodes and of what belongs to them. Nodes on premises are left out. */
export interface LeftoverObservation {
  readonly nodes: readonly LeftoverNode[];
  readonly pods: readonly LeftoverPod[];
  readonly blockAffinities: readonly BlockAffinityView[];
  readonly ipamBlocks: readonly IpamBlockView[];
  readonly ipamHandles: readonly IpamHandleView[];
  readonly ciliumNodes: readonly CiliumNodeView[];
  readonly ciliumEndpoints: readonly CiliumEndpointView[];
  readonly notes: readonly LeftoverNote[];
}

/** Whether a name is a cloud node's. */
export type IsCloudNode = (name: string) => boolean;

/**
 * A cloud node's BlockAffinity; `undefined` for another node's and for one that is being deleted. `deleted` is text, and
 * `type` is `host` or absent for nodes. (Source: projectcalico/calico, libcalico-go/lib/apis/internalapi/blockaffinity.go.)
 */
export const viewBlockAffinity = (object: JsonObject, isCloudNode: IsCloudNode): BlockAffinityView | undefined => {
  const { node, cidr, state, deleted, type } = specOf(object);
  if (typeof node !== 'string' || typeof cidr !== 'string' || !isCloudNode(node)) return undefined;
  if (String(deleted) === 'true' || (typeof type === 'string' && type !== '' && type !== 'host')) return undefined;
  return { name: nameOf(object), node, cidr, state: textOf(state) };
};

/**
 * A block that is kept for a cloud node, with all its addresses, or one that a cloud node has borrowed from, with that
 * node's addresses; `undefined` for any other. An entry of `allocations` is an index into `attributes`, or null.
 * (Source: projectcalico/calico, libcalico-go/lib/apis/internalapi/ipam_block.go.)
 */
export const viewIpamBlock = (object: JsonObject, isCloudNode: IsCloudNode): IpamBlockView | undefined => {
  const { cidr, affinity, allocations, attributes, deleted } = specOf(object);
  const block = typeof cidr === 'string' ? parseBlock(cidr) : undefined;
  if (typeof cidr !== 'string' || block === undefined || deleted === true) return undefined;
  const node = typeof affinity === 'string' && affinity.startsWith('host:') ? affinity.slice('host:'.length) : undefined;
  const ours = node !== undefined && isCloudNode(node);
  const used = listOf(allocations).flatMap((attribute, place) => {
    const address = typeof attribute === 'number' ? addressAt(block, place) : undefined;
    return address === undefined ? [] : [viewAddress(address, listOf(attributes)[attribute as number])];
  });
  const kept = ours ? used : used.filter((each) => each.node !== undefined && isCloudNode(each.node));
  if (!ours && kept.length === 0) return undefined;
  return { name: nameOf(object), cidr, ...(node === undefined ? {} : { node }), used: kept };
};

/** A handle that `isWanted` wants; `undefined` for any other and for one that is being deleted. */
export const viewIpamHandle = (object: JsonObject, isWanted: (handle: string, blocks: readonly string[]) => boolean): IpamHandleView | undefined => {
  const { handleID, block, deleted } = specOf(object);
  if (typeof handleID !== 'string' || deleted === true) return undefined;
  const blocks = isJsonObject(block) ? Object.keys(block) : [];
  return isWanted(handleID, blocks) ? { name: nameOf(object), handle: handleID, blocks } : undefined;
};

/** A cloud node's CiliumNode. (Source: cilium/cilium, pkg/k8s/apis/cilium.io/v2/types.go and pkg/ipam/types.) */
export const viewCiliumNode = (object: JsonObject, isCloudNode: IsCloudNode): CiliumNodeView | undefined => {
  const name = nameOf(object);
  if (!isCloudNode(name)) return undefined;
  return { name, podCidrs: listOf(readPath(object, ['spec', 'ipam', 'podCIDRs'])).filter((each) => typeof each === 'string') };
};

/** A CiliumEndpoint of a pod or a node address that `isWanted` wants. */
export const viewCiliumEndpoint = (object: JsonObject, isWanted: (pod: string, nodeAddress: string) => boolean): CiliumEndpointView | undefined => {
  const namespace = textOf(readPath(object, ['metadata', 'namespace']));
  const nodeAddress = textOf(readPath(object, ['status', 'networking', 'node']));
  if (!isWanted(`${namespace}/${nameOf(object)}`, nodeAddress)) return undefined;
  const pairs = listOf(readPath(object, ['status', 'networking', 'addressing'])).filter(isJsonObject);
  return { namespace, name: nameOf(object), nodeAddress, addresses: pairs.flatMap(({ ipv4, ipv6 }) => [ipv4, ipv6].filter((each) => typeof each === 'string')) };
};

/** `type` of an address that is a node's own: `ipipTunnelAddress`, `vxlanV6TunnelAddress`, `wireguardTunnelAddress` and so on. */
const tunnelType = /TunnelAddress$/;

const viewAddress = (address: string, attribute: unknown): IpamAddressView => {
  if (!isJsonObject(attribute)) return { address, tunnel: false };
  const { handle_id: handle, secondary } = attribute;
  const { node, type, pod, namespace } = isJsonObject(secondary) ? secondary : {};
  return {
    address,
    ...(typeof handle === 'string' ? { handle } : {}),
    ...(typeof node === 'string' ? { node } : {}),
    ...(typeof pod === 'string' && typeof namespace === 'string' ? { pod: `${namespace}/${pod}` } : {}),
    tunnel: typeof type === 'string' && tunnelType.test(type),
  };
};

const specOf = (object: JsonObject): JsonObject => (isJsonObject(object['spec']) ? object['spec'] : {});
const nameOf = (object: JsonObject): string => textOf(readPath(object, ['metadata', 'name']));
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
