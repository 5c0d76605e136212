import { InvalidInputError } from '@ack-hybrid/core';
import type { NodeView, Taint } from '../match-node.ts';
import { externalLabel } from '../node-affinity.ts';

/** What is known of the nodes to come beside what every cloud node has. */
export interface PlannedPool {
  /** Of the node pool. They win over what is assumed: `kubernetes.io/arch` is `amd64` unless it is named here. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Of the node pool. */
  readonly taints?: readonly Taint[];
}

/**
 * A cloud node as it will look when it has joined. The labels of the platform are those that its agent passes to the node
 * script; their values can't be known before, and stand in here. Taints that go by themselves once the node is ready are
 * left out. Pure.
 *
 * @throws {InvalidInputError} naming every taint that Kubernetes would not take, and every label that is no text
 * @example
 * plannedCloudNode({ labels: { tier: 'burst' }, taints: [{ key: 'burst', value: 'true', effect: 'NoSchedule' }] });
 */
export const plannedCloudNode = (pool: PlannedPool = {}): NodeView => {
  const issues = poolIssues(pool);
  if (issues.length > 0) throw new InvalidInputError({ subject: 'plannedPool', issues, remediation: 'Give labels and taints as the node pool has them: { key: "burst", value: "true", effect: "NoSchedule" }.' });
  return {
    name: plannedName,
    labels: {
      'kubernetes.io/os': 'linux',
      'beta.kubernetes.io/os': 'linux',
      'kubernetes.io/arch': 'amd64',
      'beta.kubernetes.io/arch': 'amd64',
      'kubernetes.io/hostname': plannedName,
      'alibabacloud.com/nodepool-id': 'np-planned',
      'alibabacloud.com/instance-id': 'i-planned',
      'ack.aliyun.com': 'planned',
      ...pool.labels,
      // Last: the product makes no cloud node without it.
      [externalLabel]: 'true',
    },
    taints: pool.taints ?? [],
    ready: true,
  };
};

const poolIssues = ({ labels, taints }: PlannedPool) => [
  ...Object.entries(labels ?? {}).flatMap(([key, value]: [string, unknown]) => (typeof value === 'string' ? [] : [{ path: `labels[${key}]`, message: 'must be a text' }])),
  ...(taints ?? []).flatMap(({ key, effect }, index) => [
    ...(key === '' ? [{ path: `taints[${index}].key`, message: 'must not be empty' }] : []),
    ...(effects.includes(effect) ? [] : [{ path: `taints[${index}].effect`, message: `${JSON.stringify(effect)} is none of ${effects.join(', ')}` }]),
  ]),
];

const effects: readonly string[] = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

const plannedName = 'planned-cloud-node';
