/** What is measured of ourselves. */
export { CidrPool, CidrSet, findOverlaps, parseCidrBlock } from '@ack-hybrid/cidr-planner';
