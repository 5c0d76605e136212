import { isSameJson, readPath } from '../json.ts';
import type { DaemonSet, PodSpec } from '../kube-types.ts';
import { withDefaults } from '../defaults.ts';
import type { KubeObject } from '../kube-types.ts';
import { calicoNode } from '../seed/calico-workloads.ts';
import type { ResourceType } from '../resources.ts';
import { createObject } from '../writes/create-object.ts';
import { decodeBody } from '../writes/read-body.ts';
import type { ControlPlane } from './control-plane.ts';

const namespace = 'calico-system';
const daemonSetsKey = { group: 'apps', plural: 'daemonsets' } as const;

/**
 * The Tigera operator as far as calico-node goes: renders the DaemonSet from Installation/default, takes back whatever anyone else
 * changed in its spec, and carries the Installation's affinity into it whole (tigera/operator, since v1.28).
 */
export function calicoOperator(plane: ControlPlane): void {
  const installation = plane.cluster.store.get({ group: 'operator.tigera.io', plural: 'installations' }, undefined, 'default');
  const type = plane.cluster.registry.byKey('apps', 'daemonsets');
  if (installation === undefined || type === undefined) return;
  const wanted = render(type, installation, plane.cluster.clock.now());
  const live = plane.cluster.store.get(daemonSetsKey, namespace, 'calico-node') as DaemonSet | undefined;
  if (live === undefined) {
    if (plane.cluster.store.get({ group: '', plural: 'namespaces' }, undefined, namespace) === undefined) return;
    createObject(plane.cluster, type, namespace, wanted, { fieldManager: 'operator', dryRun: false });
  } else if (!isSameJson(live.spec, wanted.spec)) {
    plane.cluster.store.put(daemonSetsKey, { ...live, metadata: { ...live.metadata, generation: (live.metadata.generation ?? 1) + 1 }, spec: wanted.spec });
  }
}

/** Decoded as a write is, so that it compares with what is stored. */
function render(type: ResourceType, installation: KubeObject, now: number): KubeObject {
  const affinity = readPath(installation, 'spec', 'calicoNodeDaemonSet', 'spec', 'template', 'spec', 'affinity');
  const { manager: _manager, ...seeded } = calicoNode(namespace);
  const base = withDefaults(type, decodeBody(type, { ...seeded }, { fieldValidation: 'Ignore' }), now) as DaemonSet;
  if (affinity === undefined) return base;
  const spec: PodSpec = { ...base.spec.template.spec, affinity: affinity as NonNullable<PodSpec['affinity']> };
  return { ...base, spec: { ...base.spec, template: { ...base.spec.template, spec } } };
}
