import type { DaemonSetReference } from '../cni-target.ts';
import type { JsonObject } from '../json.ts';
import type { CniWorkloadView } from './view-cni-workload.ts';
import { viewCniWorkload } from './view-cni-workload.ts';
import { recogniseComponent, type RecognisedComponent } from './recognise-component.ts';

/** Calico's switch between BGP, VXLAN and nothing. Sources: projectcalico/calico manifests/calico.yaml, canal.yaml. */
export const backendVariable = 'CALICO_NETWORKING_BACKEND';

/** Fixed in Cilium's chart (install/kubernetes/cilium/templates, v1.20.2), in the namespace of the agent. */
export const ciliumConfig = 'cilium-config';

/**
 * The ConfigMaps that say what part a plug-in plays: the one that Calico's backend comes from (`calico-config` by default), and
 * `cilium-config` beside each agent of Cilium. Pure.
 *
 * @example
 * configMapsToRead(daemonSets); // [{ namespace: 'kube-system', name: 'calico-config' }]
 */
export const configMapsToRead = (daemonSets: readonly JsonObject[]): readonly DaemonSetReference[] => {
  const names = daemonSets
    .map((object) => viewCniWorkload('DaemonSet', object))
    .map((view) => configMapOf(recogniseComponent(view)?.software, view))
    .filter((reference) => reference !== undefined);
  return names.filter((each, index) => names.findIndex(({ namespace, name }) => namespace === each.namespace && name === each.name) === index);
};

const configMapOf = (software: RecognisedComponent['software'] | undefined, view: CniWorkloadView): DaemonSetReference | undefined => {
  const { namespace } = view.reference;
  if (software === 'cilium') return { namespace, name: ciliumConfig };
  const backend = view.environment.get(backendVariable);
  return software === 'calico' && backend !== undefined && 'configMap' in backend ? { namespace, name: backend.configMap } : undefined;
};
