import { covers, intersect, overlaps } from '../block/relate.ts';
import type { NamedBlock, Network } from '../network/network.ts';
import { buildFinding, knownRange, showRange } from './finding.ts';
import type { RawFinding } from './finding.ts';
import { cloudServices, dockerBridge, privateRanges, refusedVpcRanges } from './known-blocks.ts';
import { ossAddresses } from './oss-addresses.ts';

/** What each block must be by itself: its size, its range, its place. */
export const findBlockFindings = (network: Network): readonly RawFinding[] => {
  const onPremises = [...network.dataCenterNodes, ...network.dataCenterPods];
  const sites = network.sites.flatMap((site) => site.blocks);
  return [
    ...network.vpc.flatMap(judgeVpc),
    ...network.vSwitches.flatMap((vSwitch) => judgeVSwitch(vSwitch, network.vpc)),
    ...network.services.flatMap(judgeService),
    ...[...onPremises, ...network.routed, ...network.services, ...sites].flatMap(judgeCloudServices),
    ...judgeOss(network.region, [...network.vpc, ...network.vSwitches, ...onPremises, ...network.routed, ...network.services, ...sites]),
    ...[...network.vSwitches, ...onPremises, ...network.services, ...network.routed].flatMap(judgeDocker),
  ];
};

const judgeVpc = (vpc: NamedBlock): readonly RawFinding[] => [...judgeVpcPrefix(vpc), ...judgeVpcRange(vpc)];

const judgeVpcPrefix = (vpc: NamedBlock): readonly RawFinding[] => {
  const { prefix } = vpc.block;
  if (prefix < 8 || prefix > 28) return [buildFinding('vpc-prefix', { message: `${showRange(vpc)} has a prefix of /${prefix}; a VPC block has /8 to /28`, ranges: [vpc] })];
  if (prefix >= 16) return [];
  return [buildFinding('vpc-larger-than-recommended', { message: `${showRange(vpc)} is larger than /16, the largest that is recommended`, ranges: [vpc] })];
};

const judgeVpcRange = (vpc: NamedBlock): readonly RawFinding[] => {
  const refused = refusedVpcRanges.find((range) => overlaps(range.block, vpc.block));
  if (refused) {
    const message = `${showRange(vpc)} meets ${refused.block.toString()} (${refused.purpose}), which no VPC may use`;
    return [buildFinding('vpc-range', { message, ranges: [vpc, knownRange(refused.purpose, refused.block)], intersection: intersect(refused.block, vpc.block) })];
  }
  if (privateRanges.some((range) => covers(range, vpc.block))) return [];
  return [buildFinding('vpc-public-range', { message: `${showRange(vpc)} is not inside a private range`, ranges: [vpc] })];
};

const judgeVSwitch = (vSwitch: NamedBlock, vpc: readonly NamedBlock[]): readonly RawFinding[] => {
  const { prefix } = vSwitch.block;
  const findings: RawFinding[] = [];
  if (prefix < 16 || prefix > 29) findings.push(buildFinding('vswitch-prefix', { message: `${showRange(vSwitch)} has a prefix of /${prefix}; a vSwitch has /16 to /29`, ranges: [vSwitch] }));
  if (!vpc.some((block) => covers(block.block, vSwitch.block))) {
    findings.push(buildFinding('vswitch-outside-vpc', { message: `${showRange(vSwitch)} is not inside ${vpc.map(showRange).join(' or ')}`, ranges: [vSwitch, ...vpc] }));
  }
  return findings;
};

// ACK offers these ranges for its own clusters. Whether a registered cluster minds others is not documented, as its
// Service range is the on-premises cluster's: never more than a warning.
const judgeService = (service: NamedBlock): readonly RawFinding[] => {
  const { block } = service;
  if (block.family === 6 || (block.prefix >= 16 && block.prefix <= 24 && privateRanges.some((range) => covers(range, block)))) return [];
  const message = `${showRange(service)} is outside the ranges that ACK offers for Services: /16 to /24 of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16`;
  return [buildFinding('service-range', { message, ranges: [service] })];
};

const judgeCloudServices = (range: NamedBlock): readonly RawFinding[] => {
  const shared = intersect(range.block, cloudServices);
  if (!shared) return [];
  const message = `${showRange(range)} meets ${cloudServices.toString()}, where the services of Alibaba Cloud have their addresses; they share ${shared.toString()}`;
  return [buildFinding('on-premises-cloud-services', { message, ranges: [range, knownRange('services of Alibaba Cloud', cloudServices)], intersection: shared })];
};

const judgeOss = (region: string | undefined, ranges: readonly NamedBlock[]): readonly RawFinding[] => {
  if (region === undefined) return [];
  const addresses = ossAddresses(region);
  if (!addresses) return [buildFinding('oss-addresses-unknown', { message: `the addresses of OSS in ${region} are not known here`, ranges: [] })];
  // All of them lie in the cloud's shared address space: a block outside it is spared the comparison with each.
  return ranges.filter((range) => overlaps(range.block, cloudServices)).flatMap((range) => {
    const met = addresses.filter((block) => overlaps(block, range.block));
    const [first] = met;
    if (!first) return [];
    const message = `${showRange(range)} meets ${met.join(', ')}, where OSS of ${region} has its internal addresses`;
    return [buildFinding('oss-addresses', { message, ranges: [range, ...met.map((block) => knownRange(`OSS of ${region}`, block))], intersection: intersect(first, range.block) })];
  });
};

const judgeDocker = (range: NamedBlock): readonly RawFinding[] => {
  const shared = intersect(range.block, dockerBridge);
  if (!shared) return [];
  const message = `${showRange(range)} meets ${dockerBridge.toString()}, the default network of Docker's bridge`;
  return [buildFinding('docker-bridge', { message, ranges: [range, knownRange("Docker's bridge", dockerBridge)], intersection: shared })];
};
