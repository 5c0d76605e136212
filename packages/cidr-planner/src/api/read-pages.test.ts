import { expect, test } from 'vitest';
import { readPages } from './read-pages.ts';

const pagesOf = (...pages: readonly (readonly number[])[]) => {
  const asked: number[] = [];
  const read = async (pageNumber: number) => {
    asked.push(pageNumber);
    return { items: pages[pageNumber - 1] ?? [], total: 5 };
  };
  return { asked, read };
};

test.each([
  ['all pages', [[1, 2], [3, 4], [5]], [1, 2, 3, 4, 5], [1, 2, 3]],
  ['an empty page, where the total shrank', [[1, 2], [], [3]], [1, 2], [1, 2]],
  ['no page at all', [[]], [], [1]],
])('reading ends with %s', async (_what, pages, items, asked) => {
  const source = pagesOf(...pages);
  expect(await readPages(source.read)).toEqual(items);
  expect(source.asked).toEqual(asked);
});
