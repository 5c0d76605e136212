import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { covers, meet, parseIpv4Address, parseIpv4Block, type Ipv4Block } from './ipv4-block.ts';

const block = (text: string): Ipv4Block => parseIpv4Block(text) as Ipv4Block;

describe('IPv4 blocks', () => {
  it.each(['10.0.0.0/8', '0.0.0.0/0', '192.168.0.1', '255.255.255.255/32', '128.0.0.0/1'])('reads %s', (text) => expect(parseIpv4Block(text)?.text).toBe(text));
  it.each(['', '10.0.0.0/33', '10.0.0.1/24', '010.0.0.0/8', '10.0.0.0/08', '10.0.0/8', '10.0.0.256', '::/0', '10.0.0.0/8/8', '10.0.0.0/-1', '10.0.0.0/', ' 10.0.0.0/8'])('refuses "%s"', (text) => expect(parseIpv4Block(text)).toBeUndefined());

  it('relates blocks as their bounds do', () => {
    expect(covers(block('10.0.0.0/8'), block('10.100.0.0/16'))).toBe(true);
    expect(covers(block('10.100.0.0/16'), block('10.0.0.0/8'))).toBe(false);
    expect(meet(block('10.100.0.0/16'), block('10.0.0.0/8'))).toBe(true);
    expect(meet(block('10.0.0.0/10'), block('10.100.0.0/16'))).toBe(false);
  });

  it('covers whatever it is made around', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), (text, prefix) => {
        const address = parseIpv4Address(text) ?? 0;
        const size = 2 ** (32 - prefix);
        const first = Math.floor(address / size) * size;
        const around = block(`${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.')}/${prefix}`);
        expect(covers(around, block(text))).toBe(true);
        expect(around.last - around.first + 1).toBe(size);
      }),
    );
  });
});
