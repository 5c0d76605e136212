import type { CidrBlock } from '../block/cidr-block.ts';
import { readCidrBlock } from '../block/read-cidr-block.ts';
import { usableAddresses } from '../capacity/capacity.ts';
import type { NetworkInput } from '../network/network-input.ts';
import type { NetworkPlan } from '../network/plan-network.ts';
import { readNetwork } from '../network/read-network.ts';
import type { NamedBlock } from '../network/read-network.ts';
import type { NamedCidr } from '../rules/finding.ts';
import { escapeUnseen } from './cells.ts';

/** What a block of the map is; each kind has its colour. `known` is what only a finding names, such as a default of Docker's. */
export type OwnerKind = 'vpc' | 'vswitch-nodes' | 'vswitch-pods' | 'vswitch-other' | 'on-premises-nodes' | 'on-premises-pods' | 'services' | 'routed' | 'known';

/** One name of a block. */
export interface BlockOwner {
  readonly kind: OwnerKind;
  /** For people, without control characters: `vSwitch nodes-i`. */
  readonly name: string;
  /** What else there is to say: `nodes, cn-hangzhou-i`. */
  readonly note?: string;
  readonly block: CidrBlock;
  /** Of a vSwitch: the addresses that instances and pods can have. */
  readonly usable?: number;
  /** Numbers of the findings about it, counted from 1 in the order of the plan. */
  readonly errors: readonly number[];
  readonly warnings: readonly number[];
}

/** Every block of an input, and those that overlap findings name beside them, with the numbers of the findings about each. */
export const collectOwners = (input: NetworkInput, plan: NetworkPlan): readonly BlockOwner[] => {
  const named = namedBlocks(input);
  const known = new Set(named.map(({ range }) => keyOf(range.path, range.block.toString())));
  const errors = numberFindings(plan, 'error');
  const warnings = numberFindings(plan, 'warning');
  return [...named, ...foreignBlocks(plan, known)].map(({ kind, range, note, usable }) => {
    const key = keyOf(range.path, range.block.toString());
    return {
      kind,
      name: escapeUnseen(range.name),
      ...(note === undefined ? {} : { note: escapeUnseen(note) }),
      block: range.block,
      ...(usable === undefined ? {} : { usable }),
      errors: errors.get(key) ?? [],
      warnings: warnings.get(key) ?? [],
    };
  });
};

type Range = Pick<NamedBlock, 'name' | 'path' | 'block'>;

interface Named {
  readonly kind: OwnerKind;
  readonly range: Range;
  readonly note?: string;
  readonly usable?: number;
}

const namedBlocks = (input: NetworkInput): readonly Named[] => {
  const network = readNetwork(input);
  const all = (kind: OwnerKind, ranges: readonly Range[]): readonly Named[] => ranges.map((range) => ({ kind, range }));
  return [
    ...all('vpc', network.vpc),
    ...network.vSwitches.map((vSwitch): Named => ({
      kind: `vswitch-${vSwitch.role}`,
      range: vSwitch,
      note: `${vSwitch.role}, ${vSwitch.zone}`,
      usable: usableAddresses(vSwitch.block),
    })),
    ...all('on-premises-nodes', network.dataCenterNodes),
    ...all('on-premises-pods', network.dataCenterPods),
    ...all('services', network.services),
    ...all('routed', [...network.routed, ...network.sites.flatMap((site) => site.blocks)]),
  ];
};

/** A finding about an overlap may name a range that no field of the input holds; it is part of the picture then. */
const foreignBlocks = (plan: NetworkPlan, known: Set<string>): readonly Named[] =>
  plan.findings.flatMap((finding) =>
    finding.intersection === undefined ? [] : finding.ranges.flatMap((range) => {
      const reading = readCidrBlock(range.cidr);
      const key = keyOf(range.path, range.cidr);
      if (known.has(key) || !('block' in reading)) return [];
      known.add(key);
      return [{ kind: 'known' as const, range: { name: range.name, path: range.path, block: reading.block } }];
    }),
  );

const keyOf = (path: string, cidr: string): string => `${path} ${cidr}`;

const numberFindings = (plan: NetworkPlan, severity: 'error' | 'warning'): ReadonlyMap<string, readonly number[]> => {
  const found = new Map<string, number[]>();
  const add = (range: NamedCidr, number: number): void => {
    const key = keyOf(range.path, range.cidr);
    const list = found.get(key);
    if (!list) found.set(key, [number]);
    else if (!list.includes(number)) list.push(number);
  };
  plan.findings.forEach((finding, index) => {
    if (finding.severity === severity) finding.ranges.forEach((range) => add(range, index + 1));
  });
  return found;
};
