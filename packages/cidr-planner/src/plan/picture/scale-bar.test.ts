import { expect, test } from 'vitest';
import { runsOf, scaleBar } from './scale-bar.ts';

const whole = { first: 0n, last: 255n };
const signs = { free: '.', taken: '#', conflict: '!' };

test.each([
  ['nothing', [], '........'],
  ['a quarter', [{ first: 64n, last: 127n, conflict: false }], '..##....'],
  ['one address, which fills its cell', [{ first: 255n, last: 255n, conflict: false }], '.......#'],
  ['a conflict in what is taken, in either order', [{ first: 0n, last: 255n, conflict: false }, { first: 32n, last: 63n, conflict: true }, { first: 0n, last: 127n, conflict: false }], '#!######'],
])('a bar of eight cells shows %s', (_what, parts, bar) => {
  expect(scaleBar(whole, parts, 8).map((cell) => signs[cell]).join('')).toBe(bar);
});

test('the whole of IPv6 is to scale as well', () => {
  const cells = scaleBar({ first: 0n, last: (1n << 128n) - 1n }, [{ first: 1n << 127n, last: (1n << 128n) - 1n, conflict: false }], 4);
  expect(cells.map((cell) => signs[cell]).join('')).toBe('..##');
});

test('runs say where they start and how long they are', () => {
  expect(runsOf(['free', 'taken', 'taken', 'conflict'])).toEqual([
    { cell: 'free', start: 0, length: 1 },
    { cell: 'taken', start: 1, length: 2 },
    { cell: 'conflict', start: 3, length: 1 },
  ]);
});
