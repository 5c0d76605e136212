import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { NodeGrowth } from './capacity-demand.ts';
import { nodesAfter, yearsUntilFull } from './growth.ts';

test.each<[number, number, NodeGrowth, number]>([
  [100, 150, { nodesPerYear: 20 }, 2.5],
  [100, 120, { nodesPerYear: 20 }, 1],
  [100, 121, { percentPerYear: 10 }, 2],
  [100, 200, { percentPerYear: 100 }, 1],
  [150, 150, { nodesPerYear: 0 }, 0],
  [151, 150, { percentPerYear: 10 }, 0],
  [10, 150, { nodesPerYear: 0 }, Infinity],
  [10, 150, { percentPerYear: 0 }, Infinity],
  [0, 150, { percentPerYear: 10 }, Infinity],
])('%i nodes of %i at %j are full in %d years', (nodes, carried, growth, years) => {
  expect(yearsUntilFull(nodes, carried, growth)).toBe(years);
});

test.each<[number, NodeGrowth, number, number]>([
  [100, { percentPerYear: 10 }, 2, 121],
  [100, { percentPerYear: 10 }, 3, 134],
  [10, { nodesPerYear: 0.5 }, 1, 11],
  [10, { nodesPerYear: 5 }, 2, 20],
])('%i nodes at %j are after %i years %i', (nodes, growth, years, after) => {
  expect(nodesAfter(nodes, growth, years)).toBe(after);
});

test('the whole years until full are those that an exact count year by year finds', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.nat({ max: 5000 }), fc.integer({ min: 1, max: 200 }), (nodes, more, percent) => {
      const carried = nodes + more;
      let years = 0;
      for (let [reached, scale] = [BigInt(nodes * (100 + percent)), 100n]; reached <= BigInt(carried) * scale; reached *= BigInt(100 + percent), scale *= 100n) years += 1;
      expect(Math.floor(yearsUntilFull(nodes, carried, { percentPerYear: percent }))).toBe(years);
    }),
  );
});
