import { covers, overlaps } from '../block/relate.ts';
import type { SiteInput } from '../network/network-input.ts';
import type { Network } from '../network/network.ts';
import { cloudServices } from '../rules/known-blocks.ts';
import { readObservedBlock } from './difference.ts';
import type { ObservedBorder, ObservedCen, ObservedCenMember } from './observed-border.ts';

/**
 * The members of the CENs whose blocks the plan doesn't know, as sites. What a member has is what the CEN has routes to it
 * for. A border router of the data center of the plan announces summaries, too: a block that holds a known one isn't new.
 */
export const findUnplannedSites = (network: Network, border: ObservedBorder, vpcId: string | undefined): readonly SiteInput[] => {
  const taken = new Set(network.sites.map((site) => site.label));
  return border.cens.flatMap((cen) =>
    cen.members
      .filter((member) => member.id !== vpcId)
      .flatMap((member) => {
        const blocks = unplannedBlocks(network, cen, member);
        const name = `${member.type} ${member.id}`;
        if (blocks.length === 0 || taken.has(name)) return [];
        taken.add(name);
        return [{ name, kind: member.type === 'VPC' ? ('vpc' as const) : ('data-center' as const), cidr: blocks }];
      }),
  );
};

const unplannedBlocks = (network: Network, cen: ObservedCen, member: ObservedCenMember): readonly string[] => {
  const sites = network.sites.flatMap((site) => site.blocks);
  const onPremises = [...network.dataCenterNodes, ...network.dataCenterPods, ...network.routed];
  const found = cen.routes
    .filter((route) => route.memberId === member.id)
    .flatMap((route) => readObservedBlock(route.destination) ?? [])
    .filter((block) => block.prefix > 0 && !overlaps(block, cloudServices))
    .filter((block) => !sites.some((range) => covers(range.block, block)))
    .filter((block) => member.type === 'VPC' || !onPremises.some((range) => overlaps(range.block, block)));
  return [...new Set(found.map((block) => block.toString()))];
};
