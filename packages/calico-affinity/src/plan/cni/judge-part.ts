import { readPath, type JsonObject } from '../json.ts';
import { findFlag } from '../report/workload-sign.ts';
import type { CniObservation, CniPart } from './cni-detection.ts';
import { backendVariable, ciliumConfig } from './config-maps-to-read.ts';
import type { RecognisedComponent } from './recognise-component.ts';
import type { CniWorkloadView } from './view-cni-workload.ts';

/** What a plug-in does beside others, and what says so. */
export interface JudgedPart {
  readonly part: CniPart;
  readonly evidence: readonly string[];
}

/** Judges the part of a node agent. `installation` is its Installation, where the operator keeps it and it was read. Pure. */
export const judgePart = (software: RecognisedComponent['software'], view: CniWorkloadView, observation: CniObservation, installation?: JsonObject): JudgedPart => {
  switch (software) {
    case 'multus':
      return { part: 'meta', evidence: ['Multus calls other plug-ins'] };
    case 'calico':
      return judgeCalico(view, observation, installation);
    case 'cilium':
      return judgeCilium(view, observation);
    case 'kube-router': {
      const flag = findFlag(view, 'run-router');
      return flag === '-run-router false' ? { part: 'policy-only', evidence: [`flag ${flag}`] } : primary;
    }
    case 'antrea':
      // Its mode networkPolicyOnly (antrea-io/antrea, build/charts/antrea/templates/agent/daemonset.yaml).
      return view.containers.some(({ args }) => args.includes('install_cni_chaining')) ? { part: 'policy-only', evidence: ['command install_cni_chaining'] } : primary;
    default:
      return primary;
  }
};

const primary: JudgedPart = { part: 'primary', evidence: [] };

/**
 * With the operator `spec.cni.type` decides: with Calico's own CNI and no BGP its backend can be `none`, too. Where the Installation
 * wasn't read, the operator mounts no CNI folders for another's CNI. (Source: tigera/operator pkg/render/node.go.)
 */
const judgeCalico = (view: CniWorkloadView, observation: CniObservation, installation: JsonObject | undefined): JudgedPart => {
  const type = installation === undefined ? undefined : readPath(installation, ['spec', 'cni', 'type']);
  if (typeof type === 'string') return { part: type === 'Calico' ? 'primary' : 'policy-only', evidence: [`spec.cni.type of the Installation is ${type}`] };
  const backend = view.environment.get(backendVariable);
  if (backend === undefined) return primary;
  const value = 'value' in backend ? backend.value : readConfigMap(observation, view.reference.namespace, backend.configMap, backend.key);
  if (value === undefined) {
    const name = 'configMap' in backend ? backend.configMap : '';
    return { part: 'primary', evidence: [`whether Calico routes is taken for granted: ConfigMap ${view.reference.namespace}/${name} was not read or doesn't say`] };
  }
  const operated = view.controller?.kind === 'Installation';
  return { part: value === 'none' && !(operated && view.cniPaths.length > 0) ? 'policy-only' : 'primary', evidence: [`${backendVariable} is ${value}`] };
};

/** `portmap` only adds a plug-in behind Cilium. (Source: cilium/cilium v1.20.2, templates/cilium-configmap.yaml.) */
const judgeCilium = (view: CniWorkloadView, observation: CniObservation): JudgedPart => {
  const { namespace } = view.reference;
  const flag = findFlag(view, 'cni-chaining-mode')?.split(' ')[1];
  if (flag === undefined && findConfigMap(observation, namespace, ciliumConfig) === undefined) {
    return { part: 'primary', evidence: [`that Cilium isn't chained is taken for granted: ConfigMap ${namespace}/${ciliumConfig} was not read`] };
  }
  const mode = flag ?? readConfigMap(observation, namespace, ciliumConfig, 'cni-chaining-mode') ?? 'none';
  return { part: ['', 'none', 'portmap'].includes(mode) ? 'primary' : 'chained', evidence: [`cni-chaining-mode is ${mode === '' ? 'empty' : mode}`] };
};

const readConfigMap = (observation: CniObservation, namespace: string, name: string, key: string): string | undefined => {
  const value = readPath(findConfigMap(observation, namespace, name) ?? {}, ['data', key]);
  return typeof value === 'string' ? value : undefined;
};

const findConfigMap = ({ configMaps }: CniObservation, namespace: string, name: string): JsonObject | undefined =>
  configMaps?.find((object) => readPath(object, ['metadata', 'namespace']) === namespace && readPath(object, ['metadata', 'name']) === name);
