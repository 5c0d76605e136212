import { calicoNode } from '../../../packages/sandbox/src/kubernetes/seed/calico-workloads.ts';
import { collectionOf, until, type ClusterAdministrator, type ClusterObject } from './cluster-administrator.ts';

/** What the controller manager would make in kube-system, where there is none: pods need the service account. */
export const prepareNamespace = async (administrator: ClusterAdministrator): Promise<void> => {
  await administrator.ask('POST', '/api/v1/namespaces/kube-system/serviceaccounts', { body: { metadata: { name: 'default' } } });
};

/** calico-node by manifest. */
export const createDaemonSet = async (administrator: ClusterAdministrator): Promise<void> => {
  const daemonSet = calicoNode('kube-system') as unknown as ClusterObject;
  await administrator.ask('POST', `${collectionOf(daemonSet)}?fieldManager=kubectl-client-side-apply`, { body: daemonSet });
};

const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
/** The part of the operator's schema down to the affinity (tigera/operator v1.38, api/v1/calico_node_types.go): every level is closed but the last. */
const nested = (names: readonly string[]): object => names.reduceRight<object>((inner, name) => ({ type: 'object', properties: { [name]: inner } }), open);

/** The only version of the operator's Installations; it prunes what it doesn't know as the real one does. */
export const installationVersion = () => ({
  name: 'v1',
  served: true,
  storage: true,
  schema: {
    openAPIV3Schema: {
      type: 'object',
      properties: {
        apiVersion: { type: 'string' },
        kind: { type: 'string' },
        metadata: { type: 'object' },
        spec: { type: 'object', properties: { variant: { type: 'string' }, calicoNodeDaemonSet: nested(['spec', 'template', 'spec', 'affinity']) } },
      },
    },
  },
});

/** The operator's definition of Installations, as since v1.28 with the override of calico-node. */
export const installationDefinition = (): ClusterObject => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'installations.operator.tigera.io' },
  spec: {
    group: 'operator.tigera.io',
    names: { kind: 'Installation', listKind: 'InstallationList', plural: 'installations', singular: 'installation' },
    scope: 'Cluster',
    versions: [installationVersion()],
  },
});

const installation: ClusterObject = { apiVersion: 'operator.tigera.io/v1', kind: 'Installation', metadata: { name: 'default' }, spec: { variant: 'Calico' } };

/** Makes the definition and the Installation `default`. */
export const createInstallation = async (administrator: ClusterAdministrator, definition: ClusterObject): Promise<void> => {
  await administrator.ask('POST', collectionOf(definition), { body: definition });
  await until('Installations are served', async () => (await administrator.send('POST', collectionOf(installation), { body: installation })).status === 201);
};

/** Says of calico-node what the DaemonSet controller says where there are no nodes, until the signal: an API server alone has no controllers. */
export const playDaemonSetController = async (administrator: ClusterAdministrator, signal: AbortSignal): Promise<void> => {
  const path = '/apis/apps/v1/namespaces/kube-system/daemonsets/calico-node';
  while (!signal.aborted) {
    const { body } = await administrator.send('GET', path).catch(() => ({ body: {} }));
    const { metadata, status } = body as { readonly metadata?: { readonly generation: number }; readonly status?: { readonly observedGeneration?: number } };
    if (metadata !== undefined && status?.observedGeneration !== metadata.generation) {
      const patch = { status: { observedGeneration: metadata.generation, currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 } };
      await administrator.send('PATCH', `${path}/status`, { body: patch, contentType: 'application/merge-patch+json' }).catch(() => undefined);
    }
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
};
