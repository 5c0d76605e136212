import { PermissionError } from '@ack-hybrid/core';
import type { CniCallOptions } from '../api/call-options.ts';
import type { CniPort } from '../api/port.ts';
import { selectAgents } from '../plan/cni/agents-to-place.ts';
import type { CniDetection } from '../plan/cni/cni-detection.ts';
import { configMapsToRead } from '../plan/cni/config-maps-to-read.ts';
import { detectCni } from '../plan/cni/detect-cni.ts';
import { isOfCni } from '../plan/cni/recognise-component.ts';
import { installationNameOf, type DaemonSetReference } from '../plan/cni-target.ts';
import { readPath, type JsonObject } from '../plan/json.ts';
import { subjectOf, type WorkloadKind, type WorkloadReference } from '../plan/workloads/workload.ts';

/** What was detected, and the objects that have to do with it. */
export interface DetectedCni {
  readonly detection: CniDetection;
  /** By `DaemonSet kube-system/calico-node`. */
  readonly objects: ReadonlyMap<string, JsonObject>;
  /** The Installations that may keep one of them, by name; `undefined`: looked for, and not there. */
  readonly installations: ReadonlyMap<string, JsonObject | undefined>;
}

/** How the detection reads. */
export interface DetectionOptions extends CniCallOptions {
  /** For a report: also the ConfigMaps on which nothing hangs, and without an Installation that may not be read. */
  readonly isReport?: boolean;
}

/**
 * Detects the CNI of a cluster: looks through the DaemonSets of all namespaces, then through the Deployments beside what was
 * found, then at the Installation that may keep it. Of each page only what has to do with a CNI is kept.
 */
export const detectInCluster = async (port: CniPort, options: DetectionOptions): Promise<DetectedCni> => {
  const daemonSets = await listOfCni(port, 'DaemonSet', undefined, options);
  // Those of a plug-in's agents alone: a role for `calico-system` need not reach further.
  const { agents } = selectAgents(detectCni({ daemonSets: daemonSets.objects, deployments: [] }));
  const namespaces = [...new Set(agents.map(({ reference }) => reference.namespace))];
  const deployments = await Promise.all(namespaces.map((namespace) => listOfCni(port, 'Deployment', namespace, options)));
  const installations = await readInstallations(port, daemonSets.objects, options);
  const observation = {
    installations: [...installations.values()].filter((object) => object !== undefined),
    daemonSets: daemonSets.objects,
    deployments: deployments.flatMap(({ objects }) => objects),
    looked: { daemonSets: daemonSets.looked, deployments: deployments.reduce((sum, { looked }) => sum + looked, 0) },
  };
  const first = detectCni(observation);
  // What a ConfigMap says matters only where two plug-ins may do the same.
  const configMaps = selectAgents(first).conflicts.length === 0 && options.isReport !== true ? [] : await Promise.all(configMapsToRead(daemonSets.objects).map(async (reference) => withPlace(await port.readConfigMap(reference, options), reference)));
  return {
    detection: configMaps.length === 0 ? first : detectCni({ ...observation, configMaps: configMaps.filter((each) => each !== undefined) }),
    objects: new Map([...observation.daemonSets, ...observation.deployments].map((object) => [subjectOf(referenceOf(object)), object])),
    installations,
  };
};

const readInstallations = async (port: CniPort, daemonSets: readonly JsonObject[], options: DetectionOptions): Promise<ReadonlyMap<string, JsonObject | undefined>> => {
  const names = new Set(daemonSets.map((object) => installationNameOf(referenceOf(object), object)).filter((name) => name !== undefined));
  const read = async (name: string): Promise<JsonObject | undefined> => {
    try {
      return await port.readInstallation(name, options);
    } catch (error) {
      if (options.isReport === true && PermissionError.isInstance(error)) return undefined;
      throw error;
    }
  };
  return new Map(await Promise.all([...names].map(async (name) => [name, await read(name)] as const)));
};

/** Keeps of each page what has to do with a CNI, and counts the rest. */
const listOfCni = async (port: CniPort, kind: WorkloadKind, namespace: string | undefined, options: CniCallOptions): Promise<{ readonly objects: readonly JsonObject[]; readonly looked: number }> => {
  const view = (object: JsonObject): { readonly object?: JsonObject } => (isOfCni(kind, object) ? { object: { apiVersion: 'apps/v1', kind, ...object } } : {});
  const views = await port.listWorkloads(kind, view, { ...options, ...(namespace === undefined ? {} : { namespace }) });
  return { objects: views.map(({ object }) => object).filter((object) => object !== undefined), looked: views.length };
};

const withPlace = (object: JsonObject | undefined, { namespace, name }: DaemonSetReference): JsonObject | undefined => (object === undefined ? undefined : { ...object, metadata: { namespace, name } });

const referenceOf = (object: JsonObject): WorkloadReference => ({
  kind: object['kind'] as WorkloadKind,
  namespace: String(readPath(object, ['metadata', 'namespace'])),
  name: String(readPath(object, ['metadata', 'name'])),
});
