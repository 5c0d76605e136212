import { InvalidInputError } from '@ack-hybrid/core';
import { blocksOverlap, liesIn, parseAddress, parseBlock, type AddressBlock } from './address.ts';
import { findIpamLeftovers } from './ipam-leftovers.ts';
import { command, listSome, step, type LeftoverFinding } from './leftover-finding.ts';
import type { LeftoverObservation } from './leftover-views.ts';
import { findNodeLeftovers } from './node-leftovers.ts';
import { sliceByNode, type NodeSlice } from './node-slice.ts';

/** What the API doesn't tell. */
export interface LeftoverOptions {
  /** CIDR blocks of the on-premises pods: Calico's IPPools, Flannel's Network, Cilium's cluster pool. */
  readonly onPremisesPods?: readonly string[];
}

/**
 * What an on-premises CNI has left behind of nodes that are in the cloud, node by node, each with evidence, reason and the
 * steps that mend it. Calico's workload endpoints need no look of their own: with datastore kubernetes they are the pods
 * and their annotations (projectcalico/calico, libcalico-go/lib/backend/k8s/conversion). Pure; writes nothing.
 *
 * @throws {InvalidInputError} where a block of `onPremisesPods` is none
 * @example
 * const findings = findLeftovers(await createLeftoverReader(kubernetes).readLeftovers(), { onPremisesPods: ['10.244.0.0/16'] });
 */
export const findLeftovers = (observation: LeftoverObservation, options: LeftoverOptions = {}): readonly LeftoverFinding[] => {
  const pools = readPools(options.onPremisesPods ?? []);
  return sliceByNode(observation).flatMap((slice) => [
    ...findNodeLeftovers(slice.node),
    ...findIpamLeftovers(slice),
    ...findCiliumNode(slice, pools),
    ...findCiliumEndpoints(slice, pools),
    ...findPods(slice, pools),
  ]);
};

const readPools = (texts: readonly string[]): readonly AddressBlock[] => {
  const blocks = texts.map((text, index) => ({ text, index, block: parseBlock(text) }));
  const issues = blocks.filter(({ block }) => block === undefined).map(({ text, index }) => ({ path: `onPremisesPods[${index}]`, message: `${JSON.stringify(text)} is no CIDR block` }));
  if (issues.length > 0) throw new InvalidInputError({ issues, remediation: 'Write the on-premises pod blocks as 10.244.0.0/16 or fd00:10:244::/56.' });
  return blocks.flatMap(({ block }) => (block === undefined ? [] : [block]));
};

const findCiliumNode = ({ ciliumNode }: NodeSlice, pools: readonly AddressBlock[]): readonly LeftoverFinding[] => {
  if (ciliumNode === undefined) return [];
  const { name, podCidrs } = ciliumNode;
  const evidence = [`CiliumNode ${name}${podCidrs.length === 0 ? '' : ` with ${listSome(podCidrs)}`}`];
  const onPremises = podCidrs.filter((text) => {
    const block = parseBlock(text);
    return block !== undefined && pools.some((pool) => blocksOverlap(pool, block));
  });
  if (onPremises.length === 0) {
    const why = "no block of it lies in an on-premises pool that was given: it may be of Terway's own Cilium data path (datapathv2, IPvlan), which needs it";
    return [{ node: name, kind: 'cilium-node', severity: 'note', evidence, why, mend: [step('Leave it where Terway runs with a Cilium data path.')] }];
  }
  return [
    {
      node: name,
      kind: 'cilium-node',
      severity: 'warn',
      evidence,
      why: `the agents on premises send ${listSome(onPremises)} to this node, and the block stays given out`,
      mend: [step('See first that no cilium agent of the on-premises cluster runs on the node.'), command(`kubectl delete ciliumnodes.cilium.io ${name}`)],
    },
  ];
};

const findCiliumEndpoints = ({ node, ciliumEndpoints, pods: living }: NodeSlice, pools: readonly AddressBlock[]): readonly LeftoverFinding[] => {
  const pods = new Set(living.map((pod) => `${pod.namespace}/${pod.name}`));
  const found = ciliumEndpoints.filter((each) => each.addresses.some((address) => isIn(pools, address)));
  if (found.length === 0) return [];
  return [
    {
      node: node.name,
      kind: 'cilium-endpoint',
      severity: 'warn',
      evidence: found.map((each) => `CiliumEndpoint ${each.namespace}/${each.name} with ${each.addresses.join(', ')}`),
      why: 'the agents on premises take these addresses to be on this node, and apply policy and routes accordingly',
      mend: found.flatMap((each) =>
        pods.has(`${each.namespace}/${each.name}`)
          ? [step(`Delete the pod ${each.namespace}/${each.name}: its endpoint goes with it.`)]
          : [command(`kubectl delete ciliumendpoints.cilium.io -n ${each.namespace} ${each.name}`)],
      ),
    },
  ];
};

const findPods = ({ node, pods }: NodeSlice, pools: readonly AddressBlock[]): readonly LeftoverFinding[] =>
  pods.flatMap((pod): readonly LeftoverFinding[] => {
    const onPremises = pod.addresses.filter((address) => isIn(pools, address));
    // Calico empties the annotation when the pod's network goes; a pod that Terway gave an address has another in it.
    const byCalico = pod.calicoAddress !== undefined && pod.addresses.includes(pod.calicoAddress.split('/')[0] ?? '');
    if (onPremises.length === 0 && !byCalico) return [];
    return [
      {
        node: node.name,
        kind: byCalico ? 'calico-pod' : 'on-premises-address',
        severity: 'fail',
        evidence: [
          `pod ${pod.namespace}/${pod.name} has ${pod.addresses.join(', ')}`,
          ...(onPremises.length === 0 ? [] : [`${listSome(onPremises)} lies in an on-premises pool`]),
          ...(byCalico ? [`annotation cni.projectcalico.org/podIP=${pod.calicoAddress ?? ''}`] : []),
        ],
        why: 'the pod got its address from the on-premises CNI, or before Terway came: the VPC has no route to it, so nothing reaches it',
        mend: [
          step('Look on the node which file in /etc/cni/net.d comes first by name, and move that of the other CNI aside.'),
          command(`kubectl delete pod -n ${pod.namespace} ${pod.name}`),
        ],
      },
    ];
  });

const isIn = (pools: readonly AddressBlock[], text: string): boolean => {
  const address = parseAddress(text);
  return address !== undefined && pools.some((pool) => liesIn(pool, address));
};
