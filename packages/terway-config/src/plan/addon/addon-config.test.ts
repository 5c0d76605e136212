import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differingKeys, mergeAddonConfig, parseAddonConfig, recordConfig, undoConfig, type AddonConfig } from './addon-config.ts';

describe('parseAddonConfig', () => {
  it.each([
    ['', {}],
    [' \n', {}],
    ['{"a":1}', { a: 1 }],
    ['[]', undefined],
    ['null', undefined],
    ['x', undefined],
    ['"{}"', undefined],
  ])('reads %j as %j', (text, config) => {
    expect(parseAddonConfig(text)).toEqual(config);
  });
});

describe('parameters', () => {
  it('names those that differ, and leaves the others alone', () => {
    expect(differingKeys({ a: 1, b: { x: 1, y: 2 } }, { a: 2, b: { y: 2, x: 1 }, c: undefined })).toEqual(['a', 'c']);
    expect(mergeAddonConfig({ a: 1, b: 2 }, { a: 3 })).toEqual({ a: 3, b: 2 });
  });

  it('are given back by an undo, and those that are new taken away', () => {
    const record = recordConfig({ a: 1, b: 2 }, { a: 3, b: 2, c: 4 });
    expect(undoConfig({ a: 3, b: 2, c: 4 }, record)).toEqual({ config: { a: 1, b: 2 }, restored: ['a'], removed: ['c'], left: [] });
  });

  it('remember how they were before the first of two changes', () => {
    const record = recordConfig({ a: 2 }, { a: 3 }, recordConfig({ a: 1 }, { a: 2 }));
    expect(record).toEqual({ a: { before: 1, after: 3 } });
  });

  it('stay where somebody else has changed them since', () => {
    const record = recordConfig({ a: 1 }, { a: 2, b: 2 });
    expect(undoConfig({ a: 9, b: 9 }, record)).toEqual({ config: { a: 9, b: 9 }, restored: [], removed: [], left: ['a', 'b'] });
    expect(undoConfig({ a: 1 }, record)).toEqual({ config: { a: 1 }, restored: [], removed: [], left: [] });
  });

  it.each(['AccessKeySecret', 'access_key', 'sls-token', 'dbPassword', 'credentials'])('whose name is %s are not noted, as they may hold a credential', (key) => {
    const record = recordConfig({ [key]: 'canary-before' }, { [key]: 'canary-after' });
    expect(JSON.stringify(record)).not.toContain('canary');
    expect(undoConfig({ [key]: 'canary-after' }, record).left).toEqual([key]);
  });

  it('that hold a credential deeper down are not noted either', () => {
    expect(JSON.stringify(recordConfig({}, { oss: { accessKeySecret: 'canary' } }))).not.toContain('canary');
  });

  it('are as before after a change and its undo, whatever they are', () => {
    const config = fc.dictionary(fc.string({ minLength: 1 }).map((key) => `p${key}`), fc.jsonValue()) as fc.Arbitrary<AddonConfig>;
    fc.assert(
      fc.property(config, config, (before, asked) => {
        const { config: after, left } = undoConfig(mergeAddonConfig(before, asked), recordConfig(before, asked));
        if (left.length === 0) expect(differingKeys(after, before).concat(differingKeys(before, after))).toEqual([]);
      }),
    );
  });
});
