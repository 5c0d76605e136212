import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRecord, recordOf, redactEniConf, restoreEniConf } from './eni-conf-record.ts';

const at = '2026-11-21T09:00:00.000Z';
const credentials = fc.dictionary(fc.constantFrom('access_key', 'access_secret', 'db_password'), fc.string());
const others = fc.dictionary(fc.constantFrom('max_pool_size', 'vswitches', 'x'), fc.oneof(fc.string(), fc.nat(), fc.dictionary(fc.string(), fc.string())));
const textOf = fc.tuple(credentials, others, fc.constantFrom(undefined, 1, 4)).map(([some, more, indent]) => JSON.stringify({ ...some, ...more }, null, indent));

describe('redactEniConf', () => {
  it('takes out the values of credentials and leaves every other byte', () => {
    expect(redactEniConf('{ "access_secret":  "canary" ,"access_key":"", "apiToken":"canary", "x":1 }')).toBe(
      '{ "access_secret":  "{{kept out by ack-hybrid: access_secret}}" ,"access_key":"", "apiToken":"{{kept out by ack-hybrid: apiToken}}", "x":1 }',
    );
  });
});

describe('restoreEniConf', () => {
  it('gives back the text before us byte for byte where nobody touched it since', () => {
    fc.assert(
      fc.property(textOf, fc.nat(), (previous, size) => {
        const applied = JSON.stringify({ ...(JSON.parse(previous) as object), max_pool_size: size }, null, 2);
        expect(restoreEniConf(applied, recordOf(previous, applied, at), 'keep')).toBe(previous);
      }),
    );
  });

  it('gives nothing where there was nothing', () => {
    expect(restoreEniConf('{"a":1}', recordOf(undefined, '{"a":1}', at), 'keep')).toBeUndefined();
  });

  it.each([
    ['puts back what we set and nobody changed', '{"a":1,"b":1}', '{"a":2,"b":1}', '{"a":2,"b":5}', { a: 1, b: 5 }],
    ['leaves what others set after us', '{"a":1}', '{"a":2}', '{"a":3,"n":1}', { a: 3, n: 1 }],
    ['takes out what we added', '{}', '{"a":2}', '{"a":2,"n":1}', { n: 1 }],
    ['puts in what we took out', '{"a":1}', '{}', '{"n":1}', { n: 1, a: 1 }],
  ])('%s', (_what, previous, applied, current, expected) => {
    expect(JSON.parse(restoreEniConf(current, recordOf(previous, applied, at), 'keep') ?? '')).toEqual(expected);
  });

  it('keeps the text as it is where nothing of ours is left in it', () => {
    const current = '{ "a":   7 }';
    expect(restoreEniConf(current, recordOf('{"a":1}', '{"a":2}', at), 'keep')).toBe(current);
  });

  it.each([
    ['untouched', '{"access_key":"id","access_secret":"new"}', { access_key: '', access_secret: '' }],
    ['touched', '{"access_key":"id","access_secret":"new","n":1}', { access_key: '', access_secret: '', n: 1 }],
  ])('empties credentials that it cannot give back from a text %s since', (_what, current, expected) => {
    const record = recordOf('{"access_key":"theirs","access_secret":"lost"}', '{"access_key":"id","access_secret":"new"}', at);
    expect(JSON.parse(restoreEniConf(current, record, 'blank') ?? '')).toEqual(expected);
  });
});

describe('parseRecord', () => {
  it('reads what was recorded, and nothing else', () => {
    const record = recordOf('{}', '{"a":1}', at);
    expect(parseRecord(JSON.stringify(record))).toEqual(record);
    expect(parseRecord(JSON.stringify({ ...record, previous: null }))?.previous).toBeNull();
    for (const text of [undefined, '', 'null', '[]', '{"applied":1}', '{"applied":"{}","at":"x"}']) expect(parseRecord(text)).toBeUndefined();
  });
});
