import { listAll, NotFoundError, PermissionError, type Kubernetes, type PageRequest } from '@ack-hybrid/core';
import type { V1Node, V1Pod } from '@kubernetes/client-node';
import type { JsonObject } from '../plan/json.ts';
import {
  viewBlockAffinity,
  viewCiliumEndpoint,
  viewCiliumNode,
  viewIpamBlock,
  viewIpamHandle,
  type LeftoverNode,
  type LeftoverNote,
  type LeftoverObservation,
  type LeftoverPod,
} from '../plan/leftovers/leftover-views.ts';
import { isCniAnnotation } from '../plan/leftovers/node-leftovers.ts';
import { nodeOfTunnelHandle } from '../plan/leftovers/node-slice.ts';
import { externalLabel } from '../plan/node-affinity.ts';

/** What the look for leftovers asks of the cluster. */
export interface LeftoverPort {
  /**
   * What the API shows of the cloud nodes and of what belongs to them. A kind that isn't there or may not be listed becomes
   * a note; the nodes alone must be readable. Where there is no cloud node, nothing else is read.
   *
   * @throws {PermissionError} where nodes may not be listed
   */
  readLeftovers(options?: { readonly signal?: AbortSignal | undefined }): Promise<LeftoverObservation>;
}

/**
 * Answers the port from a cluster. Loads the Kubernetes client on the first call. Each kind is read by one paginated list,
 * of which only what concerns cloud nodes is kept, so that memory follows the cloud nodes and not the cluster.
 */
export const createLeftoverReader = (kubernetes: Kubernetes): LeftoverPort => ({
  readLeftovers: async (options) => {
    const core = await kubernetes.api((sdk) => sdk.CoreV1Api);
    const signal = options?.signal;
    const notes: LeftoverNote[] = [];
    const nodes = await listAll((page) => kubernetes.call({ verb: 'list', resource: 'nodes' }, () => core.listNode(page), { signal }), viewNode);
    if (nodes.length === 0) return { nodes, pods: [], blockAffinities: [], ipamBlocks: [], ipamHandles: [], ciliumNodes: [], ciliumEndpoints: [], notes };
    const names = new Set(nodes.map((node) => node.name));
    const isCloudNode = (name: string): boolean => names.has(name);
    const orNote = async <View>(resource: string, read: Promise<readonly View[]>): Promise<readonly View[]> => {
      try {
        return await read;
      } catch (error) {
        if (NotFoundError.isInstance(error)) notes.push({ resource, reason: 'not-there' });
        else if (PermissionError.isInstance(error)) notes.push({ resource, reason: 'not-allowed' });
        else throw error;
        return [];
      }
    };
    const list = <View>(kind: CustomKind, view: (object: JsonObject) => View | undefined): Promise<readonly View[]> => orNote(`${kind.plural}.${kind.group}`, listCustom(kubernetes, kind, view, signal));

    // One after the other: the later ones keep what the earlier ones name, and the API server meets one list at a time.
    const pods = await orNote(
      'pods',
      listAll(
        (page) => kubernetes.call({ verb: 'list', resource: 'pods' }, () => core.listPodForAllNamespaces(page), { signal }),
        (pod) => viewPod(pod, isCloudNode),
      ),
    );
    const blockAffinities = await list(calico('blockaffinities'), (object) => viewBlockAffinity(object, isCloudNode));
    const ipamBlocks = await list(calico('ipamblocks'), (object) => viewIpamBlock(object, isCloudNode));
    const inUse = new Set(ipamBlocks.flatMap((block) => block.used.map(({ handle }) => handle)));
    const ipamHandles = await list(calico('ipamhandles'), (object) => viewIpamHandle(object, (handle) => inUse.has(handle) || isCloudNode(nodeOfTunnelHandle(handle) ?? '')));
    const ciliumNodes = await list(cilium('ciliumnodes'), (object) => viewCiliumNode(object, isCloudNode));
    const podNames = new Set(pods.map((pod) => `${pod.namespace}/${pod.name}`));
    const addresses = new Set(nodes.flatMap((node) => node.addresses));
    const ciliumEndpoints = await list(cilium('ciliumendpoints'), (object) => viewCiliumEndpoint(object, (pod, nodeAddress) => podNames.has(pod) || addresses.has(nodeAddress)));
    return { nodes, pods, blockAffinities, ipamBlocks, ipamHandles, ciliumNodes, ciliumEndpoints, notes };
  },
});

interface CustomKind {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
}

const calico = (plural: string): CustomKind => ({ group: 'crd.projectcalico.org', version: 'v1', plural });
const cilium = (plural: string): CustomKind => ({ group: 'cilium.io', version: 'v2', plural });

interface ObjectPage {
  readonly items: readonly JsonObject[];
  readonly metadata?: { readonly continue?: string };
}

/** Lists a custom kind: a namespaced one has the same address for all namespaces as one that isn't. */
const listCustom = async <View>(kubernetes: Kubernetes, kind: CustomKind, view: (object: JsonObject) => View | undefined, signal: AbortSignal | undefined): Promise<readonly View[]> => {
  const custom = await kubernetes.api((sdk) => sdk.CustomObjectsApi);
  const readPage = async (page: PageRequest) => {
    const call = { verb: 'list', resource: `${kind.plural}.${kind.group}` } as const;
    const { items, metadata } = await kubernetes.call(call, () => custom.listClusterCustomObject({ ...kind, ...page }) as Promise<ObjectPage>, { signal });
    return { items, metadata: metadata?.continue === undefined ? {} : { _continue: metadata.continue } };
  };
  return listAll(readPage, view);
};

const viewNode = (node: V1Node): LeftoverNode | undefined => {
  if (node.metadata?.labels?.[externalLabel] !== 'true') return undefined;
  const condition = node.status?.conditions?.find(({ type }) => type === 'NetworkUnavailable');
  return {
    name: node.metadata.name ?? '',
    annotations: Object.fromEntries(Object.entries(node.metadata.annotations ?? {}).filter(([key]) => isCniAnnotation(key))),
    addresses: (node.status?.addresses ?? []).filter(({ type }) => type === 'InternalIP' || type === 'ExternalIP').map(({ address }) => address),
    ...(condition === undefined ? {} : { networkUnavailable: { status: condition.status, reason: condition.reason ?? '' } }),
  };
};

/** A pod on the host network has its node's address, and one that has ended has given its own back. */
const viewPod = (pod: V1Pod, isCloudNode: (name: string) => boolean): LeftoverPod | undefined => {
  const { metadata, spec, status } = pod;
  const nodeName = spec?.nodeName;
  if (nodeName === undefined || !isCloudNode(nodeName) || spec?.hostNetwork === true || status?.phase === 'Failed' || status?.phase === 'Succeeded') return undefined;
  const calicoAddress = metadata?.annotations?.['cni.projectcalico.org/podIP'];
  const addresses = (status?.podIPs ?? []).map(({ ip }) => ip).filter((ip) => ip !== undefined);
  return {
    namespace: metadata?.namespace ?? '',
    name: metadata?.name ?? '',
    nodeName,
    addresses: addresses.length > 0 || status?.podIP === undefined ? addresses : [status.podIP],
    ...(calicoAddress === undefined ? {} : { calicoAddress }),
  };
};
