import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CidrParseError } from '../../errors.ts';
import { cidrBlock } from '../../testing/arbitraries.ts';
import { parseCidrBlock } from './parse-cidr-block.ts';
import { readCidrBlock } from './read-cidr-block.ts';

const failureOf = (text: string): CidrParseError => {
  try {
    parseCidrBlock(text);
  } catch (error) {
    if (CidrParseError.isInstance(error)) return error;
  }
  return expect.fail(`${text} was accepted`);
};

test('a strict text becomes a block', () => {
  const block = parseCidrBlock('10.0.0.0/10');
  expect({ family: block.family, first: block.first, prefix: block.prefix }).toEqual({ family: 4, first: 0x0a000000n, prefix: 10 });
});

test('an IPv4 block has one text only: whatever is accepted prints as it was written', () => {
  const character = fc.constantFrom(...'0123456789./ +-e'.split(''));
  const almost = fc.tuple(cidrBlock, fc.nat({ max: 18 }), fc.nat({ max: 2 }), fc.string({ unit: character, maxLength: 2 }));
  fc.assert(
    fc.property(almost, ([block, position, removed, inserted]) => {
      const text = block.toString();
      const changed = `${text.slice(0, position)}${inserted}${text.slice(position + removed)}`;
      const reading = readCidrBlock(changed);
      if ('block' in reading && reading.block.family === 4) expect(reading.block.toString()).toBe(changed);
    }),
    { numRuns: 3_000 },
  );
});

test('host bits may be cleared instead of refused', () => {
  expect(String(parseCidrBlock('10.10.24.9/24', { hostBits: 'mask' }))).toBe('10.10.24.0/24');
});

test('an error names the text, the fault, the place and the way to mend it', () => {
  const error = failureOf('10.100.0.1/16');
  expect(error.message).toMatchInlineSnapshot(`""10.100.0.1/16" is not a CIDR block: 10.100.0.1 is an address inside 10.100.0.0/16, not the first of a /16 (character 1)"`);
  expect(error.remediation).toMatchInlineSnapshot(`"Write 10.100.0.0/16 for the block, or 10.100.0.1/32 for the one address."`);
  expect({ code: error.code, fault: error.fault.code, offered: error.fault.suggestion }).toEqual({ code: 'CidrParse', fault: 'host-bits', offered: '10.100.0.0/16' });
});

test('the messages of common faults are stable', () => {
  const texts = ['010.0.0.0/8', '10.0.0.0/08', '10.0.0.0/1e1', '10.0.0.0', '1\uff10.0.0.0/8', '10.0.0.0/8\n', '::ffff:10.0.0.0/104', 'fe80::1%eth0/64', '2001:00db8::/32', '', '1'.repeat(80)];
  expect(texts.map((text) => `${failureOf(text).message}. ${failureOf(text).remediation ?? ''}`).join('\n')).toMatchInlineSnapshot(`
    ""010.0.0.0/8" is not a CIDR block: the octet 010 has a leading zero, which some programs read as octal (character 1). Write 10 for the decimal number.
    "10.0.0.0/08" is not a CIDR block: the prefix length 08 has a leading zero (character 10). Write /8.
    "10.0.0.0/1e1" is not a CIDR block: the prefix length "1e1" is not a plain decimal number (character 11). Write digits only, 0 to 32: no sign, exponent, point or second slash.
    "10.0.0.0" is not a CIDR block: the prefix length is missing (character 9). Write the length of the prefix behind a slash: 10.0.0.0/32 for this one address, fewer for a block.
    "1０.0.0.0/8" is not a CIDR block: the character U+FF10 is not allowed (character 2). Write the digits 0-9 (and a-f) of the ASCII set; digits of other scripts only look alike.
    "10.0.0.0/8\\n" is not a CIDR block: there is a blank in the text (character 11). Write the block without blanks or line breaks.
    "::ffff:10.0.0.0/104" is not a CIDR block: this is an IPv4 block written as IPv4-mapped IPv6 (character 1). Write it as IPv4: 10.0.0.0/8.
    "fe80::1%eth0/64" is not a CIDR block: a zone id belongs to one interface of one machine (character 8). Write the address without %eth0.
    "2001:00db8::/32" is not a CIDR block: the group 00db8 has more than 4 digits (character 6). Write 1 to 4 hexadecimal digits.
    the text is empty. Write a block such as 10.0.0.0/10.
    "111111111111111111111111111111111111111111111111111111111111…" is not a CIDR block: the text has 80 characters, and no CIDR block has more than 49 (character 50). Write one block and nothing else."
  `);
});
