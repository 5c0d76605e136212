/** A block of IPv4 addresses: the first address as a number, and the length of its prefix. */
export interface Block {
  readonly first: number;
  readonly prefix: number;
}

/** The block in this text, or `undefined` where the text is no block or has bits set behind its prefix. */
export function parseBlock(text: string): Block | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (match === null) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = match.slice(1).map(Number);
  if ([a, b, c, d].some((octet) => octet > 255) || prefix > 32) return undefined;
  const first = a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d;
  return first % 2 ** (32 - prefix) === 0 ? { first, prefix } : undefined;
}

/** How many addresses a block holds. */
export function sizeOf(block: Block): number {
  return 2 ** (32 - block.prefix);
}

/** Whether every address of `inner` lies in `outer`. */
export function contains(outer: Block, inner: Block): boolean {
  return inner.first >= outer.first && inner.first + sizeOf(inner) <= outer.first + sizeOf(outer);
}

/** Whether the two blocks have an address in common. */
export function overlap(a: Block, b: Block): boolean {
  return contains(a, b) || contains(b, a);
}

/** Dotted form of an address. */
export function addressText(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}

/** Alibaba Cloud reserves the first and the last three addresses of a vSwitch. */
export function usableAddresses(block: Block): number {
  return Math.max(0, sizeOf(block) - 4);
}

/** The lowest usable address of a vSwitch that is not in use, or `undefined` where none is left. */
export function lowestFreeAddress(block: Block, used: ReadonlySet<string>): string | undefined {
  for (let offset = 1; offset <= usableAddresses(block); offset += 1) {
    const address = addressText(block.first + offset);
    if (!used.has(address)) return address;
  }
  return undefined;
}
