/** The addresses of a vSwitch that the cloud keeps for itself: the first one and the last three. */
export const reservedVSwitchAddresses = 4;

const largest = 16;
const smallest = 29;

/** The vSwitches that carry a number of addresses. */
export interface VSwitchChoice {
  /** The prefix of each: 16 to 29, which the cloud makes. */
  readonly prefix: number;
  /** How many: more than one only where a /16 is too small. */
  readonly count: number;
}

/** Usable addresses of a vSwitch with this prefix. */
export const addressesOfPrefix = (prefix: number): number => Math.max(0, 2 ** (32 - prefix) - reservedVSwitchAddresses);

/**
 * The smallest legal vSwitch that carries the addresses, or how many /16 do where one isn't enough.
 *
 * @example
 * chooseVSwitch(252); // { prefix: 24, count: 1 }
 * chooseVSwitch(253); // { prefix: 23, count: 1 }
 */
export const chooseVSwitch = (addresses: number): VSwitchChoice => {
  for (let prefix = smallest; prefix >= largest; prefix -= 1) {
    if (addressesOfPrefix(prefix) >= addresses) return { prefix, count: 1 };
  }
  return { prefix: largest, count: Math.ceil(addresses / addressesOfPrefix(largest)) };
};

/** `a /24`, `3 × /16`. */
export const showChoice = ({ prefix, count }: VSwitchChoice): string => (count === 1 ? `a /${prefix}` : `${count} × /${prefix}`);
