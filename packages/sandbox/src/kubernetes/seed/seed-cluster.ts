import type { SandboxContext } from '../../halves.ts';
import type { Cluster } from '../cluster.ts';
import { notImplemented } from '../status-error.ts';
import { createObject } from '../writes/create-object.ts';
import { calicoObjects } from './seed-calico.ts';
import { configObjects } from './seed-config.ts';
import { nodeObjects } from './seed-nodes.ts';
import type { SeedObject } from './seed-object.ts';
import { systemWorkloads } from './seed-workloads.ts';

/**
 * Fills an empty store with the on-premises cluster that the world describes, in the order in which an installer creates things.
 * Everything passes the same checks as a request.
 */
export function seedCluster(cluster: Cluster, world: SandboxContext['world']): void {
  const namespaces = ['default', 'kube-node-lease', 'kube-public', 'kube-system', ...(world.dataCenter.calico === 'operator' ? ['calico-system', 'tigera-operator'] : [])];
  const objects: SeedObject[] = [
    ...namespaces.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'kubernetes.io/metadata.name': name } } })),
    ...namespaces.flatMap((namespace) => configObjects(world, namespace)),
    ...nodeObjects(world),
    ...calicoObjects(world),
    ...systemWorkloads(),
  ];
  for (const object of objects) {
    const type = cluster.registry.byKind(object.apiVersion, object.kind);
    if (type === undefined) throw notImplemented(`the seeded kind ${object.kind} of ${object.apiVersion}`);
    const { manager = 'kubeadm', ...body } = object;
    createObject(cluster, type, object.metadata.namespace, body, { fieldManager: manager, dryRun: false });
  }
}
