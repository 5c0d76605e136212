import { listAll } from '@ack-hybrid/core';
import type { V1Pod } from '@kubernetes/client-node';
import type { ObservedRange } from '../../plan/world/observed-cluster.ts';
import { listCustom, readOptional } from './cluster-reads.ts';
import type { ClusterReads } from './cluster-reads.ts';
import { objectOf, splitList, textsOf, wholeMember } from './json-values.ts';
import type { JsonObject } from './json-values.ts';

/** The ranges that the control plane itself names. */
export interface ControlPlaneRanges {
  readonly serviceRanges: readonly ObservedRange[];
  readonly podRanges: readonly ObservedRange[];
  readonly nodeMaskSize?: number;
}

/**
 * Service and pod ranges of ServiceCIDR objects (networking.k8s.io/v1, since Kubernetes 1.33; older clusters answer 404) and of
 * the flags of the control plane's static pods. A cluster whose control plane runs elsewhere shows no such pods.
 */
export const readRanges = async (reads: ClusterReads): Promise<ControlPlaneRanges> => {
  const kind = { group: 'networking.k8s.io', version: 'v1', plural: 'servicecidrs' };
  const [serviceCidrs, flags] = await Promise.all([
    readOptional(reads, 'the ServiceCIDRs', listCustom(reads, { verb: 'list', resource: 'servicecidrs.networking.k8s.io' }, kind, toServiceRanges)),
    readOptional(reads, 'the flags of kube-apiserver and kube-controller-manager (their pods)', listFlags(reads)),
  ]);
  const texts = flags.state === 'read' ? flags.value.flat() : [];
  const valuesOf = (flag: string): readonly string[] => [...new Set(texts.flatMap((text) => (text.startsWith(`${flag}=`) ? [text.slice(flag.length + 1)] : [])))];
  const rangesOf = (program: string, flag: string): readonly ObservedRange[] => [...new Set(valuesOf(flag).flatMap(splitList))].map((cidr) => ({ cidr, origin: `${program} ${flag}` }));
  const [mask] = [...valuesOf('--node-cidr-mask-size-ipv4'), ...valuesOf('--node-cidr-mask-size')];
  return {
    serviceRanges: [...(serviceCidrs.state === 'read' ? serviceCidrs.value.flat() : []), ...rangesOf('kube-apiserver', '--service-cluster-ip-range')],
    podRanges: rangesOf('kube-controller-manager', '--cluster-cidr'),
    ...wholeMember('nodeMaskSize', mask),
  };
};

const toServiceRanges = (object: JsonObject): readonly ObservedRange[] => {
  const name = objectOf(object['metadata'])['name'];
  return textsOf(objectOf(object['spec'])['cidrs']).map((cidr) => ({ cidr, origin: `ServiceCIDR ${typeof name === 'string' ? name : ''}` }));
};

/** kube-controller-manager repeats `--service-cluster-ip-range`; kubeadm labels both pods with `component`. */
const listFlags = async ({ kubernetes, options }: ClusterReads): Promise<readonly (readonly string[])[]> => {
  const core = await kubernetes.api((module) => module.CoreV1Api);
  const request = { namespace: 'kube-system', labelSelector: 'component in (kube-apiserver,kube-controller-manager)' };
  return listAll((page) => kubernetes.call({ verb: 'list', resource: 'pods', object: 'kube-system' }, () => core.listNamespacedPod({ ...request, ...page }), options), flagsOf);
};

const flagsOf = (pod: V1Pod): readonly string[] => (pod.spec?.containers ?? []).flatMap((container) => [...(container.command ?? []), ...(container.args ?? [])]);
