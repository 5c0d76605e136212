import { isJsonObject, readPath, withPath, type JsonObject } from '../json.ts';
import type { PodAffinitySpec } from '../node-affinity.ts';
import { chartComponentOf, type ChartComponent, type ComponentName } from './chart-components.ts';
import { renderYaml } from './render-yaml.ts';

/** The values that set an affinity in a chart, or why the chart takes none. */
export type HelmValues =
  | {
      readonly kind: 'values';
      readonly chart: string;
      /** The chart's version whose values were read; others may differ. */
      readonly checkedVersion: string;
      /** `installation.calicoNodeDaemonSet.spec.template.spec.affinity` */
      readonly path: string;
      /** The values as an object, from the top; also what an Application or a HelmRelease takes. */
      readonly values: JsonObject;
      /** The same as YAML: a values file, or a part of one. */
      readonly text: string;
      readonly notes: readonly string[];
    }
  | {
      readonly kind: 'none';
      readonly chart: string;
      readonly checkedVersion: string;
      /** Why, as a sentence. */
      readonly why: string;
      /** What to do then, as a sentence. */
      readonly instead: string;
      readonly notes: readonly string[];
    };

/**
 * Renders the Helm values that give a component this affinity. Give it the merged affinity as a whole: Helm lays maps over
 * the chart's defaults, but a list, and the node selector terms are one, takes the place of the default.
 *
 * @example
 * const merged = { ...affinity, nodeAffinity: excludeCloudNodes(affinity?.nodeAffinity) };
 * const values = renderHelmValues('cilium-envoy', merged);
 * if (values.kind === 'values') console.log(values.path, values.text); // envoy.affinity, and the YAML
 */
export const renderHelmValues = (component: ComponentName, affinity: PodAffinitySpec): HelmValues => {
  const known = chartComponentOf(component);
  const { chart, checkedVersion } = known;
  if (known.values === undefined) {
    return {
      kind: 'none',
      chart,
      checkedVersion,
      why: `The chart ${chart} ${checkedVersion} has the affinity of ${known.workload} in its template, and no value reaches it.`,
      instead: 'Patch what the chart renders: a post-renderer of Helm with the patch of the manifest, or the same patch in the Kustomization or HelmRelease.',
      notes: known.notes,
    };
  }
  const { path } = known.values;
  const values = withPath({}, path, valueFor(known.values.form, affinity));
  return { kind: 'values', chart, checkedVersion, path: path.join('.'), values, text: renderYaml(values), notes: [...known.notes, ...lossesOf(known, affinity)] };
};

/**
 * Renders the part of a workload's manifest that sets its affinity, as YAML: a strategic merge patch for Kustomize, for a
 * post-renderer, or to be copied into the manifest. Give it the merged affinity as a whole: the patch replaces the node
 * selector terms, which are one list.
 *
 * @example
 * renderManifestPatch(daemonSet, merged); // apiVersion: apps/v1\nkind: DaemonSet\nmetadata: ...
 */
export const renderManifestPatch = (object: JsonObject, affinity: PodAffinitySpec, affinityPath: readonly string[] = ['spec', 'template', 'spec', 'affinity']): string => {
  const metadata = readPath(object, ['metadata']);
  const { name, namespace } = isJsonObject(metadata) ? metadata : {};
  return renderYaml(withPath({ apiVersion: object['apiVersion'], kind: object['kind'], metadata: { name, namespace } }, affinityPath, affinity));
};

const valueFor = (form: NonNullable<ChartComponent['values']>['form'], affinity: PodAffinitySpec): unknown => {
  if (form === 'affinity') return affinity;
  return form === 'node-affinity' ? (affinity.nodeAffinity ?? {}) : JSON.stringify(affinity.nodeAffinity ?? {});
};

const lossesOf = ({ chart, values }: ChartComponent, affinity: PodAffinitySpec): readonly string[] => {
  const others = Object.keys(affinity).filter((part) => part !== 'nodeAffinity' && affinity[part] !== undefined);
  return values?.form === 'affinity' || others.length === 0 ? [] : [`The chart ${chart} takes a node affinity alone here: ${others.join(', ')} can't be set in its values.`];
};
