import { expect, test } from 'vitest';
import { lazyExpression } from './lazy-expression.ts';

test('the expression is made at the first use, and once', () => {
  const broken = lazyExpression('[', 'u');
  expect(() => broken()).toThrow(SyntaxError);
  const marks = lazyExpression(String.raw`[\p{Mn}\p{Me}]`, 'u');
  expect(marks()).toBe(marks());
  expect([marks().test('e\u0301'), marks().test('e')]).toEqual([true, false]);
});
