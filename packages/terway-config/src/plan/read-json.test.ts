import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '@ack-hybrid/core';
import { canonicalJson, objectOf, readJsonObject, sameJson } from './read-json.ts';

const jsonObject = fc.dictionary(fc.string(), fc.jsonValue());

describe('readJsonObject', () => {
  it('reads what JSON.parse reads, whatever the white space', () => {
    fc.assert(
      fc.property(jsonObject, fc.constantFrom(undefined, 1, 2, '\t'), (object, indent) => {
        const text = JSON.stringify(object, null, indent);
        expect(objectOf(readJsonObject(text, 'test'))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('refuses what JSON.parse refuses', () => {
    const mutated = fc.tuple(jsonObject, fc.nat(), fc.constantFrom('', ',', '}', '"', '\\', 'x', '1', '\n', ' ')).map(([object, at, piece]) => {
      const text = JSON.stringify(object);
      const position = at % text.length;
      return text.slice(0, position) + piece + text.slice(position + 1);
    });
    fc.assert(
      fc.property(mutated, (text) => {
        let expected: unknown;
        try {
          expected = JSON.parse(text);
        } catch {
          expect(() => readJsonObject(text, 'test')).toThrow();
          return;
        }
        if (typeof expected === 'object' && expected !== null && !Array.isArray(expected)) expect(objectOf(readJsonObject(text, 'test'))).toEqual(expected);
        else expect(() => readJsonObject(text, 'test')).toThrow();
      }),
    );
  });

  it('remembers where each value stands', () => {
    const text = '{ "a" : [1, 2] , "b":"x"}';
    expect(readJsonObject(text, 'test').map(({ key, start, end }) => [key, text.slice(start, end)])).toEqual([['a', '[1, 2]'], ['b', '"x"']]);
  });

  it.each([
    ['', 'line 1, column 1: expected a JSON object, which begins with {'],
    ['[]', 'line 1, column 1: expected a JSON object, which begins with {'],
    ['{\n "a": 1,\n}', 'line 3, column 1: expected a key in double quotes'],
    ['{"a" 1}', 'line 1, column 6: expected a colon after the key'],
    ['{"a": 1 "b": 2}', 'line 1, column 9: expected a comma or }'],
    ['{"a": hello}', 'line 1, column 7: expected a JSON value'],
    ['{"a": 01}', 'line 1, column 8: expected a comma or }'],
    ['{"a": "secret-value', 'line 1, column 7: a string that does not end, or holds a bad escape or control character'],
    ['{} {}', 'line 1, column 4: expected nothing after the closing }'],
    [`{"a": ${'['.repeat(200)}`, 'line 1, column 107: nested deeper than 100 levels'],
  ])('says where %j breaks, without quoting it', (text, message) => {
    let thrown: unknown;
    try {
      readJsonObject(text, 'eni_conf');
    } catch (error) {
      thrown = error;
    }
    expect(InvalidInputError.isInstance(thrown)).toBe(true);
    expect((thrown as Error).message).toBe(`eni_conf: ${message}`);
  });
});

describe('sameJson', () => {
  it.each([
    [{ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }, true],
    [[1, 2], [2, 1], false],
    [{ a: undefined }, {}, true],
    [undefined, undefined, true],
    [undefined, null, false],
  ])('compares %j and %j: %s', (left, right, same) => {
    expect(sameJson(left, right)).toBe(same);
  });

  it('takes __proto__ for a key like any other', () => {
    expect(canonicalJson(objectOf(readJsonObject('{"__proto__": {"a": 1}}', 'test')))).toBe('{"__proto__":{"a":1}}');
  });
});
