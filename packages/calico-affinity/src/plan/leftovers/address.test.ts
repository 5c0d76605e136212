import { isIP, BlockList } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressAt, blocksOverlap, liesIn, parseAddress, parseBlock, renderAddress } from './address.ts';

const anyAddress = fc.oneof(fc.ipV4(), fc.ipV6());

it.each(['', '10.0.0', '10.0.0.256', '10.0.0.01', '1.2.3.4.5', '::1::', '1:2:3:4:5:6:7:8:9', ':1', '1:2:3:4:5:6:7:8::', 'fe80::1%eth0', 'g::1', '1.2.3.4:80', '::1.2.3'])('reads no address in %j', (text) => {
  expect(parseAddress(text)).toBeUndefined();
});

it.each(['10.0.0.0/33', 'fd00::/129', '10.0.0.0/', '10.0.0.0/-1', '10.0.0.0/08', '10.0.0.0/8/8', 'x/8', '/8'])('reads no block in %j', (text) => {
  expect(parseBlock(text)).toBeUndefined();
});

describe('addresses', () => {
  it('read what Node.js takes for an address, and keep it through their text', () => {
    fc.assert(
      fc.property(anyAddress, (text) => {
        const address = parseAddress(text);
        const again = renderAddress(address!);
        return isIP(text) !== 0 && isIP(again) === address!.family && parseAddress(again)!.value === address!.value;
      }),
    );
  });

  it('refuse what Node.js refuses', () => {
    fc.assert(fc.property(fc.stringMatching(/^[0-9a-f:.]{0,12}$/), (text) => (parseAddress(text) !== undefined) === (isIP(text) !== 0)), { numRuns: 2000 });
  });

  it.each([
    ['fd00:0:0:1::1', 'fd00:0:0:1::1'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
    ['::ffff:10.0.0.1', '::ffff:a00:1'],
  ])('write %s as %s', (text, expected) => {
    expect(renderAddress(parseAddress(text)!)).toBe(expected);
  });
});

describe('blocks', () => {
  it('hold the addresses that Node.js says they hold', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 1, max: 32 }), fc.ipV4(), (network, prefix, text) => {
        const oracle = new BlockList();
        oracle.addSubnet(network, prefix, 'ipv4');
        return liesIn(parseBlock(`${network}/${prefix}`)!, parseAddress(text)!) === oracle.check(text, 'ipv4');
      }),
    );
  });

  it('never hold an address of the other family', () => {
    expect(liesIn(parseBlock('0.0.0.0/0')!, parseAddress('::1')!)).toBe(false);
    expect(liesIn(parseBlock('::/0')!, parseAddress('10.0.0.1')!)).toBe(false);
  });

  it.each([
    ['10.0.0.0/8', '10.1.0.0/16', true],
    ['10.1.0.0/16', '10.0.0.0/8', true],
    ['10.0.0.0/9', '10.128.0.0/9', false],
    ['fd00::/8', '10.0.0.0/8', false],
  ])('%s and %s overlap: %s', (left, right, expected) => {
    expect(blocksOverlap(parseBlock(left)!, parseBlock(right)!)).toBe(expected);
  });

  it.each([
    ['10.244.7.64/26', 0, '10.244.7.64'],
    ['10.244.7.64/26', 63, '10.244.7.127'],
    ['10.244.7.64/26', 64, undefined],
    ['10.244.7.64/26', -1, undefined],
    ['fd00::40/122', 3, 'fd00::43'],
  ])('%s has at place %s the address %s', (text, place, expected) => {
    expect(addressAt(parseBlock(text)!, place)).toBe(expected);
  });
});
