import { listAll, NotFoundError } from '@ack-hybrid/core';
import type { Kubernetes } from '@ack-hybrid/core';
import type { V1Node } from '@kubernetes/client-node';
import type { ObservedCluster, ObservedIpPool, ObservedNode } from '../plan/world/observed-cluster.ts';
import type { ClusterNetworkReader, ReadOptions } from './port.ts';

/** ACK puts this label on every cloud node of a registered cluster. */
const cloudNodeLabel = 'alibabacloud.com/external';

/**
 * Reads a cluster's blocks from kubeadm-config (kube-system), the nodes that aren't cloud nodes, and Calico's IP pools.
 * A cluster that kubeadm didn't make has no kubeadm-config, and one without Calico no pools: both are left out.
 *
 * @throws {PermissionError} with the RBAC verb that is missing
 */
export const createClusterNetworkReader = (kubernetes: Kubernetes): ClusterNetworkReader => ({
  readCluster: async (options = {}): Promise<ObservedCluster> => {
    const [networking, nodes, ipPools] = await Promise.all([
      readKubeadmNetworking(kubernetes, options),
      readNodes(kubernetes, options),
      readIpPools(kubernetes, options),
    ]);
    return {
      podCidrs: splitList(networking.podSubnet),
      serviceCidrs: splitList(networking.serviceSubnet),
      nodes: nodes.filter((node) => node.metadata?.labels?.[cloudNodeLabel] !== 'true').map(toObservedNode),
      ...(ipPools ? { ipPools } : {}),
    };
  },
});

/** What kubeadm's ClusterConfiguration says of the network; dual-stack subnets are separated by a comma. */
interface KubeadmNetworking {
  readonly podSubnet?: unknown;
  readonly serviceSubnet?: unknown;
}

const readKubeadmNetworking = async (kubernetes: Kubernetes, { signal }: ReadOptions): Promise<KubeadmNetworking> => {
  const { sdk } = await kubernetes.load();
  const core = await kubernetes.api((module) => module.CoreV1Api);
  const object = { name: 'kubeadm-config', namespace: 'kube-system' };
  const configMap = await orAbsent(
    kubernetes.call({ verb: 'get', resource: 'configmaps', object: `${object.namespace}/${object.name}` }, () => core.readNamespacedConfigMap(object), { signal }),
  );
  const text = configMap?.data?.['ClusterConfiguration'];
  if (text === undefined) return {};
  const configuration = sdk.loadYaml<{ readonly networking?: KubeadmNetworking } | undefined>(text);
  return configuration?.networking ?? {};
};

const readNodes = async (kubernetes: Kubernetes, { signal }: ReadOptions): Promise<readonly V1Node[]> => {
  const core = await kubernetes.api((module) => module.CoreV1Api);
  return listAll((page) => kubernetes.call({ verb: 'list', resource: 'nodes' }, () => core.listNode(page), { signal }), (node) => node);
};

const readIpPools = async (kubernetes: Kubernetes, { signal }: ReadOptions): Promise<readonly ObservedIpPool[] | undefined> => {
  const custom = await kubernetes.api((module) => module.CustomObjectsApi);
  const request = { group: 'crd.projectcalico.org', version: 'v1', plural: 'ippools' };
  const list = (await orAbsent(
    kubernetes.call({ verb: 'list', resource: 'ippools.crd.projectcalico.org' }, () => custom.listClusterCustomObject(request) as Promise<unknown>, { signal }),
  )) as { readonly items?: readonly IpPoolObject[] } | undefined;
  return list?.items?.flatMap((item) =>
    typeof item.spec?.cidr === 'string' ? [{ name: item.metadata?.name ?? '', cidr: item.spec.cidr, disabled: item.spec.disabled === true }] : [],
  );
};

interface IpPoolObject {
  readonly metadata?: { readonly name?: string };
  readonly spec?: { readonly cidr?: unknown; readonly disabled?: unknown };
}

const orAbsent = async <Value>(read: Promise<Value>): Promise<Value | undefined> => {
  try {
    return await read;
  } catch (error) {
    if (NotFoundError.isInstance(error)) return undefined;
    throw error;
  }
};

const splitList = (text: unknown): readonly string[] =>
  typeof text === 'string'
    ? text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '')
    : [];

const toObservedNode = (node: V1Node): ObservedNode => ({
  name: node.metadata?.name ?? '',
  addresses: (node.status?.addresses ?? []).filter((address) => address.type === 'InternalIP').map((address) => address.address),
  podCidrs: node.spec?.podCIDRs ?? (node.spec?.podCIDR === undefined ? [] : [node.spec.podCIDR]),
});
