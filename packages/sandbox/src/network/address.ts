/** An IPv4 block as numbers: the first address and the prefix length. */
export interface Block {
  readonly first: number;
  readonly prefix: number;
}

/** An IPv4 address as a number from 0 to 2^32 - 1, `undefined` for any other text. */
export function parseAddress(text: string): number | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return undefined;
  let address = 0;
  for (const part of match.slice(1)) {
    if (Number(part) > 255) return undefined;
    address = address * 256 + Number(part);
  }
  return address;
}

/** The dotted form of {@link parseAddress}'s number. */
export function formatAddress(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}

/** A block such as `10.0.0.0/8`; `undefined` for other text, also where bits beyond the prefix are set. */
export function parseBlock(text: string): Block | undefined {
  const match = /^([\d.]+)\/(\d{1,2})$/.exec(text);
  const first = parseAddress(match?.[1] ?? '');
  const prefix = Number(match?.[2]);
  if (first === undefined || !(prefix >= 0 && prefix <= 32) || first % 2 ** (32 - prefix) !== 0) return undefined;
  return { first, prefix };
}

/** Whether the block holds the address; false for text that is no block or no address. */
export function blockHolds(block: string, address: string): boolean {
  const parsed = parseBlock(block);
  const number = parseAddress(address);
  return parsed !== undefined && number !== undefined && number >= parsed.first && number < parsed.first + 2 ** (32 - parsed.prefix);
}

/** The n-th address of a block (0 is the network address itself). */
export function nthAddress(block: string, index: number): string | undefined {
  const parsed = parseBlock(block);
  return parsed === undefined || index >= 2 ** (32 - parsed.prefix) ? undefined : formatAddress(parsed.first + index);
}
