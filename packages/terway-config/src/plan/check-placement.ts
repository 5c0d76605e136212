import type { Check } from '@ack-hybrid/core';
import { matchesNode, type NodeLabels, type NodePlacement } from './match-node.ts';

/** The label that the registered cluster puts on each cloud node. */
export const cloudNodeLabel = { key: 'alibabacloud.com/external', value: 'true' } as const;

/** A Terway pod, as far as its place matters. */
export interface PlacedPod {
  readonly name: string;
  readonly nodeName: string;
  /** When it began, RFC 3339, where it has begun. */
  readonly startedAt?: string;
}

/** What is looked at to prove that Terway stays in the cloud. */
export interface PlacementView {
  /** Absent: there is no such DaemonSet. */
  readonly placement?: NodePlacement | undefined;
  readonly nodes: readonly NodeLabels[];
  readonly pods: readonly PlacedPod[];
}

/** Whether a node is a cloud node. */
export const isCloudNode = (node: NodeLabels): boolean => node.labels[cloudNodeLabel.key] === cloudNodeLabel.value;

const bare = { 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64', 'beta.kubernetes.io/os': 'linux', 'beta.kubernetes.io/arch': 'amd64' };
const selector = `${cloudNodeLabel.key}=${cloudNodeLabel.value}`;

/** The proof, as checks: the template selects cloud nodes only, each of them, and no pod of it runs on premises. */
export const checkPlacement = ({ placement, nodes, pods }: PlacementView): readonly Check[] => {
  if (placement === undefined) {
    return [{ name: 'terway-daemonset-exists', status: 'fail', message: 'there is no DaemonSet kube-system/terway-eniip', remediation: 'Install the add-on terway-eniip first.' }];
  }
  const onPremises = nodes.filter((node) => !isCloudNode(node));
  const cloud = nodes.filter(isCloudNode);
  // A node that may join tomorrow is judged, too: today's nodes may lack what would make the selector wrong.
  const future: NodeLabels = { name: 'a future on-premises node', labels: bare };
  const reached = [...onPremises, future].filter((node) => matchesNode(placement, node)).map((node) => node.name);
  const missed = cloud.filter((node) => !matchesNode(placement, node)).map((node) => node.name);
  const names = new Set(onPremises.map((node) => node.name));
  const strays = pods.filter((pod) => names.has(pod.nodeName)).map((pod) => `${pod.name} on ${pod.nodeName}`);
  return [
    { name: 'terway-daemonset-exists', status: 'pass', message: 'the DaemonSet kube-system/terway-eniip is there' },
    reached.length === 0
      ? { name: 'terway-selects-cloud-nodes-only', status: 'pass', message: `the template matches none of ${onPremises.length} on-premises nodes, nor a new one` }
      : { name: 'terway-selects-cloud-nodes-only', status: 'fail', message: `the template of kube-system/terway-eniip matches ${reached.join(', ')}`, remediation: `Give the DaemonSet the nodeSelector ${selector} (the add-on of registered clusters sets it, the open-source chart doesn't).` },
    missed.length === 0
      ? { name: 'terway-reaches-cloud-nodes', status: 'pass', message: `the template matches each of ${cloud.length} cloud nodes` }
      : { name: 'terway-reaches-cloud-nodes', status: 'fail', message: `the template does not match the cloud nodes ${missed.join(', ')}`, remediation: 'Look at what else the nodeSelector and affinity of kube-system/terway-eniip ask for.' },
    strays.length === 0
      ? { name: 'no-terway-on-premises', status: 'pass', message: `none of ${pods.length} Terway pods runs on premises` }
      : { name: 'no-terway-on-premises', status: 'fail', message: `Terway runs on premises: ${strays.join(', ')}`, remediation: `Give the DaemonSet the nodeSelector ${selector}; its controller then removes these pods. Look at /etc/cni/net.d on those nodes.` },
  ];
};
