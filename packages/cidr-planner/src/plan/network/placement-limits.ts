import type { CidrBlock } from '../block/cidr-block.ts';
import { cloudServices, refusedVpcRanges } from '../rules/known-blocks.ts';
import { BlockLimits } from './block-limits.ts';
import type { NamedBlock, Network } from './network.ts';

interface Prefixes {
  readonly least: number;
  readonly most: number;
}

/** The prefixes that the cloud makes (Alibaba Cloud, "VPCs and vSwitches"). */
export const vpcPrefixes: Prefixes = { least: 8, most: 28 };
export const vSwitchPrefixes: Prefixes = { least: 16, most: 29 };

/** The legal prefix that is nearest. */
export const clampPrefix = (prefix: number, { least, most }: Prefixes): number => Math.min(most, Math.max(least, prefix));

/** Where the blocks of the cloud side may lie. */
export interface PlacementLimits {
  readonly vpc: BlockLimits;
  /** Other vSwitches aside. What lies inside a block that is admitted is admitted, too. */
  readonly vSwitch: BlockLimits;
}

/** The limits that the rules set in a network. `beside` are further blocks that nothing shall meet. */
export const placementLimits = (network: Network, beside: readonly CidrBlock[] = []): PlacementLimits => {
  const onPremises = blocksOf([...network.dataCenterNodes, ...network.dataCenterPods, ...network.routed]);
  const services = blocksOf(network.services);
  const sites = blocksOf(network.sites.flatMap((site) => site.blocks));
  const isReduced = network.protectionLevel === 'reduced';
  const fullSites = isReduced ? [] : sites;
  const reducedSites = isReduced ? sites : [];

  const groups = [
    { blocks: onPremises, isWaived: network.waivers.has('overlap-data-center-vpc') },
    { blocks: services, isWaived: network.waivers.has('overlap-service-vpc') },
    { blocks: fullSites, isWaived: network.waivers.has('overlap-site-vpc') },
  ];
  const pick = (isWaived: boolean): readonly CidrBlock[] => groups.filter((group) => group.isWaived === isWaived).flatMap((group) => group.blocks);
  return {
    // Under a waiver, a block may lie inside the VPC, but not hold it.
    vpc: new BlockLimits({ apart: [...pick(false), ...refusedVpcRanges.map((range) => range.block), ...beside], holdOnly: pick(true), unequal: reducedSites }),
    // A route destination may hold a vSwitch, but not equal it or lie inside it.
    vSwitch: new BlockLimits({ apart: [...onPremises, ...services, ...fullSites, cloudServices, ...beside], insideOnly: [...reducedSites, ...blocksOf(network.customRoutes)] }),
  };
};

const blocksOf = (ranges: readonly NamedBlock[]): readonly CidrBlock[] => ranges.map((range) => range.block).filter((block) => block.family === 4);
