import { relate } from '../block/relate.ts';
import type { NamedBlock, Network } from '../network/network.ts';
import { buildFinding, showRange } from './finding.ts';
import type { RawFinding } from './finding.ts';
import { knownDefaultOf } from './known-blocks.ts';
import { judgePair } from './overlap-rules.ts';
import { pairsBetween, pairsWithin } from './overlapping-pairs.ts';

interface SiteBlock extends NamedBlock {
  readonly site: number;
}

/** How further members of the CEN stand to the data center, to the VPC and to one another. */
export const findSiteFindings = (network: Network): readonly RawFinding[] => {
  const sites = network.sites.flatMap((site, index) => site.blocks.map((range): SiteBlock => ({ ...range, site: index })));
  if (sites.length === 0) return [];
  const onPremises = [...network.dataCenterNodes, ...network.dataCenterPods, ...network.routed];
  return [
    ...pairsBetween(sites, onPremises).map(([a, b]) => judgeMembers(a, b, network)),
    ...pairsBetween(sites, network.vSwitches).map(([a, b]) => judgeMembers(a, b, network)),
    // Two blocks of one site are its own affair.
    ...pairsWithin(sites).filter(([a, b]) => a.site !== b.site).map(([a, b]) => judgeMembers(a, b, network)),
    ...pairsBetween(sites, network.services).map(([a, b]) => judgePair(a, b, 'overlap-site-service', network)),
    ...pairsBetween(sites, network.vpc).map(([a, b]) => judgePair(a, b, 'overlap-site-vpc', network, { severity: network.protectionLevel === 'reduced' && relate(a.block, b.block) !== 'equal' ? 'warning' : 'error' })),
    ...[...onPremises, ...network.services, ...sites].flatMap(judgeDefault),
  ];
};

// A CEN learns the vSwitches of a VPC, not its block: what it compares are those and the networks of the other members.
const judgeMembers = (site: SiteBlock, other: NamedBlock, network: Network): RawFinding => {
  const relation = relate(site.block, other.block);
  if (relation === 'equal') return judgePair(site, other, 'cen-identical-prefix', network);
  // A route destination may hold a vSwitch, but not lie inside it (Alibaba Cloud, "Route tables"), at no protection level.
  const insideVSwitch = relation === 'within' && network.vSwitches.some((vSwitch) => vSwitch.path === other.path);
  return judgePair(site, other, 'cen-overlap', network, { severity: network.protectionLevel === 'reduced' && !insideVSwitch ? 'warning' : 'error' });
};

const judgeDefault = (range: NamedBlock): readonly RawFinding[] => {
  const known = knownDefaultOf(range.block);
  return known ? [buildFinding('known-default', { message: `${showRange(range)} is ${known.owner}, and other sites are connected`, ranges: [range] })] : [];
};
