import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json.ts';
import type { ListShape } from '../types/shape.ts';
import { deleteScalars, mergeItems, mergeScalars, orderItems } from './strategic-lists.ts';

const shape: ListShape = { kind: 'list', item: { kind: 'any' }, list: 'map', keys: ['k'], mergeKey: 'k', retainKeys: false };
const merge = (present: readonly unknown[], patch: readonly unknown[]): unknown => mergeItems(shape, present, patch, (_shape, target: JsonObject, more: JsonObject) => ({ ...target, ...more }));
const keyed = (...keys: (string | number)[]): JsonObject[] => keys.map((k) => ({ k }));

describe('the items of a keyed list', () => {
  it.each<[string, readonly unknown[], readonly unknown[], unknown]>([
    ['merge into the one with their key', [{ k: 1, a: 1 }], [{ k: 1, b: 2 }], [{ k: 1, a: 1, b: 2 }]],
    ['know keys by value and type', keyed(1), keyed('1'), keyed('1', 1)],
    ['merge twice where the patch has a key twice', keyed('x'), [{ k: 'x', a: 1 }, { k: 'x', b: 2 }], [{ k: 'x', a: 1, b: 2 }]],
    ['with a key that is there twice merge into the first', [{ k: 1, a: 1 }, { k: 1, a: 2 }], [{ k: 1, a: 3 }], [{ k: 1, a: 3 }, { k: 1, a: 2 }]],
    ['go before they are added again', [{ k: 1, a: 1 }], [{ k: 1, b: 2 }, { k: 1, $patch: 'delete' }], [{ k: 1, b: 2 }]],
    ['are deleted all where several have the key', [...keyed(1, 2), { k: 1, a: 1 }], [{ k: 1, $patch: 'delete' }], keyed(2)],
    ['that nobody has are deleted in peace', keyed(1), [{ k: 9, $patch: 'delete' }], keyed(1)],
    ['stand alone where the list is replaced, wherever that is said', keyed(1, 2), [{ k: 3 }, { $patch: 'replace' }], keyed(3)],
    ['are all gone where nothing replaces them', keyed(1), [{ $patch: 'replace' }], []],
  ])('%s', (_what, present, patch, expected) => {
    expect(merge(present, patch)).toEqual(expected);
  });

  it.each<[unknown, string]>([
    ['text', 'list element types are not identical: [[map[k:1]] [text]]'],
    [{ $patch: 'merge' }, 'merging lists cannot yet be specified in the patch'],
    [{ $patch: 'drop', k: 1 }, 'unknown patch type: drop in map: map[$patch:drop k:1]'],
    [{ $patch: 'delete' }, 'map: map[$patch:delete] does not contain declared merge key: k'],
    [{ a: 1 }, 'map: map[a:1] does not contain declared merge key: k'],
  ])('refuse %j with "%s"', (item, message) => {
    expect(() => merge(keyed(1), [item])).toThrow(message);
  });
});

describe('a set of scalars', () => {
  it('gets what it lacks, and each value once', () => {
    expect(mergeScalars(['a', 'b'], ['b', 'c', 'c'])).toEqual(['a', 'b', 'c']);
  });

  it('loses what is named, and refuses what is no list', () => {
    expect(deleteScalars(['a', 'b', 'a'], ['a', 'none'])).toEqual(['b']);
    expect(() => deleteScalars(['a'], 'a')).toThrow('invalid patch format of primitive list');
  });
});

describe('the order of a list', () => {
  it.each([
    ['bca', 'bca', 'abc', 'bca'],
    ['abcd', 'db', 'abcd', 'acdb'],
    ['abxy', 'ba', 'xyab', 'xyba'],
    ['abn', 'na', 'ab', 'nab'],
    ['ab', '', 'ba', 'ba'],
  ])('of %s wanted as %s and served as %s is %s', (items, wanted, served, expected) => {
    expect(orderItems([...items], [...wanted], [...served], '').join('')).toBe(expected);
  });
});
