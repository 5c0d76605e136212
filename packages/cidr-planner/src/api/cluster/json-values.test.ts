import { expect, test } from 'vitest';
import { flagMember, listOf, objectOf, splitList, textMember, textsOf, wholeMember } from './json-values.ts';

test.each([null, undefined, 5, 'text', [1]])('%j has no members', (value) => {
  expect(objectOf(value)).toEqual({});
});

test('a value of the wrong type is left out', () => {
  expect([listOf('a'), textsOf(['a', 1, null, 'b']), textsOf({})]).toEqual([[], ['a', 'b'], []]);
  expect([textMember('a', ''), textMember('a', 5), textMember('a', 'x')]).toEqual([{}, {}, { a: 'x' }]);
  expect([flagMember('a', 'true'), flagMember('a', false)]).toEqual([{}, { a: false }]);
});

test.each([[24, { a: 24 }], ['24', { a: 24 }], ['24.5', {}], [24.5, {}], ['-1', {}], ['', {}], ['99999999999', {}], [null, {}]])('%j as a whole number', (value, member) => {
  expect(wholeMember('a', value)).toEqual(member);
});

test.each([['10.0.0.0/8, fd00::/48', ['10.0.0.0/8', 'fd00::/48']], [' 10.0.0.0/8\n', ['10.0.0.0/8']], ['', []], [5, []]])('the parts of %j', (text, parts) => {
  expect(splitList(text)).toEqual(parts);
});
