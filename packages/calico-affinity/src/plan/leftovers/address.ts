/** An address as a number; IPv4 and IPv6 never compare. */
export interface Address {
  readonly family: 4 | 6;
  readonly value: bigint;
}

/** A CIDR block; host bits are cut off. */
export interface AddressBlock {
  readonly family: 4 | 6;
  readonly first: bigint;
  /** Length of the prefix in bits. */
  readonly prefix: number;
}

/** Reads an IPv4 or IPv6 address, without a zone or a prefix; `undefined` where the text is none. */
export const parseAddress = (text: string): Address | undefined => (text.includes(':') ? parseAddress6(text) : parseAddress4(text));

/** Reads `10.0.0.0/16` or `fd00::/64`; a bare address is a block of one. `undefined` where the text is none. */
export const parseBlock = (text: string): AddressBlock | undefined => {
  const [addressText = '', prefixText, ...more] = text.split('/');
  const address = parseAddress(addressText);
  if (address === undefined || more.length > 0) return undefined;
  const bits = bitsOf(address.family);
  if (prefixText !== undefined && !/^(0|[1-9][0-9]{0,2})$/.test(prefixText)) return undefined;
  const prefix = prefixText === undefined ? bits : Number(prefixText);
  if (prefix > bits) return undefined;
  const rest = BigInt(bits - prefix);
  return { family: address.family, first: (address.value >> rest) << rest, prefix };
};

/** Whether an address lies in a block. */
export const liesIn = (block: AddressBlock, address: Address): boolean => {
  const rest = BigInt(bitsOf(block.family) - block.prefix);
  return block.family === address.family && address.value >> rest === block.first >> rest;
};

/** Whether two blocks share an address: of two such blocks, one holds the other. */
export const blocksOverlap = (left: AddressBlock, right: AddressBlock): boolean => {
  const [wide, narrow] = left.prefix <= right.prefix ? [left, right] : [right, left];
  return liesIn(wide, { family: narrow.family, value: narrow.first });
};

/** The address at a place of a block, counted from 0; `undefined` where the block has no such place. */
export const addressAt = (block: AddressBlock, place: number): string | undefined => {
  if (!Number.isSafeInteger(place) || place < 0 || BigInt(place) >= 1n << BigInt(bitsOf(block.family) - block.prefix)) return undefined;
  return renderAddress({ family: block.family, value: block.first + BigInt(place) });
};

/** The text of an address; IPv6 with its longest run of zeros shortened (RFC 5952). */
export const renderAddress = ({ family, value }: Address): string => {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');
  const groups = [112n, 96n, 80n, 64n, 48n, 32n, 16n, 0n].map((shift) => ((value >> shift) & 65535n).toString(16));
  let [start, length] = [0, 0];
  for (let from = 0; from < groups.length; from += 1) {
    let to = from;
    while (groups[to] === '0') to += 1;
    if (to - from > length) [start, length] = [from, to - from];
  }
  // A single zero group is written out.
  if (length < 2) return groups.join(':');
  return `${groups.slice(0, start).join(':')}::${groups.slice(start + length).join(':')}`;
};

const bitsOf = (family: 4 | 6): number => (family === 4 ? 32 : 128);

const parseAddress4 = (text: string): Address | undefined => {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9][0-9]{0,2})$/.test(part) && Number(part) <= 255)) return undefined;
  return { family: 4, value: parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n) };
};

const parseAddress6 = (text: string): Address | undefined => {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [left, right] = [readGroups(halves[0] ?? ''), readGroups(halves[1] ?? '')];
  if (left === undefined || right === undefined) return undefined;
  const missing = 8 - left.length - right.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...left, ...Array.from({ length: missing }, () => 0n), ...right];
  return { family: 6, value: groups.reduce((value, group) => (value << 16n) | group, 0n) };
};

/** The 16-bit groups of one side; a dotted IPv4 tail counts as two. */
const readGroups = (text: string): readonly bigint[] | undefined => {
  if (text === '') return [];
  const groups: bigint[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    const tail = index === parts.length - 1 && part.includes('.') ? parseAddress4(part) : undefined;
    if (tail !== undefined) groups.push(tail.value >> 16n, tail.value & 65535n);
    else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(BigInt(`0x${part}`));
    else return undefined;
  }
  return groups;
};
