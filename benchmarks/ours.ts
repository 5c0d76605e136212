/** What is measured of ourselves. */
export { parseCidrBlock } from '../packages/cidr-planner/src/plan/block/parse-cidr-block.ts';
export { CidrSet } from '../packages/cidr-planner/src/plan/set/cidr-set.ts';
export { findOverlaps } from '../packages/cidr-planner/src/plan/set/find-overlaps.ts';
