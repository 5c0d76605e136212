import type { Kubernetes } from '@ack-hybrid/core';
import { createKubernetesCni } from './api/kubernetes-cni.ts';
import type { CniPort } from './api/port.ts';
import type { CniReport } from './plan/cni/cni-report.ts';
import { describeOwner } from './plan/owner/describe-owner.ts';
import { subjectOf } from './plan/workloads/workload.ts';
import { detectInCluster } from './steps/detect-in-cluster.ts';

/**
 * Reports which CNI plug-ins a cluster runs, under whatever names, how they stand to each other, and who owns them. Lists
 * DaemonSets and the Deployments beside the CNI, reads the ConfigMaps and the Installation that they name as far as that is
 * allowed, and writes nothing.
 *
 * @throws {PermissionError} where DaemonSets may not be listed; {@link ApiError} for anything else that the API server says
 * @example
 * console.log(renderCniReport(await reportCni({ kubernetes })));
 */
export const reportCni = ({ kubernetes }: { readonly kubernetes: Kubernetes }, options: { readonly signal?: AbortSignal | undefined } = {}): Promise<CniReport> => reportCniOn(createKubernetesCni(kubernetes), options);

/** As {@link reportCni}, over a port of one's own. */
export const reportCniOn = async (port: CniPort, { signal }: { readonly signal?: AbortSignal | undefined } = {}): Promise<CniReport> => {
  const { detection, objects, installations } = await detectInCluster(port, { signal, isReport: true });
  const workloads = detection.found.flatMap((finding) => finding.workloads);
  const ownersOf = workloads.map(({ reference }) => ({ subject: subjectOf(reference), owner: describeOwner(objects.get(subjectOf(reference)) ?? {}) }));
  const ownersAbove = [...installations].flatMap(([name, object]) => (object === undefined ? [] : [{ subject: `Installation ${name}`, owner: describeOwner(object, affinityOfNode) }]));
  return { ...detection, owners: [...ownersOf, ...ownersAbove] };
};

const affinityOfNode = ['spec', 'calicoNodeDaemonSet', 'spec', 'template', 'spec', 'affinity'] as const;
