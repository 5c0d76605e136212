import { describe, expect, it } from 'vitest';
import { isJsonObject, objectOf, parseJson, parseJsonObject, stringsOf, textOf } from './json.ts';

describe('reading JSON of unknown shape', () => {
  it.each([
    [{}, true],
    [[], false],
    [null, false],
    ['x', false],
    [undefined, false],
  ])('isJsonObject of %j is %s', (value, expected) => {
    expect(isJsonObject(value)).toBe(expected);
  });

  it('gives an empty object, list or nothing where the value is of another kind', () => {
    expect([objectOf([1]), objectOf({ a: 1 })]).toEqual([{}, { a: 1 }]);
    expect([stringsOf('x'), stringsOf(['a', 1, 'b'])]).toEqual([[], ['a', 'b']]);
    expect([textOf(1), textOf(''), textOf('x')]).toEqual([undefined, undefined, 'x']);
  });

  it('gives nothing for text that is no JSON', () => {
    expect([parseJson('{'), parseJson('1'), parseJsonObject('1'), parseJsonObject('{"a":1}')]).toEqual([undefined, 1, undefined, { a: 1 }]);
  });
});
