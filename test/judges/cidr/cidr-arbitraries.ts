import fc from 'fast-check';

/** Where blocks are drawn from: a block small enough that they meet, or the whole family. */
export interface Universe {
  readonly name: string;
  readonly family: 4 | 6;
  readonly first: bigint;
  /** The shortest prefix that is drawn. */
  readonly prefix: number;
  /** Bits of an address of the family. */
  readonly bits: number;
}

export const universes: readonly Universe[] = [
  { name: '10.0.0.0/24', family: 4, first: 10n << 24n, prefix: 24, bits: 32 },
  { name: 'the end of IPv4, 255.255.255.0/24', family: 4, first: 0xffff_ff00n, prefix: 24, bits: 32 },
  { name: '2001:db8::ffff:ff00/120, across two lanes', family: 6, first: (0x2001_0db8n << 96n) | 0xffff_ff00n, prefix: 120, bits: 128 },
  { name: 'the end of IPv6', family: 6, first: (1n << 128n) - 256n, prefix: 120, bits: 128 },
];

const groups = (address: bigint): readonly string[] => Array.from({ length: 8 }, (_, index) => ((address >> BigInt(112 - 16 * index)) & 0xffffn).toString(16));

/** The plainest text of an address: no shortening, so that ours isn't used to test ours. */
export const plain = (family: 4 | 6, address: bigint): string =>
  family === 4 ? [24n, 16n, 8n, 0n].map((shift) => String((address >> shift) & 255n)).join('.') : groups(address).join(':');

/** The text of any block inside a universe. */
export const blockIn = (universe: Universe): fc.Arbitrary<string> =>
  fc.tuple(fc.nat({ max: 255 }), fc.integer({ min: universe.prefix, max: universe.bits })).map(([offset, prefix]) => {
    const host = BigInt(universe.bits - prefix);
    return `${plain(universe.family, ((universe.first + BigInt(offset)) >> host) << host)}/${prefix}`;
  });

/** Up to thirty blocks inside a universe, in any order, some of them twice. */
export const blocksIn = (universe: Universe, minLength = 0): fc.Arbitrary<readonly string[]> => fc.array(blockIn(universe), { minLength, maxLength: 30, size: 'max' });

/** The text of any address inside a universe. */
export const addressIn = (universe: Universe): fc.Arbitrary<string> => fc.nat({ max: 255 }).map((offset) => plain(universe.family, universe.first + BigInt(offset)));

/** The text of any block of either family; IPv6 with groups of zeros, as plain text. */
export const anyBlock: fc.Arbitrary<string> = fc.oneof(
  fc.tuple(fc.bigInt({ min: 0n, max: (1n << 32n) - 1n }), fc.nat({ max: 32 })).map(([address, prefix]) => text(4, 32, address, prefix)),
  fc.tuple(fc.array(fc.oneof(fc.constant(0), fc.nat({ max: 0xffff })), { minLength: 8, maxLength: 8 }), fc.nat({ max: 95 })).map(([parts, prefix]) => text(6, 128, parts.reduce((sum, part) => (sum << 16n) | BigInt(part), 0n), prefix)),
);

const text = (family: 4 | 6, bits: number, address: bigint, prefix: number): string => {
  const host = BigInt(bits - prefix);
  return `${plain(family, (address >> host) << host)}/${prefix}`;
};

/** Values of an arbitrary, the same in every run with one seed; PROPERTY_SEED changes it. */
export const draw = <Value>(arbitrary: fc.Arbitrary<Value>, count: number): Value[] => fc.sample(arbitrary, { seed: Number(process.env['PROPERTY_SEED'] ?? 20261121), numRuns: count });
