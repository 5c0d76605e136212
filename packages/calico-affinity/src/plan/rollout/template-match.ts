import { readPath, type JsonObject } from '../json.ts';
import type { DaemonPodView } from '../placement-checks.ts';

/** Whether a pod was made of the DaemonSet's template as it is; `undefined` where its labels don't tell. */
export type TemplateMatch = (pod: DaemonPodView) => boolean | undefined;

/**
 * Tells pods of a DaemonSet's present template from older ones, as its controller does: by the generation of the template,
 * or by the hash of its content, which comes back where a template comes back (by an undo). The hash stands on pods
 * alone: it is learnt from those of the present generation.
 * (Source: Kubernetes v1.36, pkg/controller/daemon/util, IsPodUpdated and GetTemplateGeneration.)
 */
export const matchTemplate = (daemonSet: JsonObject, pods: readonly DaemonPodView[]): TemplateMatch => {
  const generation = readPath(daemonSet, ['metadata', 'annotations', 'deprecated.daemonset.template.generation']);
  const revision = pods.find((pod) => pod.templateGeneration !== undefined && pod.templateGeneration === generation)?.revision;
  return (pod) => {
    if (generation === undefined || pod.templateGeneration === undefined) return undefined;
    return pod.templateGeneration === generation || (revision !== undefined && pod.revision === revision);
  };
};
