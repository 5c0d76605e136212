import { parseCidr } from 'cidr-tools';
import ipaddr from 'ipaddr.js';
import { CidrSet } from '../ours.ts';
import type { Input } from '../inputs/input.ts';
import { readSpan } from '../reference/read-span.ts';
import { prefixOf, spanText } from './answers.ts';
import type { Row } from './row.ts';
import { repeatable } from './row.ts';

const bitsOf = ({ family }: Input): number => (family === 4 ? 32 : 128);

/** The most specific block that holds an address; the index stands, the address comes as text. */
export const lookupRow: Row = {
  id: 'lookup',
  title: 'longest-prefix look-up: one address text to its most specific block, the index stands (cidr-tools: own maps by prefix; ipaddr.js: subnetMatch)',
  unit: 'ns',
  kind: 'mixed',
  orders: ['shuffled'],
  sizes: [10, 1e3, 1e5, 1e6],
  floor: false,
  participants: {
    ours: ({ texts, addresses }) => {
      const set = new CidrSet(texts);
      return repeatable(() => addresses.map((address) => set.lookup(address)), (found) => found.map((block) => (block ? spanText(block) : '')), addresses.length);
    },
    'cidr-tools': (input) => {
      const maps = mapsByPrefix(input.texts, bitsOf(input));
      return repeatable(() => input.addresses.map((address) => longest(maps, parseCidr(address).start)), (found) => found.map((text) => (text === undefined ? '' : spanText(readSpan(text)))), input.addresses.length);
    },
    'ipaddr.js': ({ texts, addresses }) => {
      const ranges = rangesBySize(texts);
      return repeatable(() => addresses.map((address) => ipaddr.subnetMatch(ipaddr.parse(address), ranges, '')), (found) => found.map((text) => (text === '' ? '' : spanText(readSpan(text)))), addresses.length);
    },
  },
  expected: (input) => {
    const maps = mapsByPrefix(input.texts, bitsOf(input));
    return input.addresses.map((address) => {
      const found = longest(maps, readSpan(address).first);
      return found === undefined ? '' : spanText(readSpan(found));
    });
  },
  growth: { 'ipaddr.js': 1.5 },
};

interface PrefixMap {
  readonly hostBits: bigint;
  readonly blocks: Map<bigint, string>;
}

// One map a prefix length, the longest first, from the network's bits to the block.
const mapsByPrefix = (texts: readonly string[], bits: number): readonly PrefixMap[] => {
  const maps: (PrefixMap | undefined)[] = [];
  for (const text of texts) {
    const prefix = prefixOf(text);
    const hostBits = BigInt(bits - prefix);
    const map = (maps[bits - prefix] ??= { hostBits, blocks: new Map() });
    map.blocks.set(readSpan(text).first >> hostBits, text);
  }
  return maps.filter((map) => map !== undefined);
};

const longest = (maps: readonly PrefixMap[], address: bigint): string | undefined => {
  for (const { hostBits, blocks } of maps) {
    const found = blocks.get(address >> hostBits);
    if (found !== undefined) return found;
  }
  return undefined;
};

// subnetMatch answers with the first of its names that fits, so the longest prefixes go first.
const rangesBySize = (texts: readonly string[]): Record<string, [ipaddr.IPv4, number]> => {
  return Object.fromEntries([...texts].sort((a, b) => prefixOf(b) - prefixOf(a)).map((text) => [text, ipaddr.parseCIDR(text) as [ipaddr.IPv4, number]]));
};
