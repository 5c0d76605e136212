import type { NetworkRule } from '../network-rule.ts';

const guide = 'Alibaba Cloud, "Create a hybrid elastic container cluster"';
const planning = 'Alibaba Cloud, "ACS cluster network planning"';
const clusterNetworking = 'Kubernetes, "Cluster Networking": nodes, pods and Services have ranges that do not overlap';
const changedThere = 'These blocks belong to the on-premises cluster: one of them must be changed there before it grows.';

/** The rules about two blocks that share addresses. */
export const overlapCatalogue = [
  {
    id: 'overlap-data-center-vswitch',
    severity: 'error',
    waivable: false,
    title: 'an on-premises or routed network shares addresses with a vSwitch',
    why: 'Every vSwitch has a system route in the VPC, which wins over the routes to the data center: packets of cloud nodes to these addresses never leave the VPC.',
    source: `${guide}; Alibaba Cloud, "VPCs and vSwitches": the system route of a vSwitch`,
    mend: 'Move the vSwitch out of the on-premises block.',
    mendedBy: 'blocks',
  },
  {
    id: 'overlap-data-center-vpc',
    severity: 'error',
    softens: 'a warning under its waiver, where the network lies inside the VPC block',
    waivable: true,
    title: 'an on-premises or routed network shares addresses with the VPC block',
    why: 'Whoever announces the whole VPC block to the data center draws the on-premises addresses into the cloud, and any vSwitch that is ever made in the shared part cuts them off.',
    source: `${guide}: the container network must not overlap with the VPC CIDR block`,
    mend: 'Choose a VPC block that holds the vSwitches and leaves the on-premises block out.',
    mendedBy: 'blocks',
  },
  {
    id: 'overlap-service-vswitch',
    severity: 'error',
    waivable: false,
    title: 'the Service block shares addresses with a vSwitch',
    why: 'kube-proxy on every node translates the Service addresses before a packet is routed: instances and pods of the vSwitch that have such an address can not be reached.',
    source: `Kubernetes, "Virtual IPs and Service Proxies"; ${planning}: the Service block must not overlap with a vSwitch`,
    mend: 'Move the vSwitch out of the Service block.',
    mendedBy: 'blocks',
  },
  {
    id: 'overlap-service-vpc',
    severity: 'error',
    softens: 'a warning under its waiver, where the Service block lies inside the VPC block',
    waivable: true,
    title: 'the Service block shares addresses with the VPC block',
    why: 'A vSwitch that is ever made in the shared part gets addresses that kube-proxy takes for Services.',
    source: `${planning}: in a hybrid cloud no block of a cluster overlaps with a VPC block`,
    mend: 'Choose a VPC block that holds the vSwitches and leaves the Service block out.',
    mendedBy: 'blocks',
  },
  {
    id: 'overlap-data-center-service',
    severity: 'error',
    waivable: false,
    title: 'an on-premises or routed network shares addresses with the Service block',
    why: 'kube-proxy translates the Service addresses on every node, so on-premises nodes, pods or networks that have one of them can not be reached from the cluster.',
    source: clusterNetworking,
    mend: changedThere,
    mendedBy: 'hand',
  },
  {
    id: 'overlap-data-center-nodes-pods',
    severity: 'error',
    waivable: false,
    title: 'the node network and the pod network of the data center share addresses',
    why: 'A node can not tell whether such an address is a pod behind another node or a machine on its own network.',
    source: clusterNetworking,
    mend: changedThere,
    mendedBy: 'hand',
  },
  {
    id: 'overlap-vswitch-vswitch',
    severity: 'error',
    waivable: false,
    title: 'two vSwitches share addresses',
    why: 'Two vSwitches of a VPC can not share an address, and the cloud refuses the second one.',
    source: 'Alibaba Cloud, "VPCs and vSwitches"',
    mend: 'Move one of the vSwitches.',
    mendedBy: 'blocks',
  },
  {
    id: 'overlap-vpc-secondary',
    severity: 'error',
    waivable: false,
    title: 'two blocks of the VPC share addresses',
    why: 'The cloud refuses a secondary block that shares addresses with another block of the VPC.',
    source: 'Alibaba Cloud, AssociateVpcCidrBlock',
    mend: 'Choose a secondary block outside the other blocks of the VPC.',
    mendedBy: 'blocks',
  },
] as const satisfies readonly NetworkRule[];
