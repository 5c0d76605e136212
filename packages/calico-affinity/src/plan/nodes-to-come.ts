import type { Check } from '@ack-hybrid/core';
import type { JsonObject } from './json.ts';
import type { NodeView } from './match-node.ts';
import type { NodeAffinity } from './node-affinity.ts';
import { podSpecOf } from './pod-spec.ts';
import { judgeNode } from './preview-placement.ts';
import { plannedCloudNode } from './report/planned-node.ts';

/** Whether nodes that join later get a DaemonSet's pod. */
export interface NodesToCome {
  /** A cloud node with the labels that every one has. */
  readonly cloud: boolean;
  /** A Linux node of the data centre with the labels that its kubelet sets, and none besides. */
  readonly onPremises: boolean;
}

/** Judges nodes that aren't there yet, by what an affinity will be. Pure. */
export const judgeNodesToCome = (daemonSet: JsonObject, after: NodeAffinity | undefined): NodesToCome => ({
  cloud: judgeNode(podSpecOf(daemonSet), after, plannedCloudNode()) !== 'none',
  onPremises: judgeNode(podSpecOf(daemonSet), after, plannedOnPremisesNode) !== 'none',
});

/** What a plan says of nodes that join later. */
export const checkNodesToCome = (agent: string, { cloud, onPremises }: NodesToCome): Check =>
  cloud
    ? { name: 'calico-nodes-to-come', status: 'fail', message: `a cloud node that joins would get ${agent}`, remediation: 'Look who changes the affinity: what this step writes keeps cloud nodes out.' }
    : {
        name: 'calico-nodes-to-come',
        status: 'pass',
        message: `a cloud node that joins gets no ${agent}; a Linux node that joins on premises gets ${onPremises ? 'one' : `none until it has what the node selector and the affinity of ${agent} ask for`}`,
      };

const plannedOnPremisesNode: NodeView = {
  name: 'on-premises-to-come',
  labels: { 'kubernetes.io/os': 'linux', 'beta.kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64', 'beta.kubernetes.io/arch': 'amd64', 'kubernetes.io/hostname': 'on-premises-to-come' },
  taints: [],
  ready: true,
};
