import { command, listSome, step, type LeftoverFinding } from './leftover-finding.ts';
import type { IpamAddressView } from './leftover-views.ts';
import type { NodeSlice } from './node-slice.ts';

/**
 * What Calico's address management still holds for a cloud node. Calico's kube-controllers release the address of a pod
 * that is gone after their grace period (15 minutes by default), a tunnel address and the last block of a node only when
 * the Node object is gone (projectcalico/calico, kube-controllers/pkg/controllers/node/ipam.go). calicoctl releases single
 * addresses and reports; no command of it releases the block of a node that is still there (calicoctl/commands/ipam).
 */
export const findIpamLeftovers = (slice: NodeSlice): readonly LeftoverFinding[] => {
  const { node, blockAffinities: affinities, ipamBlocks: blocks, orphanHandles } = slice;
  const cidrs = [...new Set([...affinities, ...blocks].map(({ cidr }) => cidr))];
  return [
    ...cidrs.map((cidr): LeftoverFinding => {
      const [affinity, block] = [affinities.find((each) => each.cidr === cidr), blocks.find((each) => each.cidr === cidr)];
      return {
        node: node.name,
        kind: 'calico-ipam-block',
        severity: 'warn',
        evidence: [
          affinity === undefined ? `no BlockAffinity of ${cidr}` : `BlockAffinity ${affinity.name} of ${cidr}, ${affinity.state === '' ? 'no state' : affinity.state}`,
          block === undefined ? `no IPAMBlock of ${cidr}` : `IPAMBlock ${block.name} with ${countOf(block.used.length)} given out`,
        ],
        why: 'the block stays with the node as long as its Node object is there: no on-premises node gets it as its own, with strictAffinity none gets an address of it, and VXLAN routes of on-premises nodes still lead to the node',
        mend: [
          step('See first that no calico-node runs on the node, then release the addresses that are given out.'),
          step(`Replace the node: drain it, remove its instance by the node pool, and see that the Node object goes; Calico's kube-controllers then release ${cidr}. calicoctl has no command for a node that stays.`),
          step('Delete neither the BlockAffinity nor the IPAMBlock by hand while Calico runs: each is half of one record.'),
        ],
      };
    }),
    ...findAddresses(slice),
    ...orphanHandles.map(
      (handle): LeftoverFinding => ({
        node: node.name,
        kind: 'calico-ipam-handle',
        severity: 'note',
        evidence: [`IPAMHandle ${handle.name} without an address in a block of the node`],
        why: 'the handle is a record without an address; it costs nothing but its place',
        mend: [
          command('calicoctl ipam check --show-problem-ips -o ipam-report.json'),
          step('Read the report: it lists every leak of the cluster, not of this node alone. Lock the datastore (calicoctl datastore migrate lock) before the report, and unlock it after the release.'),
          command('calicoctl ipam release --from-report=ipam-report.json'),
        ],
      }),
    ),
  ];
};

const findAddresses = ({ node, addresses, pods, podsKnown }: NodeSlice): readonly LeftoverFinding[] => {
  if (addresses.length === 0) return [];
  const living = new Map(pods.map((pod) => [`${pod.namespace}/${pod.name}`, pod.addresses]));
  // A pod that is there and reports no address yet may be about to have this one.
  const isLive = ({ pod, address }: IpamAddressView): boolean => {
    const reported = pod === undefined ? undefined : living.get(pod);
    return reported !== undefined && (reported.length === 0 || reported.includes(address));
  };
  const live = new Set(addresses.filter(isLive));
  const free = addresses.filter((each) => !live.has(each));
  const inUse = [...live].map((each) => each.pod ?? '');
  return [
    {
      node: node.name,
      kind: 'calico-ipam-address',
      severity: 'warn',
      evidence: addresses.map((each) => `${each.address} given out ${ownerOf(each)}${live.has(each) ? ', which is there' : ''}`),
      why: 'these addresses are missing from the on-premises pool; a tunnel address stays given out as long as the Node object is there',
      mend: [
        ...(live.size === 0 ? [] : [step(`Delete the pods that still have such an address, so that they come up with one of the VPC: ${listSome(inUse)}.`)]),
        step(
          podsKnown
            ? 'See first that the annotations of the tunnel are gone: an address that is released may be given to a pod at once.'
            : 'See first that no pod has these addresses (the pods could not be read), and that the annotations of the tunnel are gone.',
        ),
        ...free.map((each) => command(`calicoctl ipam release --ip=${each.address}`)),
      ],
    },
  ];
};

const ownerOf = ({ tunnel, pod, handle }: IpamAddressView): string => {
  if (tunnel) return "as the node's tunnel address";
  return pod === undefined ? `to ${handle ?? 'nobody that is named'}` : `to the pod ${pod}`;
};

const countOf = (count: number): string => (count === 1 ? '1 address' : `${count} addresses`);
