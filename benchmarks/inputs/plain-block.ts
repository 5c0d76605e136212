/**
 * A block of the inputs: an IPv4 network as a number with its prefix. The IPv6 inputs are the same blocks, moved 24 bits to the
 * right behind a fixed head, so that they cross the lanes of an address and their answers have the same shape.
 */
export interface PlainBlock {
  readonly first: number;
  readonly prefix: number;
}

/** How many bits longer an IPv6 prefix is than the IPv4 prefix that it mirrors. */
export const mirroredBits = 24;

/** The text of a block, without the prefix: `10.0.0.0`, or `2a00:10a:0:0::` shortened by the usual rule. */
export const addressText = (family: 4 | 6, first: number): string => {
  if (family === 4) return `${first >>> 24}.${(first >>> 16) & 255}.${(first >>> 8) & 255}.${first & 255}`;
  // 2a00:01aa:bbcc:dd00:: for the IPv4 address aa.bb.cc.dd: the head 2a00:01, then its 32 bits.
  const groups = [0x2a00, 0x100 | (first >>> 24), (first >>> 8) & 0xffff, (first & 255) << 8].map((group) => group.toString(16));
  while (groups.at(-1) === '0') groups.pop();
  return `${groups.join(':')}::`;
};

/** The text of a block: `10.0.0.0/20`, `2a00:10a::/44`. */
export const blockText = (family: 4 | 6, block: PlainBlock): string =>
  `${addressText(family, block.first)}/${family === 4 ? block.prefix : block.prefix + mirroredBits}`;
