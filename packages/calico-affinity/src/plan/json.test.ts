import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isJsonObject, mergePatchBetween, readPath, sameJson, withoutPath, withPath, type JsonObject } from './json.ts';

/** RFC 7396, section 2, as it is written there. */
const applyMergePatch = (target: unknown, patch: unknown): unknown => {
  if (!isJsonObject(patch)) return patch;
  const result: Record<string, unknown> = isJsonObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = applyMergePatch(result[key], value);
  }
  return result;
};

const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.integer(), { maxLength: 3 }));
const arbitraryObject = fc.letrec<{ object: JsonObject; value: unknown }>((tie) => ({
  object: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), tie('value'), { maxKeys: 4 }),
  value: fc.oneof({ depthSize: 'small' }, leaf, tie('object')),
})).object;

describe('mergePatchBetween', () => {
  it('leads from the one to the other, whatever they are', () => {
    fc.assert(
      fc.property(arbitraryObject, arbitraryObject, (before, after) => {
        expect(applyMergePatch(before, mergePatchBetween(before, after))).toEqual(after);
      }),
    );
  });

  it('is empty between equals and names nothing that stays', () => {
    expect(mergePatchBetween({ a: { b: 1 } }, { a: { b: 1 } })).toEqual({});
    expect(mergePatchBetween({ a: { b: 1, c: 2 }, d: [1] }, { a: { b: 1 }, d: [1, 2] })).toEqual({ a: { c: null }, d: [1, 2] });
  });
});

describe('sameJson', () => {
  it.each([
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
    [{ a: undefined }, {}, true],
    [[1, 2], [2, 1], false],
    [{ a: null }, {}, false],
    [[], {}, false],
    [{ a: [{ b: 1 }] }, { a: [{ b: 1 }] }, true],
    [undefined, null, false],
  ])('of %j and %j: %s', (left, right, same) => {
    expect(sameJson(left, right)).toBe(same);
  });
});

describe('paths', () => {
  it('are read until they end', () => {
    expect(readPath({ a: { b: 1 } }, ['a', 'b'])).toBe(1);
    expect(readPath({ a: [] }, ['a', 'b', 'c'])).toBeUndefined();
  });

  it('are made where they are missing, without changing the object', () => {
    const object = { a: { x: 1 } };
    expect(withPath(object, ['a', 'b', 'c'], 2)).toEqual({ a: { x: 1, b: { c: 2 } } });
    expect(object).toEqual({ a: { x: 1 } });
  });

  it.each<[string, JsonObject, number, JsonObject]>([
    ['leaves emptied objects above the given depth', { a: { b: { c: 1 } } }, 3, { a: { b: {} } }],
    ['takes emptied objects from the given depth on', { a: { b: { c: 1 } } }, 2, { a: {} }],
    ['takes all of them', { a: { b: { c: 1 } } }, 1, {}],
    ['keeps an object that holds something else', { a: { b: { c: 1, d: 2 } } }, 1, { a: { b: { d: 2 } } }],
    ['does nothing where nothing is there', { a: { d: 1 } }, 1, { a: { d: 1 } }],
  ])('are taken away: %s', (_, object, pruneFrom, left) => {
    expect(withoutPath(object, ['a', 'b', 'c'], pruneFrom)).toEqual(left);
  });
});
