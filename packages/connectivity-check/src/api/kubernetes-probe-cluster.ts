import type { V1Node, V1Pod } from '@kubernetes/client-node';
import { ConflictError, fieldManager, listAll, NotFoundError, type Kubernetes } from '@ack-hybrid/core';
import { buildProbePod, probeLabels } from './build-probe-pod.ts';
import type { KubernetesNode, ProbeCluster, ProbePodState } from './port.ts';

/** The ConfigMap that keeps the last report: name in `kube-system`. */
export const reportName = 'ack-hybrid-connectivity';

const namespace = 'kube-system';
const reportObject = `${namespace}/${reportName}`;
const managedBy = 'app.kubernetes.io/managed-by';
const strict = { fieldManager, fieldValidation: 'Strict' } as const;

/** What the matrix asks of a cluster, in the namespace `kube-system`. */
export const createProbeCluster = (kubernetes: Kubernetes): ProbeCluster => {
  const api = () => kubernetes.api((sdk) => sdk.CoreV1Api);
  const orUndefined = async <Value>(body: () => Promise<Value>): Promise<Value | undefined> => {
    try {
      return await body();
    } catch (error) {
      if (NotFoundError.isInstance(error)) return undefined;
      throw error;
    }
  };

  return {
    listNodes: async (context = {}) => {
      const core = await api();
      const view = (node: V1Node) => (runsProbes(node) ? toNode(node) : undefined);
      return listAll((page) => kubernetes.call({ verb: 'list', resource: 'nodes' }, () => core.listNode(page), context), view);
    },
    readDnsServiceIp: async (context = {}) => {
      const core = await api();
      const service = await orUndefined(() =>
        kubernetes.call({ verb: 'get', resource: 'services', object: 'kube-system/kube-dns' }, () => core.readNamespacedService({ name: 'kube-dns', namespace: 'kube-system' }), context),
      );
      const address = service?.spec?.clusterIP;
      return address === undefined || address === '' || address === 'None' ? undefined : address;
    },
    listPods: async (context = {}) => {
      const core = await api();
      const labelSelector = Object.entries(probeLabels).map(([key, value]) => `${key}=${value}`).join(',');
      const list = await kubernetes.call({ verb: 'list', resource: 'pods', object: namespace }, () => core.listNamespacedPod({ namespace, labelSelector }), context);
      return list.items.map(toPodState);
    },
    createPod: async (pod, image, context = {}) => {
      const core = await api();
      try {
        await kubernetes.call(
          { verb: 'create', resource: 'pods', object: `${namespace}/${pod.name}` },
          () => core.createNamespacedPod({ namespace, body: buildProbePod(pod, image, namespace), ...strict }),
          context,
        );
      } catch (error) {
        // The names are of this run alone, so one that exists is ours: the answer to its creation was lost.
        if (!ConflictError.isInstance(error) || error.errorCode !== 'AlreadyExists') throw error;
      }
    },
    readLog: async (podName, context = {}) => {
      const core = await api();
      return kubernetes.call({ verb: 'get', resource: 'pods/log', object: `${namespace}/${podName}` }, () => core.readNamespacedPodLog({ name: podName, namespace }), context);
    },
    deletePod: async (podName, context = {}) => {
      const core = await api();
      await orUndefined(() =>
        kubernetes.call({ verb: 'delete', resource: 'pods', object: `${namespace}/${podName}` }, () => core.deleteNamespacedPod({ name: podName, namespace, gracePeriodSeconds: 0 }), context),
      );
    },
    readReport: async (context = {}) => {
      const core = await api();
      const found = await orUndefined(() => kubernetes.call({ verb: 'get', resource: 'configmaps', object: reportObject }, () => core.readNamespacedConfigMap({ name: reportName, namespace }), context));
      return found === undefined
        ? undefined
        : { ours: found.metadata?.labels?.[managedBy] === 'ack-hybrid', resourceVersion: found.metadata?.resourceVersion ?? '', text: found.data?.['report.json'] ?? '' };
    },
    writeReport: async (text, resourceVersion, context = {}) => {
      const core = await api();
      const data = { 'report.json': text };
      if (resourceVersion === undefined) {
        const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: reportName, namespace, labels: { [managedBy]: 'ack-hybrid' } }, data };
        await kubernetes.call({ verb: 'create', resource: 'configmaps', object: reportObject }, () => core.createNamespacedConfigMap({ namespace, body, ...strict }), context);
        return;
      }
      // A patch, since a replacement would take away what others have put on it.
      const { sdk } = await kubernetes.load();
      const header = sdk.setHeaderOptions('Content-Type', sdk.PatchStrategy.MergePatch);
      const body = { metadata: { resourceVersion }, data };
      await kubernetes.call({ verb: 'patch', resource: 'configmaps', object: reportObject }, () => core.patchNamespacedConfigMap({ namespace, name: reportName, body, ...strict }, header), context);
    },
    deleteReport: async (resourceVersion, context = {}) => {
      const core = await api();
      const body = { preconditions: { resourceVersion } };
      await orUndefined(() => kubernetes.call({ verb: 'delete', resource: 'configmaps', object: reportObject }, () => core.deleteNamespacedConfigMap({ name: reportName, namespace, body }), context));
    },
  };
};

/** A virtual node runs no pod that could probe anything, and the image of the probes is one of Linux. */
const runsProbes = ({ metadata }: V1Node): boolean => metadata?.labels?.['type'] !== 'virtual-kubelet' && (metadata?.labels?.['kubernetes.io/os'] ?? 'linux') === 'linux';

const toNode = (node: V1Node): KubernetesNode => ({
  name: node.metadata?.name ?? '',
  internalIp: node.status?.addresses?.find((address) => address.type === 'InternalIP')?.address ?? '',
  providerId: node.spec?.providerID ?? '',
  zone: node.metadata?.labels?.['topology.kubernetes.io/zone'] ?? '',
  isCloud: node.metadata?.labels?.['alibabacloud.com/external'] === 'true',
  ready: (node.status?.conditions ?? []).some((condition) => condition.type === 'Ready' && condition.status === 'True'),
});

const toPodState = (pod: V1Pod): ProbePodState => {
  const container = pod.status?.containerStatuses?.[0];
  return {
    name: pod.metadata?.name ?? '',
    phase: pod.status?.phase ?? 'Pending',
    ready: (pod.status?.conditions ?? []).some((condition) => condition.type === 'Ready' && condition.status === 'True'),
    podIp: pod.status?.podIP ?? '',
    reason: [container?.state?.waiting?.reason, container?.state?.waiting?.message, pod.status?.reason, pod.status?.message].filter((text) => text !== undefined && text !== '').join(': '),
  };
};
