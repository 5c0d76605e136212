import { expect, test } from 'vitest';
import { either, fields, flag, list, mayBeAbsent, number, oneOf, text } from './json-shape.ts';

interface Sample {
  readonly name: string;
  readonly size?: number;
  readonly tags?: readonly string[];
}

const shape = fields<Sample>({ name: text, size: mayBeAbsent(number), tags: mayBeAbsent(list(text)) });

test.each([
  ['all fields', { name: 'a', size: 1, tags: ['x'] }, []],
  ['the fields that must be there', { name: 'a' }, []],
  ['a field that is undefined', { name: 'a', size: undefined, other: undefined }, []],
  ['a field too few', {}, ['name']],
  ['a field too many', { name: 'a', nmae: 'b' }, ['nmae']],
  ['a wrong type', { name: 'a', size: '1' }, ['size']],
  ['no finite number', { name: 'a', size: Number.NaN }, ['size']],
  ['a wrong element', { name: 'a', tags: ['x', 5] }, ['tags[1]']],
  ['no list', { name: 'a', tags: 'x' }, ['tags']],
  ['no object', [], ['']],
  ['a name of every object', JSON.parse('{"name":"a","__proto__":1}'), ['__proto__']],
])('%s', (_what, value, paths) => {
  expect(shape(value, '').map(({ path }) => path)).toEqual(paths);
});

test('a field that has no place there is told from a wrong type', () => {
  expect(shape({ nmae: 'a', size: 'x' }, 'at').map(({ path, isUnknown }) => [path, isUnknown])).toEqual([['at.nmae', true], ['at.name', undefined], ['at.size', undefined]]);
  expect(either(text, fields<{ a: string }>({ a: text }))({ b: 1 }, '').every(({ isUnknown }) => isUnknown === undefined)).toBe(true);
});

test.each([[flag, true, 'true'], [oneOf('a', 1), 1, 'a'], [oneOf('a', 1), 'a', 2]])('a flag or one of a few values: %#', (one, right, wrong) => {
  expect([one(right, 'x').length, one(wrong, 'x').map(({ path }) => path)]).toEqual([0, one === flag || wrong === 2 ? ['x'] : []]);
});
