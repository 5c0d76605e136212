import { CidrPool, CidrSet, findOverlaps, parseCidrBlock, relate } from '@ack-hybrid/cidr-planner';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askIpaddress } from './ask-ipaddress.ts';
import type { OracleCase } from './ask-ipaddress.ts';
import { addressIn, anyBlock, blockIn, blocksIn, draw, universes } from './cidr-arbitraries.ts';

const trials = 400;

/** Draws cases, asks Python for all of them at once, and holds our answers against them. */
const holdAgainstPython = <Drawn>(arbitrary: fc.Arbitrary<Drawn>, question: (drawn: Drawn) => OracleCase, ours: (drawn: Drawn) => unknown, count = trials): void => {
  const drawn = draw(arbitrary, count);
  const answers = askIpaddress(drawn.map(question));
  expect(answers).toHaveLength(count);
  drawn.forEach((one, index) => expect({ case: question(one), answer: ours(one) }).toEqual({ case: question(one), answer: answers[index] }));
};

const texts = (blocks: Iterable<{ toString(): string }>): string[] => [...blocks].map(String);

describe.each(universes)("Python's ipaddress agrees in $name", (universe) => {
  const two = fc.record({ a: blocksIn(universe), b: blocksIn(universe) });

  it('how two blocks stand to one another', () => {
    holdAgainstPython(fc.record({ a: blockIn(universe), b: blockIn(universe) }), (pair) => ({ op: 'relate', ...pair }), ({ a, b }) => relate(a, b));
  });

  it('on unions, as the fewest blocks in order', () => {
    holdAgainstPython(two, (sets) => ({ op: 'union', ...sets }), ({ a, b }) => new CidrSet(a).union(b).toStrings());
  });

  it('on what an exclusion leaves', () => {
    holdAgainstPython(two, (sets) => ({ op: 'exclude', ...sets }), ({ a, b }) => new CidrSet(a).exclude(b).toStrings());
  });

  it('on intersections', () => {
    holdAgainstPython(two, (sets) => ({ op: 'intersect', ...sets }), ({ a, b }) => new CidrSet(a).intersect(b).toStrings());
  });

  it('on the gaps of a block', () => {
    holdAgainstPython(fc.record({ within: blockIn(universe), blocks: blocksIn(universe) }), ({ within, blocks }) => ({ op: 'exclude', a: [within], b: blocks }), ({ within, blocks }) => new CidrSet(blocks).gaps(within).toStrings());
  });

  it('on whether a set holds a block', () => {
    holdAgainstPython(fc.record({ block: blockIn(universe), blocks: blocksIn(universe) }), (drawn) => ({ op: 'contains', ...drawn }), ({ block, blocks }) => new CidrSet(blocks).contains(block));
  });

  it('on the longest prefix that holds an address', () => {
    holdAgainstPython(fc.record({ address: addressIn(universe), blocks: blocksIn(universe) }), (drawn) => ({ op: 'lookup', ...drawn }), ({ address, blocks }) => new CidrSet(blocks).lookup(address)?.toString() ?? null);
  });

  it('on all overlapping pairs', () => {
    holdAgainstPython(blocksIn(universe), (blocks) => ({ op: 'pairs', blocks }), (blocks) =>
      findOverlaps(blocks.map((cidr, index) => ({ name: String(index), cidr })))
        .map((pair) => [Number(pair.a.name), Number(pair.b.name)].sort((x, y) => x - y))
        .sort(([a = 0, b = 0], [c = 0, d = 0]) => a - c || b - d),
    );
  });

  it('that the number of pairs and whether there is one are those of the list', () => {
    holdAgainstPython(blocksIn(universe), (blocks) => ({ op: 'pairs', blocks }), (blocks) => {
      const set = new CidrSet(blocks);
      const listed = findOverlaps(blocks.map((cidr, index) => ({ name: String(index), cidr }))).map((pair) => [Number(pair.a.name), Number(pair.b.name)].sort((x, y) => x - y)).sort(([a = 0, b = 0], [c = 0, d = 0]) => a - c || b - d);
      expect([set.countOverlaps(), set.hasOverlaps()]).toEqual([listed.length, listed.length > 0]);
      return listed;
    });
  });

  it('on the blocks of a range', () => {
    const ends = fc.tuple(addressIn(universe), addressIn(universe)).map(([x, y]) => {
      const [first, last] = [x, y].sort((p, q) => (parseCidrBlock(`${p}/${universe.bits}`).first < parseCidrBlock(`${q}/${universe.bits}`).first ? -1 : 1));
      return { first, last };
    });
    holdAgainstPython(ends, (range) => ({ op: 'range', ...range }), ({ first, last }) => CidrSet.fromRange(first ?? '', last ?? '').toStrings());
  });

  it('on the parts of a block, on what holds it, and on its n-th address', () => {
    const parts = blockIn(universe).chain((block) => fc.record({ block: fc.constant(block), more: fc.nat({ max: 5 }) })).map(({ block, more }) => ({ block, prefix: Math.min(universe.bits, Number(block.split('/')[1]) + more) }));
    holdAgainstPython(parts, (drawn) => ({ op: 'split', ...drawn }), ({ block, prefix }) => texts(parseCidrBlock(block).split(prefix)));
    const holders = blockIn(universe).chain((block) => fc.record({ block: fc.constant(block), prefix: fc.nat({ max: Number(block.split('/')[1]) }) }));
    holdAgainstPython(holders, (drawn) => ({ op: 'supernet', ...drawn }), ({ block, prefix }) => String(parseCidrBlock(block).supernet(prefix)));
    const places = blockIn(universe).chain((block) => fc.record({ block: fc.constant(block), index: fc.nat({ max: 2 ** (universe.bits - Number(block.split('/')[1])) - 1 }) }));
    holdAgainstPython(places, (drawn) => ({ op: 'nth', ...drawn }), ({ block, index }) => parseCidrBlock(block).nth(index));
  });

  const pools = fc.record({ pool: blocksIn(universe, 1), taken: blocksIn(universe), prefix: fc.integer({ min: universe.prefix, max: universe.bits }), fit: fc.constantFrom('first' as const, 'best' as const, 'last' as const) });

  it('on how many blocks of a size a pool has free', () => {
    holdAgainstPython(pools, ({ pool, taken, prefix }) => ({ op: 'free', pool, taken, prefix }), ({ pool, taken, prefix }) => new CidrPool(pool, { taken }).free(prefix));
  });

  it('on the block that each fit chooses, and on when there is none', () => {
    holdAgainstPython(pools, (drawn) => ({ op: 'allocate', ...drawn }), ({ pool, taken, prefix, fit }) => {
      const ours = new CidrPool(pool, { taken });
      return ours.free(prefix) === 0 ? null : ours.allocate({ prefix, fit }).toString();
    });
  });
});

describe("Python's ipaddress agrees on texts", () => {
  it('that each block which we take is the block that it reads, written as it writes it', () => {
    holdAgainstPython(anyBlock, (text) => ({ op: 'parse', text }), (text) => parseCidrBlock(text).toString(), 5_000);
  });

  it('that a damaged text which we take is one that it takes for the same block', () => {
    const damaged = fc.tuple(anyBlock, fc.nat(), fc.constantFrom('', '0', '1', '9', '.', ':', '/', ' ', '+', '-', 'f', 'e', 'x', '%', '\n', '٣')).map(([text, place, piece]) => {
      const at = place % (text.length + 1);
      return text.slice(0, at) + piece + text.slice(at + (place % 3));
    });
    const taken = draw(damaged, 20_000).flatMap((text) => {
      try {
        return [{ text, block: parseCidrBlock(text).toString() }];
      } catch {
        return [];
      }
    });
    expect(taken.length).toBeGreaterThan(500);
    expect(taken.map(({ block }) => block)).toEqual(askIpaddress(taken.map(({ text }) => ({ op: 'parse', text }))));
  });
});
