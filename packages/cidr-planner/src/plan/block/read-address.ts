import type { AddressFamily } from './address-family.ts';
import type { CidrFault, CidrFaultCode } from './cidr-fault.ts';

/** An address as a number, or the first fault of its text. */
export type AddressReading = { readonly family: AddressFamily; readonly value: bigint } | { readonly fault: CidrFault };

type NumberReading = { readonly value: bigint } | { readonly fault: CidrFault };

/** Reads an IPv4 address in four plain decimal octets, or an IPv6 address as RFC 4291 (section 2.2) writes it. */
export const readAddress = (text: string): AddressReading => {
  const zone = text.indexOf('%');
  if (zone >= 0) return fault('zone-id', zone, 'a zone id belongs to one interface of one machine', `Write the address without ${text.slice(zone)}.`);
  const family = text.includes(':') ? 6 : 4;
  const reading = family === 6 ? readAddress6(text) : readAddress4(text, 0);
  return 'fault' in reading ? reading : { family, value: reading.value };
};

const fault = (code: CidrFaultCode, position: number, problem: string, remedy: string): { readonly fault: CidrFault } => ({
  fault: { code, position, problem, remedy },
});

const readAddress4 = (text: string, offset: number): NumberReading => {
  const octets = text.split('.');
  let value = 0n;
  let position = offset;
  for (const octet of octets) {
    const reading = readOctet(octet, position);
    if ('fault' in reading) return reading;
    value = (value << 8n) | reading.value;
    position += octet.length + 1;
  }
  if (octets.length !== 4) {
    return fault('octet-count', offset, `an IPv4 address has 4 octets, and this has ${octets.length}`, 'Write all four octets, such as 10.0.0.0, with a point between them.');
  }
  return { value };
};

const readOctet = (octet: string, position: number): NumberReading => {
  if (octet === '') return fault('octet-empty', position, 'an octet is missing', 'Write a number from 0 to 255 between the points.');
  const odd = octet.search(/[^0-9]/u);
  if (odd >= 0) return fault('octet-not-a-number', position + odd, `the octet ${JSON.stringify(octet)} is not a plain decimal number`, 'Write digits only, 0 to 255: no sign, exponent or hexadecimal form.');
  if (octet.length > 1 && octet.startsWith('0')) {
    const plain = octet.replace(/^0+(?=.)/u, '');
    return fault('octet-leading-zero', position, `the octet ${octet} has a leading zero, which some programs read as octal`, `Write ${plain} for the decimal number.`);
  }
  if (octet.length > 3 || Number(octet) > 255) return fault('octet-too-large', position, `the octet ${octet} is larger than 255`, 'Write a number from 0 to 255.');
  return { value: BigInt(octet) };
};

const readAddress6 = (text: string): NumberReading => {
  const gap = text.indexOf('::');
  if (gap >= 0) {
    const second = text.indexOf('::', gap + 1);
    if (second >= 0) return fault('double-colon-twice', second, '"::" stands twice, so the zeros it stands for can not be counted', 'Keep one "::" and write the other zeros out.');
  }
  const head = readGroups(gap < 0 ? text : text.slice(0, gap), 0, gap < 0);
  if ('fault' in head) return head;
  const tail = gap < 0 ? { groups: [] } : readGroups(text.slice(gap + 2), gap + 2, true);
  if ('fault' in tail) return tail;
  const written = head.groups.length + tail.groups.length;
  if (gap < 0 ? written !== 8 : written > 7) {
    return fault('group-count', 0, `an IPv6 address has 8 groups, and this has ${written}${gap < 0 ? '' : ' beside "::"'}`, gap < 0 ? 'Write all eight groups, or "::" once for a run of zeros.' : 'Leave out "::", or a group: "::" stands for one zero group at least.');
  }
  const zeros = Array.from({ length: 8 - written }, () => 0n);
  const value = [...head.groups, ...zeros, ...tail.groups].reduce((sum, group) => (sum << 16n) | group, 0n);
  return { value };
};

/** The groups of one side of `::`; the side that ends the address may end in a dotted IPv4 tail, which is two groups. */
const readGroups = (text: string, offset: number, mayEndDotted: boolean): { readonly groups: readonly bigint[] } | { readonly fault: CidrFault } => {
  if (text === '') return { groups: [] };
  const groups: bigint[] = [];
  let position = offset;
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (mayEndDotted && index === parts.length - 1 && part.includes('.')) {
      const dotted = readAddress4(part, position);
      if ('fault' in dotted) return dotted;
      groups.push(dotted.value >> 16n, dotted.value & 0xffffn);
    } else {
      const group = readGroup(part, position);
      if ('fault' in group) return group;
      groups.push(group.value);
    }
    position += part.length + 1;
  }
  return { groups };
};

const readGroup = (group: string, position: number): NumberReading => {
  if (group === '') return fault('group-empty', position, 'a group is missing', 'Write a hexadecimal group between the colons, or "::" once for a run of zeros.');
  const odd = group.search(/[^0-9a-f]/iu);
  if (odd >= 0) return fault('group-not-hexadecimal', position + odd, `the group ${JSON.stringify(group)} is not hexadecimal`, 'Write 1 to 4 of the digits 0-9 and a-f.');
  if (group.length > 4) return fault('group-too-long', position, `the group ${group} has more than 4 digits`, 'Write 1 to 4 hexadecimal digits.');
  return { value: BigInt(`0x${group}`) };
};
