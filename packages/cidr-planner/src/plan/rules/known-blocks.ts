import type { CidrBlock } from '../block/cidr-block.ts';
import { relate } from '../block/relate.ts';
import { parseCidrBlock } from '../block/parse-cidr-block.ts';

const block = (text: string): CidrBlock => parseCidrBlock(text);

/** The private ranges of RFC 1918. */
export const privateRanges: readonly CidrBlock[] = [block('10.0.0.0/8'), block('172.16.0.0/12'), block('192.168.0.0/16')];

/** What the cloud refuses as a VPC block (Alibaba Cloud, "VPCs and vSwitches"), with what it is for. */
export const refusedVpcRanges: readonly { readonly block: CidrBlock; readonly purpose: string }[] = [
  { block: block('100.64.0.0/10'), purpose: 'shared address space, which holds the cloud services' },
  { block: block('224.0.0.0/4'), purpose: 'multicast' },
  { block: block('127.0.0.0/8'), purpose: 'loopback' },
  { block: block('169.254.0.0/16'), purpose: 'link-local' },
];

/** Where the addresses of Alibaba Cloud's own services are: OSS, the registry, DNS, the metadata service. */
export const cloudServices: CidrBlock = block('100.64.0.0/10');

/** The network of Docker's bridge docker0, unless it was configured. */
export const dockerBridge: CidrBlock = block('172.17.0.0/16');

/** A block that a widespread tool uses unless it is told otherwise. */
export interface KnownDefault {
  readonly block: CidrBlock;
  /** Whose default it is: `the default of Flannel's pod network`. */
  readonly owner: string;
}

/** The defaults that clusters and machines have in common all over the world. */
export const knownDefaults: readonly KnownDefault[] = [
  { block: dockerBridge, owner: "the default of Docker's bridge" },
  { block: block('10.96.0.0/12'), owner: "the default of kubeadm's Service block" },
  { block: block('10.244.0.0/16'), owner: "the default of Flannel's pod network" },
  { block: block('192.168.0.0/16'), owner: "the default of Calico's IP pool" },
  { block: block('172.21.0.0/20'), owner: "the default of ACK's Service block" },
];

/** The default that a block is, exactly; undefined for every other block. */
export const knownDefaultOf = (candidate: CidrBlock): KnownDefault | undefined => knownDefaults.find((known) => relate(known.block, candidate) === 'equal');
