import type { V1Node, V1Pod } from '@kubernetes/client-node';
import { statusOf } from './cluster-client.ts';
import type { PodStatusPatch } from './pod-status.ts';

/** The calls of the kubelets that the sandbox plays. */
export interface KubeletClient {
  listNodes(): Promise<readonly V1Node[]>;
  listPods(): Promise<readonly V1Pod[]>;
  /** Data of ConfigMap kube-system/eni-config, by which Terway gives addresses; `undefined` where there is none. */
  readEniConfig(): Promise<Readonly<Record<string, string>> | undefined>;
  patchNodeStatus(name: string, status: Readonly<Record<string, unknown>>): Promise<void>;
  /** Nothing where the pod is gone, or is another one of that name by now. */
  patchPodStatus(pod: V1Pod, status: PodStatusPatch): Promise<void>;
  /** Says that a pod that was told to end has ended. */
  confirmDeletion(pod: V1Pod): Promise<void>;
  /** Renews the Lease of a node in kube-node-lease, which the node owns; makes it where there is none. */
  renewLease(node: { readonly name: string; readonly uid: string }, at: number, durationSeconds: number): Promise<void>;
}

/** The client for a kubeconfig's text. The library is loaded on the first call. */
export function createKubeletClient(kubeconfig: string): KubeletClient {
  const load = lazily(async () => {
    const library = await import('@kubernetes/client-node');
    const config = new library.KubeConfig();
    config.loadFromString(kubeconfig);
    return {
      library,
      core: config.makeApiClient(library.CoreV1Api),
      coordination: config.makeApiClient(library.CoordinationV1Api),
      strategic: library.setHeaderOptions('Content-Type', library.PatchStrategy.StrategicMergePatch),
    };
  });
  const leaseNamespace = 'kube-node-lease';

  return {
    async listNodes() {
      // From the API server's cache: this is asked again and again.
      return (await (await load()).core.listNode({ resourceVersion: '0' })).items;
    },
    async listPods() {
      return (await (await load()).core.listPodForAllNamespaces({ resourceVersion: '0' })).items;
    },
    async readEniConfig() {
      const { core } = await load();
      return (await ifThere(core.readNamespacedConfigMap({ namespace: 'kube-system', name: 'eni-config' })))?.data;
    },
    async patchNodeStatus(name, status) {
      const { core, strategic } = await load();
      await ifThere(core.patchNodeStatus({ name, body: { status } }, strategic));
    },
    async patchPodStatus(pod, status) {
      const { core, strategic } = await load();
      const { name = '', namespace = '', uid } = pod.metadata ?? {};
      try {
        // A uid in a patch is a precondition, as a kubelet sends it: it can't be changed, so that a patch of another pod is invalid.
        await ifThere(core.patchNamespacedPodStatus({ name, namespace, body: { metadata: { uid }, status } }, strategic));
      } catch (error) {
        if (statusOf(error) !== 422 || !String(error).includes('metadata.uid: Invalid value')) throw error;
      }
    },
    async confirmDeletion(pod) {
      const { core } = await load();
      const { name = '', namespace = '', uid } = pod.metadata ?? {};
      await ifThere(core.deleteNamespacedPod({ name, namespace, body: { gracePeriodSeconds: 0, ...(uid === undefined ? {} : { preconditions: { uid } }) } }), [404, 409]);
    },
    async renewLease({ name, uid }, at, leaseDurationSeconds) {
      const { library, coordination, strategic } = await load();
      const renewTime = new library.V1MicroTime(at);
      const body = { spec: { holderIdentity: name, leaseDurationSeconds, renewTime: renewTime.toISOString() } };
      if ((await ifThere(coordination.patchNamespacedLease({ name, namespace: leaseNamespace, body }, strategic))) !== undefined) return;
      const metadata = { name, namespace: leaseNamespace, ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid }] };
      await ifThere(coordination.createNamespacedLease({ namespace: leaseNamespace, body: { metadata, spec: { ...body.spec, renewTime } } }), [409]);
    },
  };
}

function lazily<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => (made ??= make());
}

async function ifThere<Value>(call: Promise<Value>, statuses: readonly number[] = [404]): Promise<Value | undefined> {
  try {
    return await call;
  } catch (error) {
    if (statuses.includes(statusOf(error) ?? 0)) return undefined;
    throw error;
  }
}
