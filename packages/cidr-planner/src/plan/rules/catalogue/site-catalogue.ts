import type { NetworkRule } from '../network-rule.ts';

const cen = 'Alibaba Cloud, "Cloud Enterprise Network": route conflicts and the protection level';

/** The rules about further members of the Cloud Enterprise Network (CEN), and about defaults that many clusters share. */
export const siteCatalogue = [
  {
    id: 'cen-identical-prefix',
    severity: 'error',
    waivable: false,
    title: 'two members of a CEN publish the same block',
    why: 'CEN keeps one of two routes with the same prefix and marks the other as a conflict: one of the members can not be reached by the others.',
    source: cen,
    mend: 'Give one of the members another block.',
    mendedBy: 'blocks',
  },
  {
    id: 'cen-overlap',
    severity: 'error',
    softens: 'a warning where the protection level is reduced, unless a route would lie inside a vSwitch',
    waivable: false,
    title: 'blocks of two members of a CEN share addresses',
    why: 'The longer prefix wins everywhere in the CEN: packets to the shared addresses reach one member only, and the other loses them without a word.',
    source: cen,
    mend: 'Give one of the members a block apart from the other, or reduce the protection level of the CEN where the shared addresses are not in use on both sides.',
    mendedBy: 'blocks',
  },
  {
    id: 'overlap-site-vpc',
    severity: 'error',
    softens: 'a warning under its waiver, where the block of the site lies inside the VPC block, and at the reduced protection level, where the two are not equal',
    waivable: true,
    title: 'a block of another site shares addresses with the VPC block, and with no vSwitch',
    why: 'A vSwitch that is ever made in the shared part cuts the site off, and whoever announces the whole VPC block draws the packets for the site into the cloud.',
    source: `${cen}; the system routes of a VPC are those of its vSwitches`,
    mend: 'Choose a VPC block that holds the vSwitches and leaves the site out.',
    mendedBy: 'blocks',
  },
  {
    id: 'overlap-site-service',
    severity: 'error',
    waivable: false,
    title: 'a block of another site shares addresses with the Service block',
    why: 'kube-proxy translates the Service addresses on every node of the cluster, so machines of the site that have one of them can not be reached from it.',
    source: 'Kubernetes, "Virtual IPs and Service Proxies"',
    mend: 'Change the block at the site, or the Service block in the data center; neither is on the cloud side.',
    mendedBy: 'hand',
  },
  {
    id: 'known-default',
    severity: 'warning',
    waivable: false,
    title: 'a block on premises or at a site is the default of a widespread tool',
    why: 'Every cluster that was made with defaults has the same block. The next one that joins this CEN meets it, and then one of the two has to change while it runs.',
    source: 'the defaults of kubeadm examples, Flannel, Calico, Docker and ACK; that a further cluster joins is an assumption',
    mend: 'Nothing must be changed now. Choose other blocks for the sites that are still to come.',
    mendedBy: 'hand',
  },
] as const satisfies readonly NetworkRule[];
