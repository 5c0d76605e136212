import { externalLabel, nodePoolLabel } from './node-pool.ts';

/** A node of a pool as Container Service lists it (DescribeClusterNodes). */
export interface PoolInstance {
  readonly instanceId: string;
  /** `initial`, `running`, `removing`, `failed`. */
  readonly state: string;
  /** `Ready`, `NotReady`, `Unknown`, `Offline`; empty while it isn't in the cluster. */
  readonly nodeStatus: string;
  readonly nodeName: string;
  /** ISO 8601; the newest instances are removed first. */
  readonly createdAt: string;
  /** Why it failed, in the service's words; empty otherwise. */
  readonly errorMessage: string;
}

/** A Node as Kubernetes has it. */
export interface ClusterNode {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Empty where the node has none. */
  readonly providerId: string;
  readonly ready: boolean;
  /** Reason and message of the Ready condition where it isn't Ready. */
  readonly notReadyReason: string;
}

/** A cloud node that is as it should be. */
export interface ReadyNode {
  readonly name: string;
  /** `<region>.<instance-id>`. */
  readonly providerID: string;
  readonly instanceId: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** What became of the nodes of a pool. */
export interface NodeJudgement {
  readonly ready: readonly ReadyNode[];
  /** Instances whose initialisation failed. */
  readonly failed: readonly PoolInstance[];
  /** One line for each instance or node that isn't as it should be: `i-1: not registered (instance initial)`. */
  readonly pending: readonly string[];
}

/** The provider id that the init script must give a node, `<region>.<instance-id>`. Source: the vendor's list of script variables. */
export const renderProviderId = (region: string, instanceId: string): string => `${region}.${instanceId}`;

/** Whether a Node belongs to a pool, by its label or by the instances that the pool has. */
const belongs = (node: ClusterNode, poolId: string, providerIds: ReadonlySet<string>): boolean =>
  node.labels[nodePoolLabel] === poolId || providerIds.has(node.providerId);

/**
 * Holds the instances of a pool against the Nodes of the cluster. Pure. An instance that is being removed doesn't count.
 *
 * @param region of the instances, the first half of their provider id
 */
export const judgeNodes = (instances: readonly PoolInstance[], nodes: readonly ClusterNode[], poolId: string, region: string): NodeJudgement => {
  const staying = instances.filter((instance) => instance.state !== 'removing');
  const byProviderId = new Map(nodes.filter((node) => node.providerId !== '').map((node) => [node.providerId, node]));
  const ready: ReadyNode[] = [];
  const pending: string[] = [];
  for (const instance of staying) {
    const providerID = renderProviderId(region, instance.instanceId);
    const node = byProviderId.get(providerID);
    const fault = node === undefined ? judgeAbsent(instance, nodes) : judgeNode(node, poolId);
    if (node !== undefined && fault === undefined) ready.push({ name: node.name, providerID, instanceId: instance.instanceId, labels: node.labels });
    else pending.push(`${instance.instanceId}: ${fault ?? ''}`);
  }
  const known = new Set(instances.map((instance) => renderProviderId(region, instance.instanceId)));
  for (const node of nodes) {
    if (node.labels[nodePoolLabel] === poolId && !known.has(node.providerId)) {
      pending.push(`${node.name}: provider id ${node.providerId === '' ? 'is missing' : `"${node.providerId}"`} matches no instance of the pool`);
    }
  }
  const joined = new Set(ready.map((node) => node.instanceId));
  return { ready, pending, failed: staying.filter((instance) => instance.state === 'failed' && !joined.has(instance.instanceId)) };
};

/** The Nodes of a pool, healthy or not. */
export const selectPoolNodes = (instances: readonly PoolInstance[], nodes: readonly ClusterNode[], poolId: string, region: string): readonly ClusterNode[] => {
  const providerIds = new Set(instances.map((instance) => renderProviderId(region, instance.instanceId)));
  return nodes.filter((node) => belongs(node, poolId, providerIds));
};

const judgeAbsent = (instance: PoolInstance, nodes: readonly ClusterNode[]): string => {
  const namesake = nodes.find((node) => node.name === instance.nodeName && instance.nodeName !== '');
  if (namesake !== undefined) return `node ${namesake.name} has ${namesake.providerId === '' ? 'no provider id' : `the provider id "${namesake.providerId}"`}`;
  return `not registered (instance ${instance.state === '' ? 'without a state' : instance.state}${instance.errorMessage === '' ? '' : `, ${instance.errorMessage}`})`;
};

const judgeNode = (node: ClusterNode, poolId: string): string | undefined => {
  if (node.labels[externalLabel] !== 'true') return `node ${node.name} has no label ${externalLabel}=true`;
  if (node.labels[nodePoolLabel] !== poolId) return `node ${node.name} has no label ${nodePoolLabel}=${poolId}`;
  return node.ready ? undefined : `node ${node.name} NotReady (${node.notReadyReason})`;
};
