import { withDefaults } from '../defaults.ts';
import { isSameJson, readPath } from '../json.ts';
import type { DaemonSet, KubeObject, PodSpec, Workload } from '../kube-types.ts';
import type { ResourceType } from '../resources.ts';
import { calicoNode, kubeControllers } from '../seed/calico-workloads.ts';
import type { SeedObject } from '../seed/seed-object.ts';
import { createObject } from '../writes/create-object.ts';
import { decodeBody } from '../writes/read-body.ts';
import type { ControlPlane } from './control-plane.ts';
import { controllerReference } from './owned-pods.ts';

const namespace = 'calico-system';

/** What it makes, and the part of the Installation that overrides it. */
const made = [
  { plural: 'daemonsets', part: 'calicoNodeDaemonSet', seed: calicoNode },
  { plural: 'deployments', part: 'calicoKubeControllersDeployment', seed: kubeControllers },
] as const;

/**
 * The Tigera operator as far as calico-node and kube-controllers go: renders them from Installation/default, which owns them, takes
 * back whatever anyone else changed in their spec, and carries the Installation's affinity of each into it whole (tigera/operator,
 * since v1.28).
 */
export function calicoOperator(plane: ControlPlane): void {
  const installation = plane.cluster.store.get({ group: 'operator.tigera.io', plural: 'installations' }, undefined, 'default');
  if (installation === undefined) return;
  for (const { plural, part, seed } of made) {
    const type = plane.cluster.registry.byKey('apps', plural);
    if (type !== undefined) reconcile(plane, type, installation, render(type, installation, part, seed(namespace), plane.cluster.clock.now()));
  }
}

function reconcile(plane: ControlPlane, type: ResourceType, installation: KubeObject, wanted: DaemonSet | Workload): void {
  const key = { group: type.group, plural: type.plural };
  const ownerReferences = [controllerReference(installation)];
  const live = plane.cluster.store.get(key, namespace, wanted.metadata.name) as DaemonSet | Workload | undefined;
  if (live === undefined) {
    if (plane.cluster.store.get({ group: '', plural: 'namespaces' }, undefined, namespace) === undefined) return;
    createObject(plane.cluster, type, namespace, { ...wanted, metadata: { ...wanted.metadata, ownerReferences } }, { fieldManager: 'operator', dryRun: false });
  } else if ((live.metadata.ownerReferences ?? []).length === 0) {
    // As it was seeded, before there was an Installation to own it.
    plane.cluster.store.put(key, { ...live, metadata: { ...live.metadata, ownerReferences } });
  } else if (!isSameJson(live.spec, wanted.spec)) {
    plane.cluster.store.put(key, { ...live, metadata: { ...live.metadata, generation: (live.metadata.generation ?? 1) + 1 }, spec: wanted.spec });
  }
}

/** Decoded as a write is, so that it compares with what is stored. */
function render(type: ResourceType, installation: KubeObject, part: string, seed: SeedObject, now: number): DaemonSet | Workload {
  const affinity = readPath(installation, 'spec', part, 'spec', 'template', 'spec', 'affinity');
  const { manager: _manager, ...seeded } = seed;
  const base = withDefaults(type, decodeBody(type, { ...seeded }, { fieldValidation: 'Ignore' }), now) as DaemonSet | Workload;
  if (affinity === undefined) return base;
  const spec: PodSpec = { ...base.spec.template.spec, affinity: affinity as NonNullable<PodSpec['affinity']> };
  return { ...base, spec: { ...base.spec, template: { ...base.spec.template, spec } } };
}
