import type { JsonObject } from '../plan/json.ts';
import type { NodeView } from '../plan/match-node.ts';
import { FakeCalico } from './fake-calico.ts';

/** The name under which the fake keeps Calico by manifest. */
export const manifestKey = 'DaemonSet kube-system/calico-node';
/** The name under which the fake keeps Calico by the operator. */
export const operatedKey = 'DaemonSet calico-system/calico-node';

/** An on-premises node. */
export const premisesNode = (name: string, fields: Partial<NodeView> = {}): NodeView => ({ name, labels: { 'kubernetes.io/os': 'linux' }, taints: [], ready: true, ...fields });

/** An ECS node as the registered cluster labels it. */
export const cloudNode = (name: string, fields: Partial<NodeView> = {}): NodeView =>
  premisesNode(name, { labels: { 'kubernetes.io/os': 'linux', 'alibabacloud.com/external': 'true' }, providerId: `cn-hangzhou.i-${name.replace(/[^a-z0-9]/g, '')}`, ...fields });

/** What a DaemonSet mounts that gives pods their network. */
export const cniVolumes = ['/opt/cni/bin', '/etc/cni/net.d'].map((path, index) => ({ name: `cni-${index}`, hostPath: { path } }));

/** The DaemonSet calico-node, as the manifest of Calico v3.30 has what matters of it. */
export const calicoNode = (namespace: string, fields: { readonly affinity?: JsonObject; readonly metadata?: JsonObject; readonly spec?: JsonObject } = {}): JsonObject => ({
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { namespace, name: 'calico-node', uid: 'uid-1', ...fields.metadata },
  spec: {
    selector: { matchLabels: { 'k8s-app': 'calico-node' } },
    updateStrategy: { type: 'RollingUpdate' },
    template: {
      metadata: { labels: { 'k8s-app': 'calico-node' } },
      spec: {
        hostNetwork: true,
        nodeSelector: { 'kubernetes.io/os': 'linux' },
        tolerations: [{ operator: 'Exists' }],
        containers: [{ name: 'calico-node', image: 'docker.io/calico/node:v3.30.0' }],
        volumes: cniVolumes,
        ...(fields.affinity === undefined ? {} : { affinity: fields.affinity }),
      },
    },
    ...fields.spec,
  },
});

/** Three on-premises nodes and one cloud node that carry Calico by manifest. */
export const byManifest = (fields: Parameters<typeof calicoNode>[1] = {}): FakeCalico => {
  const cluster = new FakeCalico();
  cluster.nodes.push(premisesNode('dc-1'), premisesNode('dc-2'), premisesNode('dc-3'), cloudNode('ecs-1'));
  cluster.put(manifestKey, calicoNode('kube-system', fields));
  return cluster;
};

/** The same by the Tigera operator. */
export const byOperator = (installationSpec: JsonObject = { variant: 'Calico' }): FakeCalico => {
  const cluster = new FakeCalico();
  cluster.nodes.push(premisesNode('dc-1'), premisesNode('dc-2'), cloudNode('ecs-1'));
  cluster.put(operatedKey, calicoNode('calico-system', { metadata: { ownerReferences: [{ kind: 'Installation', name: 'default', controller: true }] } }));
  cluster.put('Installation default', { apiVersion: 'operator.tigera.io/v1', kind: 'Installation', metadata: { name: 'default' }, spec: installationSpec });
  return cluster;
};
