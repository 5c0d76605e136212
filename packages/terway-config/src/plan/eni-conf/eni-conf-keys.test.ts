import { describe, expect, it } from 'vitest';
import { describeEniConfKeys } from './eni-conf-keys.ts';
import { networkConfKeys } from './network-conf-keys.ts';

describe('the table of keys', () => {
  it('names each key once', () => {
    const names = describeEniConfKeys().map(({ key }) => key);
    expect(new Set(names).size).toBe(names.length);
  });

  it('shares no key with that of 10-terway.conf', () => {
    const names = new Set(describeEniConfKeys().map(({ key }) => key));
    expect(networkConfKeys.filter(({ key }) => names.has(key))).toEqual([]);
  });

  it('marks both halves of the access key, and nothing else, as a credential', () => {
    expect(describeEniConfKeys().filter(({ credential }) => credential).map(({ key }) => key)).toEqual(['access_key', 'access_secret']);
  });

  it('has a default that is allowed', () => {
    for (const { key, default: standard, allowed } of describeEniConfKeys()) {
      if (standard !== undefined && allowed !== undefined) expect([key, allowed]).toEqual([key, expect.arrayContaining([standard])]);
    }
  });

  it('says of each key in one sentence what it means', () => {
    for (const { key, meaning } of [...describeEniConfKeys(), ...networkConfKeys]) expect([key, /^[A-Z].*\.$/.test(meaning)]).toEqual([key, true]);
  });
});
