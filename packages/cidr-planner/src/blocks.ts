/** Blocks, sets and pools without the planner and its rules: for a process that must be up at once. */
export { CidrParseError } from './errors.ts';
export { CidrPoolExhaustedError } from './errors/cidr-pool-exhausted-error.ts';
export { fromIpCidr, toIpCidr } from './interop/ip-cidr.ts';
export type { CidrBlock } from './plan/block/cidr-block.ts';
export { parseCidrBlock } from './plan/block/parse-cidr-block.ts';
export { relate } from './plan/block/relate.ts';
export { CidrPool } from './plan/pool/cidr-pool.ts';
export { CidrSet } from './plan/set/cidr-set.ts';
export { findOverlaps } from './plan/set/find-overlaps.ts';
