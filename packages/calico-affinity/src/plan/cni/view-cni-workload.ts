import { isJsonObject, readPath, type JsonObject } from '../json.ts';
import { viewWorkload, type WorkloadView } from '../report/workload-view.ts';
import type { WorkloadKind } from '../workloads/workload.ts';
import type { CniController } from './cni-detection.ts';

/** An environment variable: its value, or where in a ConfigMap it stands. */
export type EnvironmentValue = { readonly value: string } | { readonly configMap: string; readonly key: string };

/** What recognition needs of a workload. */
export interface CniWorkloadView extends WorkloadView {
  /** Names of the containers that aren't init containers. */
  readonly mainContainers: ReadonlySet<string>;
  /** The CNI folders of the node that it mounts. */
  readonly cniPaths: readonly string[];
  /** Of all containers; the first wins. */
  readonly environment: ReadonlyMap<string, EnvironmentValue>;
  readonly controller?: CniController;
}

/** Takes from a workload what recognition needs. Odd shapes give a view with nothing in it. Pure. */
export const viewCniWorkload = (kind: WorkloadKind, object: JsonObject): CniWorkloadView => {
  const main = objectsAt(object, [...podSpec, 'containers']);
  const controller = objectsAt(object, ['metadata', 'ownerReferences']).find((owner) => owner['controller'] === true);
  return {
    ...viewWorkload(kind, object),
    mainContainers: new Set(main.map((container) => container['name']).filter(isText)),
    cniPaths: [...new Set(objectsAt(object, [...podSpec, 'volumes']).map((volume) => readPath(volume, ['hostPath', 'path'])).filter(isText).filter(isCniPath))],
    environment: environmentOf([...main, ...objectsAt(object, [...podSpec, 'initContainers'])]),
    ...(controller === undefined ? {} : { controller: { kind: String(controller['kind']), name: String(controller['name']) } }),
  };
};

const podSpec = ['spec', 'template', 'spec'] as const;

/**
 * Whether a folder of the node holds CNI configurations or programs. Distributions keep them elsewhere (OpenShift
 * `/etc/kubernetes/cni/net.d`, K3s `/var/lib/rancher/k3s/agent/etc/cni/net.d`), under the same last parts; a folder below counts, too.
 */
const isCniPath = (path: string): boolean => /\/cni\/(net\.d|bin)(\/|$)/.test(path) || /^\/(etc|opt)\/cni\/?$/.test(path);

const environmentOf = (containers: readonly JsonObject[]): ReadonlyMap<string, EnvironmentValue> => {
  const found = new Map<string, EnvironmentValue>();
  for (const variable of containers.flatMap((container) => objectsAt(container, ['env']))) {
    const { name, value } = variable;
    if (!isText(name) || found.has(name)) continue;
    const [configMap, key] = [readPath(variable, ['valueFrom', 'configMapKeyRef', 'name']), readPath(variable, ['valueFrom', 'configMapKeyRef', 'key'])];
    if (isText(value)) found.set(name, { value });
    else if (isText(configMap) && isText(key)) found.set(name, { configMap, key });
  }
  return found;
};

const objectsAt = (object: JsonObject, path: readonly string[]): readonly JsonObject[] => {
  const value = readPath(object, path);
  return Array.isArray(value) ? (value as readonly unknown[]).filter(isJsonObject) : [];
};

const isText = (value: unknown): value is string => typeof value === 'string';
