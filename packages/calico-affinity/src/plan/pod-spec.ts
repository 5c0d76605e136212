import { isJsonObject, readPath, type JsonObject } from './json.ts';
import type { DaemonPodSpec } from './preview-placement.ts';

/** The part of a workload's pod template that placement depends on. */
export const podSpecOf = (workload: JsonObject): DaemonPodSpec => {
  const spec = readPath(workload, ['spec', 'template', 'spec']);
  return isJsonObject(spec) ? (spec) : {};
};
