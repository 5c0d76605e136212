import { defaultWorld } from '@ack-hybrid/sandbox';
import { calicoDefinitions } from '../../../packages/sandbox/src/kubernetes/seed/calico-definitions.ts';
import { calicoNode } from '../../../packages/sandbox/src/kubernetes/seed/calico-workloads.ts';
import { collectionOf, until, type ClusterAdministrator, type ClusterObject } from '../writes/cluster-administrator.ts';

const { dataCenter } = defaultWorld;
const configMap = (name: string, values: Readonly<Record<string, string>>): ClusterObject => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'kube-system' }, data: values });

/** Flags of the control plane's programs: kwok keeps the nodes on premises alone, the cloud nodes' kubelets are the sandbox's. */
export const datacentreFlags = {
  'kwok-controller': { 'manage-all-nodes': 'false', 'manage-nodes-with-annotation-selector': 'kwok.x-k8s.io/node=fake' },
  'kube-apiserver': { 'service-cluster-ip-range': dataCenter.serviceCidr },
};

/** The nodes of the data centre, for kwok to keep alive. */
const nodes = dataCenter.nodes.map(
  ({ name, address, controlPlane }, index): ClusterObject => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      annotations: { 'kwok.x-k8s.io/node': 'fake' },
      labels: { 'kubernetes.io/arch': 'amd64', 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', ...(controlPlane ? { 'node-role.kubernetes.io/control-plane': '' } : {}) },
    },
    spec: { podCIDR: `10.100.${index}.0/24`, podCIDRs: [`10.100.${index}.0/24`], ...(controlPlane ? { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] } : {}) },
    // The API server dials the host name first, and the kubelet that serves logs is the sandbox's.
    status: {
      addresses: [
        { type: 'InternalIP', address },
        { type: 'Hostname', address: 'localhost' },
      ],
    },
  }),
);

/** The ConfigMap of the registered cluster's agent, as it makes it when it connects. */
export const agentConfig = configMap('ack-agent-config', { enableNodepool: 'true', isInit: 'true' });

const installation: ClusterObject = { apiVersion: 'operator.tigera.io/v1', kind: 'Installation', metadata: { name: 'default' }, spec: { variant: 'Calico' } };

/** Calico as a manifest leaves it. */
export const calicoByManifest: readonly ClusterObject[] = [{ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'calico-node', namespace: 'kube-system' } }, calicoNode('kube-system')];

/** Makes objects; one that is there already stays. */
export const create = async (administrator: ClusterAdministrator, ...objects: readonly ClusterObject[]): Promise<readonly Readonly<Record<string, unknown>>[]> => {
  const made: Readonly<Record<string, unknown>>[] = [];
  for (const object of objects) {
    const { status, body } = await administrator.send('POST', collectionOf(object), { body: object });
    if (status >= 300 && status !== 409) throw new Error(`${object.kind} ${object.metadata.name}: ${JSON.stringify(body)}`);
    made.push(body);
  }
  return made;
};

/** Fills a fresh control plane with what the steps find on premises: nodes, what kubeadm and the agent leave, Calico's CRDs, its pool and its DaemonSet. */
export const seedDatacentre = async (administrator: ClusterAdministrator): Promise<void> => {
  const definitions = calicoDefinitions(true) as unknown as readonly ClusterObject[];
  await create(administrator, ...nodes, ...definitions);
  // A creation drops the status: it is a subresource.
  for (const { metadata, status } of nodes) await administrator.ask('PATCH', `/api/v1/nodes/${metadata.name}/status`, { body: { status }, contentType: 'application/merge-patch+json' });
  await create(
    administrator,
    configMap('kubeadm-config', { ClusterConfiguration: `networking: { podSubnet: ${dataCenter.podCidr}, serviceSubnet: ${dataCenter.serviceCidr} }\n` }),
    agentConfig,
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'kube-dns', namespace: 'kube-system' }, spec: { clusterIP: dataCenter.serviceCidr.replace(/\d+\/\d+$/, '10'), ports: [{ name: 'dns', port: 53, protocol: 'UDP' }] } },
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'calico-system' } },
    ...calicoByManifest,
  );
  const pool: ClusterObject = { apiVersion: 'crd.projectcalico.org/v1', kind: 'IPPool', metadata: { name: 'default-ipv4-ippool' }, spec: { cidr: dataCenter.podCidr } };
  await until('the CRD of the IP pools is served', async () => (await administrator.send('POST', collectionOf(pool), { body: pool })).status === 201);
  await untilCalicoIsReady(administrator, 'kube-system');
};

const untilCalicoIsReady = (administrator: ClusterAdministrator, namespace: string): Promise<void> =>
  until('calico-node is Ready on every on-premises node', async () => {
    const { status } = (await administrator.ask('GET', `/apis/apps/v1/namespaces/${namespace}/daemonsets/calico-node`)) as { readonly status: { readonly numberReady?: number } };
    return (status.numberReady ?? 0) >= nodes.length;
  });

/** Puts Calico of the operator in the place of Calico by manifest. The operator itself is played by {@link playOperator}. */
export const switchToOperator = async (administrator: ClusterAdministrator): Promise<void> => {
  for (const object of calicoByManifest) await administrator.remove(object);
  await create(administrator, installation);
  const { metadata } = (await administrator.ask('GET', '/apis/operator.tigera.io/v1/installations/default')) as unknown as ClusterObject;
  const owner = { apiVersion: 'operator.tigera.io/v1', kind: 'Installation', name: 'default', uid: metadata['uid'], controller: true, blockOwnerDeletion: true };
  const daemonSet = calicoNode('calico-system') as unknown as ClusterObject;
  await create(administrator, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'calico-node', namespace: 'calico-system' } }, { ...daemonSet, metadata: { ...daemonSet.metadata, ownerReferences: [owner] } });
  await untilCalicoIsReady(administrator, 'calico-system');
};

/** Renders the Installation's override of the affinity into the DaemonSet, as the operator does (tigera/operator, api/v1/installation_types.go), until the signal. */
export const playOperator = async (administrator: ClusterAdministrator, signal: AbortSignal): Promise<void> => {
  interface Holder {
    readonly spec?: { readonly calicoNodeDaemonSet?: { readonly spec?: { readonly template?: { readonly spec?: { readonly affinity?: unknown } } } } };
  }
  let rendered = 'null';
  while (!signal.aborted) {
    const { body } = await administrator.send('GET', '/apis/operator.tigera.io/v1/installations/default');
    const affinity = JSON.stringify((body as Holder).spec?.calicoNodeDaemonSet?.spec?.template?.spec?.affinity ?? null);
    if (affinity !== rendered) {
      const patch = [{ op: 'add', path: '/spec/template/spec/affinity', value: JSON.parse(affinity) as unknown }];
      await administrator.send('PATCH', '/apis/apps/v1/namespaces/calico-system/daemonsets/calico-node', { body: patch, contentType: 'application/json-patch+json' });
      rendered = affinity;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};
