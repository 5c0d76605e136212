import { describe, expect, it } from 'vitest';
import { copyJson, isJsonObject, isSameJson, readList, readObject, readPath, readString, stableText } from './json.ts';

describe('reading JSON', () => {
  const value = { a: [{ b: 'c' }], n: null };

  it('reads members and items, and undefined where a step is missing or inherited', () => {
    expect(readPath(value, 'a', 0, 'b')).toBe('c');
    expect(readPath(value, 'a', 'b')).toBeUndefined();
    expect(readPath(value, 'toString')).toBeUndefined();
  });

  it('stands in with empty values', () => {
    expect([readObject(value, 'x'), readList(value, 'x'), readString(value, 'n')]).toEqual([{}, [], undefined]);
    expect(readList(value, 'a')).toHaveLength(1);
  });

  it.each([[{}, true], [null, false], [[], false], ['x', false]])('tells whether %j is an object: %s', (candidate, expected) => {
    expect(isJsonObject(candidate)).toBe(expected);
  });

  it('compares and prints without regard to the order of keys', () => {
    expect(isSameJson({ a: 1, b: [2] }, { b: [2], a: 1 })).toBe(true);
    expect(isSameJson([1, 2], [2, 1])).toBe(false);
    expect(stableText({ b: 1, a: { d: 1, c: 2 } })).toBe('{"a":{"c":2,"d":1},"b":1}');
  });

  it('copies without undefined members and without sharing', () => {
    const copy = copyJson({ a: { b: 1 }, gone: undefined });
    expect(Object.keys(copy)).toEqual(['a']);
    expect(copyJson(undefined)).toBeUndefined();
  });
});
