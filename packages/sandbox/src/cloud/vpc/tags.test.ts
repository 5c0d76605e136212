import { expect, it } from 'vitest';
import { RpcParameters } from '../rpc/rpc-parameters.ts';
import { hasTags, tagsOf } from './tags.ts';

it.each([
  [[], true],
  [[{ key: 'a', value: '1' }], true],
  [[{ key: 'a', value: undefined }], true],
  [[{ key: 'a', value: '2' }], false],
  [[{ key: 'c', value: undefined }], false],
  [[{ key: 'a', value: '1' }, { key: 'b', value: '2' }], true],
  [[{ key: 'toString', value: undefined }], false],
])('tags a=1 and b=2 fit %j: %s', (wanted, expected) => {
  expect(hasTags({ a: '1', b: '2' }, wanted)).toBe(expected);
});

it('a tag without a value is stored with an empty one', () => {
  expect(tagsOf(new RpcParameters([['Tag.1.Key', 'a'], ['Tag.2.Key', 'b'], ['Tag.2.Value', 'x']]))).toEqual({ a: '', b: 'x' });
});
