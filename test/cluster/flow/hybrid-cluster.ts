import { waitFor } from '@ack-hybrid/core';
import { startSandbox, type Sandbox, type SandboxOptions } from '@ack-hybrid/sandbox';
import { expect } from 'vitest';
import { startControlPlane, type ControlPlane, type ControlPlaneOptions } from '../../control-plane/start-control-plane.ts';
import type { ManifestObject } from '../manifests/read-manifest.ts';
import { createApiRequests, type ApiRequests, type StoredObject } from './api-requests.ts';
import { onPremisesNode, onPremisesNodes, systemObjects } from './on-premises-objects.ts';
import { snapshotCluster } from './snapshot-cluster.ts';

/** A data centre's cluster whose control plane is real, and the cloud's side from the sandbox. */
export interface HybridCluster {
  readonly controlPlane: ControlPlane;
  readonly sandbox: Sandbox;
  readonly api: ApiRequests;
  /** Waits until nothing moves any more, and gives the cluster as it is then. */
  rest(): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

export interface HybridClusterOptions {
  /** The network plug-in and what goes with it, created in this order. */
  readonly objects: readonly ManifestObject[];
  readonly world?: SandboxOptions['world'];
  /** Further flags of the control plane's programs. */
  readonly flags?: ControlPlaneOptions['flags'];
}

// kwok keeps the nodes on premises alone (by its annotation): the cloud nodes' kubelets are the sandbox's, and a node is Ready there by Terway.
// Leases are those of a kubelet.
const flags = {
  'kwok-controller': { 'manage-all-nodes': 'false', 'manage-nodes-with-annotation-selector': 'kwok.x-k8s.io/node=fake', 'node-lease-duration-seconds': '40' },
  'kube-apiserver': { 'service-cluster-ip-range': '172.21.0.0/20' },
};

/** Milliseconds between two looks of a step: the machine's cores are shared with the control plane that is asked. */
export const intervalMs = 100;

/** Starts both sides: a control plane of Kubernetes 1.36 with five nodes, and the sandbox whose agent works on it. */
export const startHybridCluster = async (options: HybridClusterOptions): Promise<HybridCluster> => {
  const controlPlane = await startControlPlane({ kind: 'full', flags: { ...flags, ...options.flags } });
  let sandbox: Sandbox | undefined;
  const stop = async (): Promise<void> => {
    await sandbox?.stop();
    await controlPlane.stop();
  };
  try {
    const { dataCenter = {}, ...world } = options.world ?? {};
    sandbox = await startSandbox({ kubeconfig: controlPlane.kubeconfig, world: { ...world, dataCenter: { nodes: onPremisesNodes, ...dataCenter } } });
    const api = createApiRequests(controlPlane.kubeconfig);
    for (const object of systemObjects(sandbox.world.dataCenter, controlPlane.version)) await api.create(object);
    for (const [index, node] of onPremisesNodes.entries()) await createNode(api, onPremisesNode(node, `10.100.${index}.0/24`));
    await createObjects(api, options.objects);
    const rest = () => waitForRest(api);
    await rest();
    return { controlPlane, sandbox, api, rest, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

/** Creates objects in their order; a definition is waited for until its kind is served. */
export const createObjects = async (api: ApiRequests, objects: readonly ManifestObject[]): Promise<void> => {
  for (const object of objects) {
    await api.create(object);
    if (object.kind === 'CustomResourceDefinition') await waitForDefinition(api, object);
  }
};

const waitForDefinition = async (api: ApiRequests, object: ManifestObject): Promise<void> => {
  const path = await api.pathOf(object);
  const look = async () => (conditionOf(await api.demand('GET', path), 'Established') === 'True' ? { done: true as const, value: undefined } : { done: false as const, state: 'not established' });
  await waitFor(look, { subject: object.metadata.name, timeoutMs: 10_000, intervalMs: 20 });
};

/** Creates a Node and then its status, which a creation drops; what kwok adds meanwhile stays. */
export const createNode = async (api: ApiRequests, node: ManifestObject): Promise<void> => {
  await api.create(node);
  await api.demand('PATCH', `/api/v1/nodes/${node.metadata.name}/status`, { status: node['status'] }, 'application/strategic-merge-patch+json');
};

/** The status of a condition: `True`, `False`, `Unknown`; `undefined` where it isn't there. */
export const conditionOf = (object: Record<string, unknown>, type: string): string | undefined =>
  (object['status'] as { conditions?: { type: string; status: string }[] } | undefined)?.conditions?.find((condition) => condition.type === type)?.status;

/** The names of the nodes that have a Ready pod of a DaemonSet, sorted. Fails where a node has two, or one that isn't Ready. */
export const nodesWith = async (api: ApiRequests, daemonSet: string): Promise<string[]> => {
  const { items } = await api.demand<{ items: (StoredObject & { spec: { nodeName?: string }; metadata: { ownerReferences?: { kind: string; name: string }[] } })[] }>('GET', '/api/v1/pods');
  const owned = items.filter(({ metadata }) => metadata.ownerReferences?.some((owner) => owner.kind === 'DaemonSet' && owner.name === daemonSet) === true);
  for (const pod of owned) expect(conditionOf(pod, 'Ready'), `${pod.metadata.name} on ${pod.spec.nodeName ?? 'no node'}`).toBe('True');
  const names = owned.map((pod) => pod.spec.nodeName ?? '').sort();
  expect(new Set(names).size).toBe(names.length);
  return names;
};

/** At rest: every node Ready, every pod Running, and nothing changed for a second. */
const waitForRest = async (api: ApiRequests): Promise<Record<string, unknown>> => {
  let earlier = '';
  await waitFor(
    async () => {
      const lists = await Promise.all(['/api/v1/nodes', '/api/v1/pods', '/apis/apps/v1/daemonsets'].map((path) => api.demand<{ items: StoredObject[] }>('GET', path)));
      const [nodes, pods, daemonSets] = lists.map((list) => list.items);
      const now = JSON.stringify(lists.map((list) => list.items.map(({ metadata, status }) => [metadata.uid, status])));
      const open = [...(nodes ?? []).filter((node) => !isSettled(node)), ...(pods ?? []).filter((pod) => conditionOf(pod, 'Ready') !== 'True'), ...(daemonSets ?? []).filter((each) => !isObserved(each))];
      const same = now === earlier;
      earlier = now;
      return same && open.length === 0 ? { done: true, value: undefined } : { done: false, state: open.map(({ metadata }) => metadata.name).join(', ') || 'changing' };
    },
    { subject: 'a cluster at rest', timeoutMs: 90_000, intervalMs: 1_000 },
  );
  return snapshotCluster(api);
};

const isSettled = (node: StoredObject): boolean => conditionOf(node, 'Ready') === 'True' && !JSON.stringify(node['spec']).includes('node.kubernetes.io/not-ready');

const isObserved = (daemonSet: StoredObject): boolean => (daemonSet['status'] as { observedGeneration?: number } | undefined)?.observedGeneration === daemonSet.metadata['generation'];
