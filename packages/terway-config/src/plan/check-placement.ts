import type { Check } from '@ack-hybrid/core';
import { checkKernels } from './check-placement-kernel.ts';
import { keepingTaint } from './match-node-taints.ts';
import { matchesNode, type NodeLabels } from './match-node.ts';
import type { NodeState, TerwayDaemonSet } from './restart/terway-workload.ts';

/** The label that the registered cluster puts on each cloud node. */
export const cloudNodeLabel = { key: 'alibabacloud.com/external', value: 'true' } as const;

/** What is looked at to prove that Terway stays in the cloud, and is there. */
export interface PlacementView {
  /** Absent: there is no such DaemonSet. */
  readonly daemonSet: Pick<TerwayDaemonSet, 'placement' | 'tolerations' | 'hostNetwork' | 'images' | 'pods'> | undefined;
  readonly nodes: readonly NodeState[];
}

/** Whether a node is a cloud node. */
export const isCloudNode = (node: NodeLabels): boolean => node.labels[cloudNodeLabel.key] === cloudNodeLabel.value;

const bare = { 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64', 'beta.kubernetes.io/os': 'linux', 'beta.kubernetes.io/arch': 'amd64' };
const selector = `${cloudNodeLabel.key}=${cloudNodeLabel.value}`;

/**
 * The proof, as checks: the template selects cloud nodes only, each of them; no pod of it runs on premises; exactly one
 * runs, and is Ready, on each cloud node (none before there is one); the kernels are new enough. A pod that isn't Ready
 * only warns: before its configuration and its key are there, none is.
 */
export const checkPlacement = ({ daemonSet, nodes }: PlacementView): readonly Check[] => {
  if (daemonSet === undefined) {
    return [{ name: 'terway-daemonset-exists', status: 'fail', message: 'there is no DaemonSet kube-system/terway-eniip', remediation: 'Install the add-on terway-eniip first.' }];
  }
  const { placement, pods } = daemonSet;
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
    checkPodsOf(daemonSet, cloud),
    checkKernels(daemonSet.images['terway'] ?? Object.values(daemonSet.images)[0] ?? '', cloud),
  ];
};

const checkPodsOf = (daemonSet: Pick<TerwayDaemonSet, 'tolerations' | 'hostNetwork' | 'pods'>, cloud: readonly NodeState[]): Check => {
  const name = 'one-ready-terway-on-each-cloud-node';
  const amiss = cloud.flatMap((node) => {
    const why = whyAmiss(daemonSet, node);
    return why === undefined ? [] : [`${node.name}: ${why}`];
  });
  if (amiss.length > 0) return { name, status: 'warn', message: amiss.join('; '), remediation: 'Wait where a pod was just made. Else: kubectl -n kube-system describe pod and logs; no pod gets an address on such a node.' };
  return { name, status: 'pass', message: cloud.length === 0 ? 'no Terway pod is needed before the first cloud node' : `exactly one Terway pod is Ready on each of ${cloud.length} cloud nodes` };
};

const whyAmiss = (daemonSet: Pick<TerwayDaemonSet, 'tolerations' | 'hostNetwork' | 'pods'>, node: NodeState): string | undefined => {
  const [pod, ...more] = daemonSet.pods.filter(({ nodeName, terminating }) => nodeName === node.name && !terminating);
  if (!node.ready) return `the node is not Ready${pod === undefined ? ', and has no Terway pod' : pod.ready ? '' : `, nor is ${pod.name}${because(pod)}`}`;
  if (pod === undefined) {
    const taint = keepingTaint(daemonSet, node.taints);
    return taint === undefined ? 'no Terway pod' : `no Terway pod, which does not tolerate the taint ${taint.key}:${taint.effect}`;
  }
  if (more.length > 0) return `${more.length + 1} Terway pods`;
  return pod.ready ? undefined : `${pod.name} is not Ready${because(pod)}`;
};

const because = ({ reason, container }: TerwayDaemonSet['pods'][number]): string => (reason === undefined ? '' : ` (${reason} of container ${container ?? '?'})`);
