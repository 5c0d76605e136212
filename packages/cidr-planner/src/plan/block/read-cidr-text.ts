import { addressBits } from './address-family.ts';
import type { AddressFamily } from './address-family.ts';
import type { CidrFault, CidrFaultCode } from './cidr-fault.ts';
import { formatAddress } from './format-address.ts';
import { readAddress } from './read-address.ts';

/** How {@link parseCidrBlock} reads. */
export interface ParseCidrBlockOptions {
  /** Bits that are set behind the prefix: `refuse` (the default) is a fault, `mask` clears them. */
  readonly hostBits?: 'refuse' | 'mask';
}

/** The family, the first address and the prefix of a block, or the first fault of its text. */
export type CidrTextReading = { readonly family: AddressFamily; readonly address: bigint; readonly prefix: number } | { readonly fault: CidrFault };

/** The longest text of a block: an IPv6 address with a dotted tail, and `/128`. */
const longestText = 49;

/** The slow reader, which knows every fault and where it stands. The fast readers take nothing that it refuses. */
export const readCidrText = (text: unknown, options: ParseCidrBlockOptions = {}): CidrTextReading => {
  if (typeof text !== 'string') {
    const kind = text === null ? 'null' : Array.isArray(text) ? 'a list' : `a value of type ${typeof text}`;
    return fault('not-text', 0, `${kind} is not the text of a CIDR block`, 'Write the block as text, such as "10.0.0.0/10", in quotes where the format needs them.');
  }
  const unreadable = readCharacters(text);
  if (unreadable) return { fault: unreadable };

  const slash = text.indexOf('/');
  const addressText = slash < 0 ? text : text.slice(0, slash);
  const address = readAddress(addressText);
  if ('fault' in address) return address;
  const bits = addressBits(address.family);
  if (slash < 0 || slash === text.length - 1) {
    return fault('prefix-missing', slash < 0 ? text.length : slash, 'the prefix length is missing', `Write the length of the prefix behind a slash: ${addressText}/${bits} for this one address, fewer for a block.`);
  }
  const prefix = readPrefix(text.slice(slash + 1), slash + 1, address);
  if ('fault' in prefix) return prefix;

  const first = networkOf(address.family, address.value, prefix.value);
  // ::ffff:a.b.c.d is an IPv4 address in disguise; taken as IPv6 it would meet no IPv4 block, and hide a conflict.
  if (address.family === 6 && address.value >> 32n === 0xffffn && prefix.value >= 96) {
    const plain = blockText(4, address.value & 0xffff_ffffn, prefix.value - 96);
    return fault('ipv4-mapped', 0, 'this is an IPv4 block written as IPv4-mapped IPv6', `Write it as IPv4: ${plain}.`, plain);
  }
  if (first !== address.value && options.hostBits !== 'mask') {
    const network = blockText(address.family, first, prefix.value);
    return fault('host-bits', 0, `${formatAddress(address.family, address.value)} is an address inside ${network}, not the first of a /${prefix.value}`, `Write ${network} for the block, or ${formatAddress(address.family, address.value)}/${bits} for the one address.`, network);
  }
  return { family: address.family, address: first, prefix: prefix.value };
};

const networkOf = (family: AddressFamily, address: bigint, prefix: number): bigint => {
  const hostBits = BigInt(addressBits(family) - prefix);
  return (address >> hostBits) << hostBits;
};

const blockText = (family: AddressFamily, address: bigint, prefix: number): string => `${formatAddress(family, networkOf(family, address, prefix))}/${prefix}`;

const fault = (code: CidrFaultCode, position: number, problem: string, remedy: string, suggestion?: string): { readonly fault: CidrFault } => ({
  fault: { code, position, problem, remedy, ...(suggestion === undefined ? {} : { suggestion }) },
});

const readCharacters = (text: string): CidrFault | undefined => {
  if (text === '') return fault('empty', 0, 'the text is empty', 'Write a block such as 10.0.0.0/10.').fault;
  if (text.length > longestText) {
    return fault('too-long', longestText, `the text has ${text.length} characters, and no CIDR block has more than ${longestText}`, 'Write one block and nothing else.').fault;
  }
  const blank = text.search(/\s/u);
  if (blank >= 0) return fault('blank', blank, 'there is a blank in the text', 'Write the block without blanks or line breaks.').fault;
  const foreign = text.search(/[^\x21-\x7e]/u);
  if (foreign >= 0) {
    const code = text.codePointAt(foreign)?.toString(16).toUpperCase().padStart(4, '0') ?? '';
    return fault('not-ascii', foreign, `the character U+${code} is not allowed`, 'Write the digits 0-9 (and a-f) of the ASCII set; digits of other scripts only look alike.').fault;
  }
  return undefined;
};

interface Address {
  readonly family: AddressFamily;
  readonly value: bigint;
}

const readPrefix = (text: string, position: number, address: Address): { readonly value: number } | { readonly fault: CidrFault } => {
  const most = addressBits(address.family);
  const odd = text.search(/[^0-9]/u);
  if (odd >= 0) {
    const length = address.family === 4 ? lengthOfNetmask(text) : undefined;
    if (length !== undefined) {
      const suggestion = blockText(4, address.value, length);
      return fault('prefix-is-netmask', position, `${text} is a netmask`, `Write the length of the prefix instead: ${suggestion}.`, suggestion);
    }
    return fault('prefix-not-a-number', position + odd, `the prefix length ${JSON.stringify(text)} is not a plain decimal number`, `Write digits only, 0 to ${most}: no sign, exponent, point or second slash.`);
  }
  const value = Number(text);
  if (value > most) return fault('prefix-too-large', position, `the prefix length ${text} is larger than ${most}`, `Write 0 to ${most} for IPv${address.family}.`);
  if (text.length > 1 && text.startsWith('0')) {
    const suggestion = blockText(address.family, address.value, value);
    return fault('prefix-leading-zero', position, `the prefix length ${text} has a leading zero`, `Write /${value}.`, suggestion);
  }
  return { value };
};

const lengthOfNetmask = (text: string): number | undefined => {
  const address = readAddress(text);
  if ('fault' in address || address.family !== 4) return undefined;
  const bits = address.value.toString(2).padStart(32, '0');
  return /^1*0*$/u.test(bits) ? bits.replace(/0+$/u, '').length : undefined;
};
