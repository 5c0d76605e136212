/** An IPv4 block as numbers, inclusive at both ends. */
export interface Ipv4Block {
  readonly text: string;
  readonly first: number;
  readonly last: number;
  /** Bits of the prefix, 0 to 32. */
  readonly prefix: number;
}

/** An IPv4 address as a number; `undefined` for any other text. Leading zeros are refused: some readers take them for octal. */
export const parseIpv4Address = (text: string): number | undefined => {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)) return undefined;
  return parts.reduce((address, part) => address * 256 + Number(part), 0);
};

/** An IPv4 block, or an address as a block of one; `undefined` for any other text, also where bits behind the prefix are set. */
export const parseIpv4Block = (text: string): Ipv4Block | undefined => {
  const [address = '', bits = '32', ...rest] = text.split('/');
  const first = parseIpv4Address(address);
  if (first === undefined || rest.length > 0 || !/^(0|[1-9]\d?)$/.test(bits) || Number(bits) > 32) return undefined;
  const prefix = Number(bits);
  const size = 2 ** (32 - prefix);
  return first % size === 0 ? { text, first, last: first + size - 1, prefix } : undefined;
};

/** Whether all of `inner` lies in `outer`. */
export const covers = (outer: Ipv4Block, inner: Ipv4Block): boolean => outer.first <= inner.first && inner.last <= outer.last;

/** Whether two blocks share an address. */
export const meet = (left: Ipv4Block, right: Ipv4Block): boolean => left.first <= right.last && right.first <= left.last;
