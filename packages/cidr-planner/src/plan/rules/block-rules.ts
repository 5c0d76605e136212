import { covers, intersect, overlaps } from '../block/relate.ts';
import type { NamedBlock, Network } from '../network/read-network.ts';
import { showRange } from './finding.ts';
import type { RawFinding } from './finding.ts';
import { cloudServices, dockerBridge, privateRanges, refusedVpcRanges } from './known-blocks.ts';

const vpcPage = 'Alibaba Cloud, "VPCs and vSwitches"';

/** What each block must be by itself: its size, its range, its place. */
export const findBlockFindings = (network: Network): readonly RawFinding[] => [
  ...network.vpc.flatMap(judgeVpc),
  ...network.vSwitches.flatMap((vSwitch) => judgeVSwitch(vSwitch, network.vpc)),
  ...network.services.flatMap(judgeService),
  ...[...network.dataCenterNodes, ...network.dataCenterPods, ...network.routed, ...network.services].flatMap(judgeOnPremises),
  ...[...network.vSwitches, ...network.dataCenterNodes, ...network.dataCenterPods, ...network.services, ...network.routed].flatMap(judgeDocker),
];

const judgeVpc = (vpc: NamedBlock): readonly RawFinding[] => {
  const { prefix } = vpc.block;
  const findings: RawFinding[] = [];
  if (prefix < 8 || prefix > 28) {
    findings.push({
      rule: 'vpc-prefix',
      severity: 'error',
      message: `${showRange(vpc)} has a prefix of /${prefix}; a VPC block has /8 to /28`,
      ranges: [vpc],
      why: 'The cloud refuses to make the VPC.',
      source: vpcPage,
      remediation: 'Choose a block with a prefix from /8 to /28.',
    });
  } else if (prefix < 16) {
    findings.push({
      rule: 'vpc-larger-than-recommended',
      severity: 'warning',
      message: `${showRange(vpc)} is larger than /16, the largest that is recommended`,
      ranges: [vpc],
      why: 'The larger the VPC, the more blocks of other sites it meets that are connected later.',
      source: `${vpcPage}: /16 to /28 recommended since 2025; larger ones are accepted`,
      remediation: 'Where the VPC is not made yet, a /16 around the vSwitches is enough.',
    });
  }
  const refused = refusedVpcRanges.find((range) => overlaps(range.block, vpc.block));
  if (refused) {
    const shared = intersect(refused.block, vpc.block)?.toString();
    findings.push({
      rule: 'vpc-range',
      severity: 'error',
      message: `${showRange(vpc)} meets ${refused.block.toString()} (${refused.purpose}), which no VPC may use`,
      ranges: [vpc],
      ...(shared === undefined ? {} : { intersection: shared }),
      why: 'The cloud refuses to make the VPC.',
      source: vpcPage,
      remediation: 'Choose a block of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.',
    });
  } else if (!privateRanges.some((range) => covers(range, vpc.block))) {
    findings.push({
      rule: 'vpc-public-range',
      severity: 'warning',
      message: `${showRange(vpc)} is not inside a private range`,
      ranges: [vpc],
      why: 'Public addresses in a VPC hide the hosts on the internet that own them.',
      source: `${vpcPage}; RFC 1918`,
      remediation: 'Choose a block of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.',
    });
  }
  return findings;
};

const judgeVSwitch = (vSwitch: NamedBlock, vpc: readonly NamedBlock[]): readonly RawFinding[] => {
  const { prefix } = vSwitch.block;
  const findings: RawFinding[] = [];
  if (prefix < 16 || prefix > 29) {
    findings.push({
      rule: 'vswitch-prefix',
      severity: 'error',
      message: `${showRange(vSwitch)} has a prefix of /${prefix}; a vSwitch has /16 to /29`,
      ranges: [vSwitch],
      why: 'The cloud refuses to make the vSwitch.',
      source: vpcPage,
      remediation: 'Choose a block with a prefix from /16 to /29.',
    });
  }
  if (!vpc.some((block) => covers(block.block, vSwitch.block))) {
    findings.push({
      rule: 'vswitch-outside-vpc',
      severity: 'error',
      message: `${showRange(vSwitch)} is not inside ${vpc.map(showRange).join(' or ')}`,
      ranges: [vSwitch, ...vpc],
      why: 'The cloud refuses to make the vSwitch: its block must be a part of one block of its VPC.',
      source: vpcPage,
      remediation: 'Move the vSwitch into the VPC, or choose a VPC block that holds it.',
    });
  }
  return findings;
};

// ACK offers these ranges for its own clusters. Whether a registered cluster minds others is not documented, as its
// Service range is the on-premises cluster's: never more than a warning.
const judgeService = (service: NamedBlock): readonly RawFinding[] => {
  const { block } = service;
  if (block.family === 6 || (block.prefix >= 16 && block.prefix <= 24 && privateRanges.some((range) => covers(range, block)))) return [];
  return [
    {
      rule: 'service-range',
      severity: 'warning',
      message: `${showRange(service)} is outside the ranges that ACK offers for Services: /16 to /24 of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16`,
      ranges: [service],
      why: 'Add-ons of ACK are tested with the ranges that ACK itself offers. Whether a registered cluster minds another one is not documented.',
      source: 'Alibaba Cloud, "Network planning for ACK managed clusters"; inferred for registered clusters',
      remediation: 'Nothing must be changed; look at the Service addresses of cloud nodes first if a component misbehaves.',
    },
  ];
};

const judgeOnPremises = (range: NamedBlock): readonly RawFinding[] => {
  const shared = intersect(range.block, cloudServices);
  if (!shared) return [];
  return [
    {
      rule: 'on-premises-cloud-services',
      severity: 'error',
      message: `${showRange(range)} meets ${cloudServices.toString()}, where the services of Alibaba Cloud have their addresses; they share ${shared.toString()}`,
      ranges: [range],
      intersection: shared.toString(),
      why: 'OSS, the image registry, DNS and the metadata service of cloud nodes have addresses of this range: routes to the data center for it would cut them off.',
      source: 'Alibaba Cloud, Express Connect: no 100.64.0.0/10 on premises',
      remediation: 'The on-premises network must leave this range before it is connected; it can not be mended on the cloud side.',
    },
  ];
};

const judgeDocker = (range: NamedBlock): readonly RawFinding[] => {
  const shared = intersect(range.block, dockerBridge);
  if (!shared) return [];
  return [
    {
      rule: 'docker-bridge',
      severity: 'warning',
      message: `${showRange(range)} meets ${dockerBridge.toString()}, the default network of Docker's bridge`,
      ranges: [range],
      intersection: shared.toString(),
      why: 'A machine where Docker runs with its default network sends packets for these addresses to its own bridge. Whether any machine here does is not known.',
      source: 'Docker, "Bridge network driver"; inferred for this network',
      remediation: 'Make sure that no node or jump host runs Docker with its default bridge, or set its bip to another range.',
    },
  ];
};
