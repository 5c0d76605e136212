import { describe, expect, it } from 'vitest';
import { terwayAddress } from './terway-addresses.ts';

const vswitches = [{ id: 'vsw-1', cidr: '10.0.0.0/24' }, { id: 'vsw-2', cidr: '10.0.1.0/24' }, { id: 'vsw-small', cidr: '10.0.2.0/28' }];
const conf = (ids: unknown): string => JSON.stringify({ vswitches: { i: ids } });
/** The addresses that the sandbox gives out of vsw-1. */
const full = new Set(Array.from({ length: 256 }, (_, index) => `10.0.0.${index}`));

describe('the address of a pod', () => {
  it.each<[string, string | undefined, ReadonlySet<string>, string | undefined]>([
    ['the first that is free', conf(['vsw-1', 'vsw-2']), new Set(['10.0.0.100', '10.0.0.101']), '10.0.0.102'],
    ['of the next vSwitch where one is full', conf(['vsw-1', 'vsw-2']), full, '10.0.1.100'],
    ['of the next vSwitch where one is not there', conf(['vsw-none', 'vsw-2']), new Set(), '10.0.1.100'],
    ['none where all are full', conf(['vsw-1']), full, undefined],
    ['none of a vSwitch that is too small', conf(['vsw-small']), new Set(), undefined],
    ['none in another zone', JSON.stringify({ vswitches: { h: ['vsw-1'] } }), new Set(), undefined],
    ['none without Terway', undefined, new Set(), undefined],
    ['none by a text that is no JSON', '{"vswitches": {"i": ["vsw-1"],}}', new Set(), undefined],
    ['none where the zone has no list', conf('vsw-1'), new Set(), undefined],
  ])('is %s', (_which, text, taken, expected) => {
    expect(terwayAddress(text, 'i', vswitches, taken)).toBe(expected);
  });
});
