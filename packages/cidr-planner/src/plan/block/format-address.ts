import type { AddressFamily } from './address-family.ts';

const octets: readonly string[] = Array.from({ length: 256 }, (_, octet) => String(octet));
const dotted: readonly string[] = Array.from({ length: 256 }, (_, octet) => `${octet}.`);
const slashes: readonly string[] = Array.from({ length: 129 }, (_, prefix) => `/${prefix}`);
const shortBytes: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16));
const fullBytes: readonly string[] = shortBytes.map((byte) => byte.padStart(2, '0'));

/** `/24`, from a table. */
export const formatPrefix = (prefix: number): string => slashes[prefix] as string;

/** The first three octets of an IPv4 address with their points. */
export const formatHead4 = (lane0: number): string => (dotted[lane0 >>> 24] as string) + (dotted[(lane0 >>> 16) & 255] as string) + (dotted[(lane0 >>> 8) & 255] as string);

/** The text of an IPv4 address in a lane. */
export const formatLane4 = (lane0: number): string => formatHead4(lane0) + (octets[lane0 & 255] as string);

const formatGroup = (group: number): string => (group < 256 ? (shortBytes[group] as string) : (shortBytes[group >>> 8] as string) + (fullBytes[group & 255] as string));

/** The two groups of a lane, `2001:db8`. */
export const formatLane6 = (lane: number): string => `${formatGroup(lane >>> 16)}:${formatGroup(lane & 0xffff)}`;

/** The text of an IPv6 address in four lanes, as RFC 5952 writes it. */
export const formatLanes6 = (lane0: number, lane1: number, lane2: number, lane3: number): string => {
  // The usual block: four groups or fewer, and zeros up to the end, which are the longest run.
  if (lane2 === 0 && lane3 === 0 && lane0 >>> 16 !== 0 && (lane0 & 0xffff) !== 0) {
    if (lane1 === 0) return `${formatLane6(lane0)}::`;
    if ((lane1 & 0xffff) === 0) return `${formatLane6(lane0)}:${formatGroup(lane1 >>> 16)}::`;
    return `${formatLane6(lane0)}:${formatLane6(lane1)}::`;
  }
  const groups = [lane0 >>> 16, lane0 & 0xffff, lane1 >>> 16, lane1 & 0xffff, lane2 >>> 16, lane2 & 0xffff, lane3 >>> 16, lane3 & 0xffff];
  let runStart = 0;
  let runLength = 0;
  for (let start = 0, index = 0; index < 8; index++) {
    if (groups[index] !== 0) start = index + 1;
    // Only a longer run wins: RFC 5952 shortens the first of equals.
    else if (index + 1 - start > runLength) [runStart, runLength] = [start, index + 1 - start];
  }
  // RFC 5952, section 4.2.2: a single zero group is not shortened.
  if (runLength < 2) return groups.map(formatGroup).join(':');
  return `${groups.slice(0, runStart).map(formatGroup).join(':')}::${groups.slice(runStart + runLength).map(formatGroup).join(':')}`;
};

/** The canonical text of one address. */
export const formatAddress = (family: AddressFamily, address: bigint): string =>
  family === 4
    ? formatLane4(Number(BigInt.asIntN(32, address)))
    : formatLanes6(laneOf(address, 96n), laneOf(address, 64n), laneOf(address, 32n), laneOf(address, 0n));

const laneOf = (address: bigint, shift: bigint): number => Number(BigInt.asIntN(32, address >> shift));
