import { isSameJson, readPath } from '../json.ts';
import type { KubeObject } from '../kube-types.ts';
import type { ResourceType } from '../resources.ts';

const annotation = 'deprecated.daemonset.template.generation';

/** A DaemonSet carries how often its template changed, whatever a client says (Convert_apps_DaemonSet_To_v1_DaemonSet of k8s.io/kubernetes). */
export function withTemplateGeneration(type: Pick<ResourceType, 'group' | 'kind'>, object: KubeObject, before?: KubeObject): KubeObject {
  if (type.group !== 'apps' || type.kind !== 'DaemonSet') return object;
  const last = Number(before?.metadata.annotations?.[annotation] ?? 0);
  const isChanged = before === undefined || !isSameJson(readPath(before, 'spec', 'template'), readPath(object, 'spec', 'template'));
  return { ...object, metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, [annotation]: String(isChanged ? last + 1 : last) } } };
}

/** As the server records it: with the count that the body says, or none. */
export function withGivenGeneration(type: Pick<ResourceType, 'group' | 'kind'>, object: KubeObject): KubeObject {
  if (type.group !== 'apps' || type.kind !== 'DaemonSet') return object;
  return { ...object, metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, [annotation]: object.metadata.annotations?.[annotation] ?? '0' } } };
}
