import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CidrParseError } from '../../errors.ts';
import { smallBlockOfAny } from '../../testing/arbitraries.ts';
import type { CidrBlock } from '../block/cidr-block.ts';
import { relate } from '../block/relate.ts';
import { findOverlaps } from './find-overlaps.ts';

const lines = (overlaps: ReturnType<typeof findOverlaps>): readonly string[] => overlaps.map(({ a, b, relation, intersection }) => `${a.name} ${a.cidr.toString()} ${relation} ${b.name} ${b.cidr.toString()}: ${intersection.toString()}`);

test.each([1, 100])('the pairs are those that a comparison of every two finds, in the order of the list, with %i times the blocks', (times) => {
  fc.assert(
    fc.property(fc.array(smallBlockOfAny, { minLength: times === 1 ? 0 : 70, maxLength: times === 1 ? 12 : times }), (blocks) => {
      const expected = blocks.flatMap((a, i) =>
        blocks.flatMap((b, j) => (j > i && a.overlaps(b) ? [`${i} ${a.toString()} ${relate(a, b)} ${j} ${b.toString()}: ${(a.intersect(b) as CidrBlock).toString()}`] : [])),
      );
      expect(lines(findOverlaps(blocks.map((cidr, index) => ({ name: String(index), cidr: index % 2 === 0 ? cidr : cidr.toString() }))))).toEqual(expected);
    }),
  );
});

test('names may stand in a record, with one block or several', () => {
  expect(lines(findOverlaps({ office: '10.0.0.0/10', vpc: ['10.8.0.0/16', '172.16.0.0/12'], service: '172.16.0.0/16' }))).toEqual([
    'office 10.0.0.0/10 contains vpc 10.8.0.0/16: 10.8.0.0/16',
    'vpc 172.16.0.0/12 contains service 172.16.0.0/16: 172.16.0.0/16',
  ]);
});

test('blocks of one name are compared with each other, and families never meet', () => {
  expect(lines(findOverlaps([{ name: 'pods', cidr: ['10.0.0.0/16', '10.0.0.0/16', '::/0'] }, { name: 'all', cidr: '0.0.0.0/0' }]))).toEqual([
    'pods 10.0.0.0/16 equal pods 10.0.0.0/16: 10.0.0.0/16',
    'pods 10.0.0.0/16 within all 0.0.0.0/0: 10.0.0.0/16',
    'pods 10.0.0.0/16 within all 0.0.0.0/0: 10.0.0.0/16',
  ]);
});

test('of nothing there are no pairs', () => {
  expect([findOverlaps([]), findOverlaps({}), findOverlaps({ vpc: [] })]).toEqual([[], [], []]);
});

test('a bad text is named with its place', () => {
  try {
    findOverlaps({ office: '10.0.0.0/10', vpc: ['10.8.0.0/16', '10.8.0.1/16'] });
    expect.unreachable();
  } catch (error) {
    expect(CidrParseError.isInstance(error)).toBe(true);
    expect((error as CidrParseError).message).toBe('vpc[1]: "10.8.0.1/16" is not a CIDR block: 10.8.0.1 is an address inside 10.8.0.0/16, not the first of a /16 (character 1)');
    expect((error as CidrParseError).index).toBe(2);
  }
});

test('a generator of named blocks is read once', () => {
  function* named() {
    yield { name: 'a', cidr: '10.0.0.0/8' };
    yield { name: 'b', cidr: '10.1.0.0/16' };
  }
  expect(lines(findOverlaps(named()))).toEqual(['a 10.0.0.0/8 contains b 10.1.0.0/16: 10.1.0.0/16']);
});
