import type { CidrText, NetworkInput } from '../plan/network/network-input.ts';

/** A block as the first address and the number of addresses; plain numbers, as nothing of the product shall judge itself. */
interface Span {
  readonly first: number;
  readonly size: number;
}

const span = (cidr: string): Span => {
  const [address = '', prefix = ''] = cidr.split('/');
  return { first: address.split('.').reduce((value, octet) => value * 256 + Number(octet), 0), size: 2 ** (32 - Number(prefix)) };
};

const spans = (text: CidrText | undefined): readonly Span[] => (text === undefined ? [] : typeof text === 'string' ? [span(text)] : text.map(span));

const meet = (a: Span, b: Span): boolean => a.first < b.first + b.size && b.first < a.first + a.size;
const holds = (outer: Span, inner: Span): boolean => outer.first <= inner.first && inner.first + inner.size <= outer.first + outer.size;
const same = (a: Span, b: Span): boolean => a.first === b.first && a.size === b.size;

/**
 * Whether a network has a placement without an error, by trying them all: every block of /8 to /28 around or in
 * 10.0.0.0/25 for each block of the VPC, and every place there for each vSwitch. For the networks of `tightNetwork`, whose
 * other private addresses are taken.
 */
export const findPlacement = (input: NetworkInput): boolean => {
  const home = span('10.0.0.0/25');
  const onPremises = [...spans(input.dataCenter.nodeCidr), ...spans(input.dataCenter.podCidr), ...(input.routed ?? []).flatMap((one) => spans(one.cidr))];
  const services = spans(input.dataCenter.serviceCidr);
  const sites = (input.sites ?? []).flatMap((one) => spans(one.cidr));
  const routes = Array.isArray(input.vpc.customRoutes) ? (input.vpc.customRoutes as readonly string[]).map(span) : [];
  const reduced = input.cen?.protectionLevel === 'reduced';
  const waived = (input.waivers ?? []).length > 0;

  // Errors between what can not move.
  if (services.some((one) => [...onPremises, ...sites].some((other) => meet(one, other)))) return false;
  if (sites.some((one) => onPremises.some((other) => same(one, other) || (!reduced && meet(one, other))))) return false;

  const vpcFits = (block: Span): boolean =>
    ![...onPremises, ...services].some((other) => meet(block, other) && !(waived && holds(block, other) && !same(block, other))) &&
    !sites.some((other) => meet(block, other) && !(reduced && !same(block, other)) && !(waived && holds(block, other) && !same(block, other)));
  const vSwitchFits = (block: Span): boolean =>
    ![...onPremises, ...services].some((other) => meet(block, other)) &&
    !sites.some((other) => meet(block, other) && !(reduced && holds(other, block) && !same(other, block))) &&
    !routes.some((other) => holds(block, other));

  const placeVSwitches = (blocks: readonly Span[], vpc: readonly Span[], rest: NetworkInput['vSwitches']): boolean => {
    const [next, ...others] = rest;
    if (!next) return true;
    const present = span(next.cidr);
    const places = next.existing === true ? [present] : placesOf(home, present.size);
    return places.some((place) => vSwitchFits(place) && vpc.some((one) => holds(one, place)) && !blocks.some((one) => meet(one, place)) && placeVSwitches([...blocks, place], vpc, others));
  };

  const texts = [input.vpc.cidr, ...(input.vpc.secondaryCidrs ?? [])];
  const choices = texts.map((text) => (input.vpc.existing === true ? [span(text)] : everyVpc(home)).filter((one) => one.size >= 16 && one.size <= 2 ** 24 && vpcFits(one)));
  const placeVpc = (chosen: readonly Span[], rest: readonly (readonly Span[])[]): boolean => {
    const [next, ...others] = rest;
    if (!next) return placeVSwitches([], chosen, [...input.vSwitches].sort((a, b) => Number(b.existing === true) - Number(a.existing === true)));
    return next.some((block) => !chosen.some((one) => meet(one, block)) && placeVpc([...chosen, block], others));
  };
  return placeVpc([], choices);
};

const placesOf = (home: Span, size: number): readonly Span[] =>
  size > home.size ? [] : Array.from({ length: home.size / size }, (_, index) => ({ first: home.first + index * size, size }));

const everyVpc = (home: Span): readonly Span[] => {
  const around = Array.from({ length: 17 }, (_, index) => 2 ** (24 - index)).map((size) => ({ first: Math.floor(home.first / size) * size, size }));
  return [...around, ...[128, 64, 32, 16].flatMap((size) => placesOf(home, size))];
};
