import { expect, test } from 'vitest';
import { parseCidrBlock } from '../block/parse-cidr-block.ts';
import { CidrSet } from '../set/cidr-set.ts';
import { findRoom } from './find-room.ts';

const room = (prefix: number, names: Readonly<Record<string, string>>, fixed: readonly string[] = []) =>
  findRoom({ within: new CidrSet('10.0.0.0/24'), fixed: new CidrSet(fixed), names: new Map(Object.entries(names).map(([name, text]) => [name, parseCidrBlock(text)])), family: 4, prefix });

test.each([
  ['the fewest addresses', 26, { a: '10.0.0.0/27', b: '10.0.0.64/28' }, [], { block: '10.0.0.64/26', release: ['b'] }],
  ['the lowest of equals', 26, { b: '10.0.0.64/28', a: '10.0.0.0/28' }, [], { block: '10.0.0.0/26', release: ['a'] }],
  ['all that lie there, in address order', 25, { b: '10.0.0.64/28', a: '10.0.0.0/28' }, ['10.0.0.128/32'], { block: '10.0.0.0/25', release: ['a', 'b'] }],
  ['one that is larger than what is wanted, as a whole', 28, { a: '10.0.0.0/25', b: '10.0.0.128/25' }, [], { block: '10.0.0.0/25', release: ['a'] }],
  ['nothing where something else stands beside it', 25, { a: '10.0.0.0/28' }, ['10.0.0.64/32'], undefined],
  ['nothing that reaches beyond the pool', 23, { a: '10.0.0.0/28' }, [], undefined],
  ['nothing without names', 28, {}, [], undefined],
])('room is made by releasing %s', (_what, prefix, names, fixed, found) => {
  expect(room(prefix, names, fixed)).toEqual(found);
});
