/**
 * An address in four 32-bit lanes, the most significant first, as signed integers: these stay small integers in the
 * engine, where bigints cost an allocation each. IPv4 has its address in `lane0`, and zeros behind.
 */
export interface Lanes {
  readonly lane0: number;
  readonly lane1: number;
  readonly lane2: number;
  readonly lane3: number;
}

/** The first `bits` bits of a lane set, as a signed integer; none below 1, all above 31. */
export const laneMask = (bits: number): number => (bits <= 0 ? 0 : bits >= 32 ? -1 : -1 << (32 - bits));

/** How many bits two addresses share from the front: 128 where they are equal, in either family. */
export const commonBits = (a: Lanes, b: Lanes): number => {
  if (a.lane0 !== b.lane0) return Math.clz32(a.lane0 ^ b.lane0);
  if (a.lane1 !== b.lane1) return 32 + Math.clz32(a.lane1 ^ b.lane1);
  if (a.lane2 !== b.lane2) return 64 + Math.clz32(a.lane2 ^ b.lane2);
  return a.lane3 === b.lane3 ? 128 : 96 + Math.clz32(a.lane3 ^ b.lane3);
};
