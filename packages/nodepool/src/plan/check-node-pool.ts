import type { Check } from '@ack-hybrid/core';
import type { NodeJudgement } from './judge-nodes.ts';

/** A pod as far as these checks need it. */
export interface NodePod {
  readonly name: string;
  readonly namespace: string;
  readonly nodeName: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly ready: boolean;
}

/** An ECS instance that carries the tags of the pool. */
export interface TaggedInstance {
  readonly instanceId: string;
  /** `Running`, `Pending`, `Stopped`, ... */
  readonly status: string;
}

/** What was seen of a pool. */
export interface NodePoolFacts {
  readonly poolId: string;
  /** The wanted number of nodes. */
  readonly size: number;
  readonly judgement: NodeJudgement;
  /** Names of the pool's Nodes, Ready or not. */
  readonly nodeNames: readonly string[];
  readonly pods: readonly NodePod[];
  /** The ids that Container Service lists for the pool. */
  readonly listedInstanceIds: readonly string[];
  /** The instances as ECS has them: those listed, and those with the pool's tags. */
  readonly instances: readonly TaggedInstance[];
}

/**
 * Says whether a node pool is as wanted: enough Ready and well-labelled nodes, Terway on each of them and Calico on none,
 * no instance that is paid for without a Node. Pure.
 */
export const checkNodePool = (facts: NodePoolFacts): readonly Check[] => [
  checkReady(facts),
  checkTerway(facts),
  checkCalico(facts),
  checkOrphans(facts),
];

const checkReady = ({ judgement, size, poolId }: NodePoolFacts): Check => {
  const seen = `${judgement.ready.length} of ${size} nodes of ${poolId} are Ready with their label and provider id`;
  return judgement.ready.length === size && judgement.pending.length === 0
    ? { name: 'cloud-nodes-ready', status: 'pass', message: seen }
    : {
        name: 'cloud-nodes-ready',
        status: 'fail',
        message: [seen, ...judgement.pending].join('; '),
        remediation: 'Look into /var/log/acs/init.log and /var/log/messages on the node, and at the labels and the provider id that the init script passes.',
      };
};

/** The nodes that lack a Ready Terway pod. */
export const listNodesWithoutTerway = (nodeNames: readonly string[], pods: readonly NodePod[]): readonly string[] =>
  nodeNames.filter((name) => !pods.some((pod) => pod.nodeName === name && isTerway(pod) && pod.ready));

/** The Calico pods on these nodes. */
export const listCalicoPods = (nodeNames: readonly string[], pods: readonly NodePod[]): readonly NodePod[] =>
  pods.filter((pod) => nodeNames.includes(pod.nodeName) && isCalico(pod));

const checkTerway = ({ nodeNames, pods }: NodePoolFacts): Check => {
  const without = listNodesWithoutTerway(nodeNames, pods);
  return without.length === 0
    ? { name: 'terway-on-cloud-nodes', status: 'pass', message: `terway-eniip is Ready on ${nodeNames.length} cloud nodes` }
    : {
        name: 'terway-on-cloud-nodes',
        status: 'fail',
        message: `no Ready terway-eniip pod on ${without.join(', ')}`,
        remediation: 'Check that the add-on terway-eniip is installed, that its DaemonSet selects alibabacloud.com/external=true, and its pods\' events and logs.',
      };
};

const checkCalico = ({ nodeNames, pods }: NodePoolFacts): Check => {
  const there = listCalicoPods(nodeNames, pods);
  return there.length === 0
    ? { name: 'calico-off-cloud-nodes', status: 'pass', message: `no calico-node pod on ${nodeNames.length} cloud nodes` }
    : {
        name: 'calico-off-cloud-nodes',
        status: 'fail',
        message: there.map((pod) => `${pod.namespace}/${pod.name} runs on ${pod.nodeName}`).join('; '),
        remediation: 'Exclude the nodes with alibabacloud.com/external=true by node affinity in the DaemonSet calico-node (or in the operator\'s Installation).',
      };
};

const checkOrphans = ({ instances, judgement, listedInstanceIds }: NodePoolFacts): Check => {
  const joined = new Set(judgement.ready.map((node) => node.instanceId));
  const listed = new Set(listedInstanceIds);
  const orphans = instances.filter((instance) => !listed.has(instance.instanceId)).map((instance) => `${instance.instanceId} (${instance.status}) is in no pool`);
  const vanished = listedInstanceIds.filter((id) => !instances.some((instance) => instance.instanceId === id)).map((id) => `${id} is listed by the pool, but ECS has no such instance`);
  const nodeless = instances.filter((instance) => listed.has(instance.instanceId) && !joined.has(instance.instanceId)).map((instance) => `${instance.instanceId} (${instance.status}) has no Ready node`);
  const stopped = instances.filter((instance) => joined.has(instance.instanceId) && instance.status !== 'Running').map((instance) => `${instance.instanceId} is ${instance.status}`);
  const faults = [...orphans, ...vanished, ...nodeless, ...stopped];
  return faults.length === 0
    ? { name: 'no-orphan-instances', status: 'pass', message: `each of ${instances.length} instances is a node of the cluster` }
    : { name: 'no-orphan-instances', status: 'fail', message: faults.join('; '), remediation: 'Remove the instance from the pool with release, or release it in ECS: it is billed.' };
};

// By the label of each vendor's manifest, or by the name that the DaemonSet controller gives: a fork may drop one of them.
const isTerway = (pod: NodePod): boolean => pod.labels['app'] === 'terway-eniip' || pod.labels['k8s-app'] === 'terway-eniip' || pod.name.startsWith('terway-eniip-');
const isCalico = (pod: NodePod): boolean => pod.labels['k8s-app'] === 'calico-node' || pod.name.startsWith('calico-node-');
