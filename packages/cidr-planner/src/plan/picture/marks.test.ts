import { expect, test } from 'vitest';
import { showMarks } from './marks.ts';

test.each([
  [{ errors: [], warnings: [] }, ''],
  [{ errors: [1], warnings: [] }, '!!1'],
  [{ errors: [1, 3], warnings: [4] }, '!!1,3 !4'],
  [{ errors: [], warnings: [1, 2, 3, 4] }, '!1,2,3,…'],
])('the findings %j are marked %j', (marks, text) => {
  expect(showMarks(marks)).toBe(text);
});
