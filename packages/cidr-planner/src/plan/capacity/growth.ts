import type { NodeGrowth } from './capacity-demand.ts';

/**
 * Nodes after some years, rounded up: a part of a node is a node.
 *
 * @example
 * nodesAfter(100, { percentPerYear: 10 }, 2); // 121
 */
export const nodesAfter = (nodes: number, growth: NodeGrowth, years: number): number => {
  const exact = 'nodesPerYear' in growth ? nodes + growth.nodesPerYear * years : nodes * (1 + growth.percentPerYear / 100) ** years;
  const whole = Math.round(exact);
  return isSame(exact, whole) ? whole : Math.ceil(exact);
};

/**
 * Years until as many nodes are there as are carried: 0 where they are there already, Infinity where nothing grows.
 *
 * @example
 * yearsUntilFull(100, 150, { nodesPerYear: 20 }); // 2.5
 * yearsUntilFull(100, 121, { percentPerYear: 10 }); // 2
 */
export const yearsUntilFull = (nodes: number, carried: number, growth: NodeGrowth): number => {
  if (nodes >= carried) return 0;
  if ('nodesPerYear' in growth) return growth.nodesPerYear <= 0 ? Infinity : (carried - nodes) / growth.nodesPerYear;
  if (growth.percentPerYear <= 0 || nodes <= 0) return Infinity;
  const rate = growth.percentPerYear / 100;
  const years = Math.log(carried / nodes) / Math.log1p(rate);
  // The logarithm misses whole years by the last digits; multiplied back, they meet.
  const whole = Math.round(years);
  return whole > 0 && isSame(nodes * (1 + rate) ** whole, carried) ? whole : years;
};

const isSame = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b));
