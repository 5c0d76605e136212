import type { V1Node, V1Pod } from '@kubernetes/client-node';
import type { KubeletClient } from './kubelet-client.ts';

/** A cluster in memory, as the kubelets see it. */
export interface FakeKubeletCluster {
  readonly nodes: V1Node[];
  readonly pods: V1Pod[];
  /** The eni_conf of Terway; absent: Terway isn't there. */
  eniConf?: string;
  /** Every write so far, as `verb name`. */
  readonly writes: string[];
  /** The next write that is this one fails, once. */
  failing?: string;
}

type Json = Record<string, unknown>;

/** A {@link KubeletClient} on a cluster in memory; a status is merged one level deep. */
export function fakeKubeletClient(cluster: FakeKubeletCluster): KubeletClient {
  const write = (what: string): void => {
    cluster.writes.push(what);
    if (cluster.failing !== what) return;
    delete cluster.failing;
    throw new Error(`${what} failed`);
  };
  const merge = (object: V1Node | V1Pod | undefined, status: Readonly<Json>): void => {
    if (object !== undefined) (object as Json)['status'] = { ...object.status, ...status };
  };
  const nameOf = (pod: V1Pod): string => pod.metadata?.name ?? '';
  return {
    listNodes: async () => structuredClone(cluster.nodes),
    listPods: async () => structuredClone(cluster.pods),
    readEniConfig: async () => (cluster.eniConf === undefined ? undefined : { eni_conf: cluster.eniConf }),
    patchNodeStatus: async (name, status) => {
      write(`node ${name}`);
      merge(cluster.nodes.find((node) => node.metadata?.name === name), status);
    },
    patchPodStatus: async (pod, status) => {
      write(`${String(status['phase'])} ${nameOf(pod)}`);
      merge(cluster.pods.find((each) => each.metadata?.uid === pod.metadata?.uid), status);
    },
    confirmDeletion: async (pod) => {
      write(`end ${nameOf(pod)}`);
      const index = cluster.pods.findIndex((each) => each.metadata?.uid === pod.metadata?.uid);
      if (index >= 0) cluster.pods.splice(index, 1);
    },
    renewLease: async ({ name }) => write(`lease ${name}`),
  };
}

/** A Node of the fake cluster. */
export const fakeNode = (name: string, options: { readonly address: string; readonly ready?: boolean; readonly annotations?: Record<string, string> }): V1Node => ({
  metadata: { name, uid: `uid-${name}`, annotations: options.annotations ?? {} },
  status: { addresses: [{ type: 'InternalIP', address: options.address }], conditions: [{ type: 'Ready', status: options.ready === false ? 'False' : 'True' }] },
});

/** A pod of the fake cluster, bound and Pending. */
export const fakePod = (name: string, nodeName: string, rest: { readonly hostNetwork?: boolean; readonly command?: string[]; readonly status?: V1Pod['status']; readonly deleted?: boolean } = {}): V1Pod => ({
  metadata: { name, namespace: 'kube-system', uid: `uid-${name}`, ...(rest.deleted === true ? { deletionTimestamp: new Date(0) } : {}) },
  spec: { nodeName, restartPolicy: 'Never', hostNetwork: rest.hostNetwork ?? false, containers: [{ name: 'main', image: 'image', ...(rest.command === undefined ? {} : { command: rest.command }) }] },
  status: rest.status ?? { phase: 'Pending' },
});
