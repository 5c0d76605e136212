import type { Check } from '@ack-hybrid/core';
import { fail, pass, warn, withReading } from './preflight-check.ts';
import type { InstanceTypeOffer, PreflightFacts, PreflightWishes } from './preflight-facts.ts';

const name = 'instance-types-in-zones';

// The values are those that the SDK's model of DescribeAvailableResource gives for StatusCategory; WithStock needs no word.
const shortages: Readonly<Record<string, string>> = {
  ClosedWithStock: 'is low in stock and will not be replenished',
  WithoutStock: 'is out of stock',
  ClosedWithoutStock: 'is out of stock and will not be replenished',
};

const outOfStock: ReadonlySet<string> = new Set(['WithoutStock', 'ClosedWithoutStock']);

/**
 * Whether every zone of a vSwitch for nodes sells the instance types. A zone that sells none of them fails: nodes could never
 * be made there. One that sells some, or a type that is short, warns: stock changes from one minute to the next.
 */
export const checkInstanceTypes = ({ region, offers, vSwitches }: PreflightFacts, wishes: PreflightWishes): Check =>
  withReading(name, offers, (found) => {
    const types = [...new Set(wishes.instanceTypes)];
    const zones = listNodeZones(wishes, vSwitches.read ? vSwitches.value : []);
    // Not found in the VPC and told without a zone: the check of the vSwitches says so.
    if (zones.length === 0) return warn(name, 'the zones of the nodes are not known, so nothing tells whether they sell the instance types', 'Name the zone of each vSwitch for nodes.');
    const judged = zones.map((zone) => judgeZone(zone, types, found));
    const bare = judged.filter((entry) => entry.sold.length === 0);
    if (bare.length > 0) {
      return fail(name, bare.map(({ zone }) => `zone ${zone} does not sell ${types.join(' or ')}`).join('; '), remedy(types, bare.map(({ zone }) => zone), found, region));
    }
    const missing = judged.filter((entry) => entry.unsold.length > 0);
    const short = judged.flatMap((entry) => entry.short);
    const faults = [...missing.map(({ zone, sold, unsold }) => `zone ${zone} sells ${sold.join(', ')}, but not ${unsold.join(', ')}`), ...short];
    if (faults.length === 0) return pass(name, `${zones.join(', ')} ${zones.length === 1 ? 'sells' : 'sell'} ${types.join(', ')}`);
    const remedies = [
      ...(missing.length === 0 ? [] : [remedy([...new Set(missing.flatMap((entry) => entry.unsold))], missing.map(({ zone }) => zone), found, region)]),
      ...(short.length === 0 ? [] : ['Name further instance types that are in stock, or vSwitches of further zones, so that the node pool can fall back on them.']),
    ];
    return warn(name, faults.join('; '), remedies.join(' '));
  });

interface ZoneJudgement {
  readonly zone: string;
  readonly sold: readonly string[];
  readonly unsold: readonly string[];
  readonly short: readonly string[];
}

const judgeZone = (zone: string, types: readonly string[], offers: readonly InstanceTypeOffer[]): ZoneJudgement => {
  const here = new Map(offers.filter((offer) => offer.zone === zone).map((offer) => [offer.instanceType, offer.stock]));
  return {
    zone,
    sold: types.filter((type) => here.has(type)),
    unsold: types.filter((type) => !here.has(type)),
    short: types.flatMap((type) => {
      const shortage = shortages[here.get(type) ?? ''];
      return shortage === undefined ? [] : [`${type} ${shortage} in ${zone}`];
    }),
  };
};

const remedy = (types: readonly string[], zones: readonly string[], offers: readonly InstanceTypeOffer[], region: string): string => {
  const elsewhere = types.map((type) => {
    const sellers = offers.filter((offer) => offer.instanceType === type);
    if (sellers.length === 0) return `no zone of ${region} sells ${type}: check how it is written`;
    const stocked = sellers.filter((offer) => !outOfStock.has(offer.stock)).map((offer) => offer.zone);
    return stocked.length === 0 ? `${type} is out of stock in all of ${region}` : `${type} is sold in ${[...new Set(stocked)].sort().join(', ')}`;
  });
  const listing = `\`aliyun ecs DescribeAvailableResource --RegionId ${region} --ZoneId ${zones[0] ?? ''} --DestinationResource InstanceType\``;
  return `Name an instance type that ${zones.join(' and ')} ${zones.length === 1 ? 'sells' : 'sell'} (${listing} lists them), or a vSwitch for nodes in another zone: ${elsewhere.join('; ')}.`;
};

/** The zones of the vSwitches for nodes: the vSwitch's own where it was read, else the one that was told. */
const listNodeZones = ({ vSwitches }: PreflightWishes, found: readonly { readonly id: string; readonly zone: string }[]): readonly string[] => {
  const zones = vSwitches.filter((wish) => wish.use === 'nodes').map((wish) => found.find((candidate) => candidate.id === wish.id)?.zone ?? wish.zone);
  return [...new Set(zones.flatMap((zone) => (zone === undefined || zone === '' ? [] : [zone])))].sort();
};
