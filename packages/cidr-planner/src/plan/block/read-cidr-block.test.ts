import { describe, expect, test } from 'vitest';
import { readCidrBlock } from './read-cidr-block.ts';
import type { CidrFaultCode } from './cidr-fault.ts';

const faults: readonly (readonly [text: unknown, code: CidrFaultCode, position: number, suggestion?: string])[] = [
  [undefined, 'not-text', 0],
  [null, 'not-text', 0],
  [10, 'not-text', 0],
  [['10.0.0.0/8'], 'not-text', 0],
  ['', 'empty', 0],
  [`${'1'.repeat(60)}/8`, 'too-long', 49],
  [' 10.0.0.0/8', 'blank', 0],
  ['10.0.0.0/8 ', 'blank', 10],
  ['10.0.0.0 /8', 'blank', 8],
  ['10.0.0.0/8\n', 'blank', 10],
  ['10.0.0.0\u00a0/8', 'blank', 8],
  ['1\uff10.0.0.0/8', 'not-ascii', 1],
  ['10.0.0.0/\u0668', 'not-ascii', 9],
  ['10.0.0.0\u0000/8', 'not-ascii', 8],
  ['10.0.0.0', 'prefix-missing', 8],
  ['10.0.0.0/', 'prefix-missing', 8],
  ['::', 'prefix-missing', 2],
  ['10.0.0.0/+8', 'prefix-not-a-number', 9],
  ['10.0.0.0/-8', 'prefix-not-a-number', 9],
  ['10.0.0.0/1e1', 'prefix-not-a-number', 10],
  ['10.0.0.0/0x8', 'prefix-not-a-number', 10],
  ['10.0.0.0/8.0', 'prefix-not-a-number', 10],
  ['10.0.0.0/8/8', 'prefix-not-a-number', 10],
  ['10.0.0.0/255.0.0.0', 'prefix-is-netmask', 9, '10.0.0.0/8'],
  ['10.0.0.0/255.0.255.0', 'prefix-not-a-number', 12],
  ['10.0.0.0/08', 'prefix-leading-zero', 9, '10.0.0.0/8'],
  ['10.0.0.0/00', 'prefix-leading-zero', 9, '0.0.0.0/0'],
  ['10.0.0.0/099', 'prefix-too-large', 9],
  ['10.0.0.0/33', 'prefix-too-large', 9],
  ['10.0.0.0/4294967304', 'prefix-too-large', 9],
  ['2001:db8::/129', 'prefix-too-large', 11],
  ['10.0.0/8', 'octet-count', 0],
  ['10/8', 'octet-count', 0],
  ['10.0.0.0.0/8', 'octet-count', 0],
  ['10..0.0/8', 'octet-empty', 3],
  ['.10.0.0/8', 'octet-empty', 0],
  ['/8', 'octet-empty', 0],
  ['10.0.0.0-10.0.0.255/24', 'octet-not-a-number', 8],
  ['10.0.0.a/8', 'octet-not-a-number', 7],
  ['0x0a.0.0.0/8', 'octet-not-a-number', 1],
  ['+10.0.0.0/8', 'octet-not-a-number', 0],
  ['010.0.0.0/8', 'octet-leading-zero', 0],
  ['10.00.0.0/8', 'octet-leading-zero', 3],
  ['256.0.0.0/8', 'octet-too-large', 0],
  ['10.0.0.1000/8', 'octet-too-large', 7],
  ['10.100.0.1/16', 'host-bits', 0, '10.100.0.0/16'],
  ['2001:db8::1/64', 'host-bits', 0, '2001:db8::/64'],
  ['0.0.0.1/0', 'host-bits', 0, '0.0.0.0/0'],
  ['fe80::1%eth0/64', 'zone-id', 7],
  ['10.0.0.0%1/8', 'zone-id', 8],
  ['1::2::3/64', 'double-colon-twice', 4],
  [':::/64', 'double-colon-twice', 1],
  ['1:2:3:4:5:6:7/64', 'group-count', 0],
  ['1:2:3:4:5:6:7:8:9/64', 'group-count', 0],
  ['1:2:3:4:5:6:7:8::/128', 'group-count', 0],
  ['1:2:3:4:5:6:7:192.0.2.0/128', 'group-count', 0],
  [':1:2:3:4:5:6:7/64', 'group-empty', 0],
  ['1:2:3:4:5:6:7:/64', 'group-empty', 14],
  ['2001:00db8::/32', 'group-too-long', 5],
  ['2001:dbg::/32', 'group-not-hexadecimal', 7],
  ['192.0.2.0::/32', 'group-not-hexadecimal', 3],
  ['::192.0.02.0/120', 'octet-leading-zero', 8],
  ['::ffff:10.0.0.0/104', 'ipv4-mapped', 0, '10.0.0.0/8'],
  ['::ffff:a00:0/104', 'ipv4-mapped', 0, '10.0.0.0/8'],
];

describe('a text that is no strict CIDR block is refused', () => {
  test.each(faults)('%j is %s at %i', (text, code, position, suggestion) => {
    const reading = readCidrBlock(text);
    expect('fault' in reading && { code: reading.fault.code, position: reading.fault.position, suggestion: reading.fault.suggestion }).toEqual({ code, position, suggestion });
    expect('fault' in reading && reading.fault.problem).toMatch(/\w/);
    expect('fault' in reading && reading.fault.remedy).toMatch(/^\w.*\.$/);
  });

  test.each(faults.filter((fault) => fault[3] !== undefined))('what is offered for %j is itself a block', (_text, _code, _position, suggestion) => {
    expect(readCidrBlock(suggestion)).toHaveProperty('block');
  });
});

test('host bits are cleared where the caller asks for that', () => {
  const reading = readCidrBlock('10.100.3.7/16', { hostBits: 'mask' });
  expect('block' in reading && reading.block.toString()).toBe('10.100.0.0/16');
});

test('a block that merely holds the IPv4-mapped range is IPv6', () => {
  const reading = readCidrBlock('::/64');
  expect('block' in reading && reading.block.family).toBe(6);
});
