/** One page of a list, and how many items there are in all. */
export interface ReadPage<Item> {
  readonly items: readonly Item[];
  readonly total: number;
}

/** Reads page after page until all are there. An empty page ends it, too: the total may shrink while we read. */
export const readPages = async <Item>(readPage: (pageNumber: number) => Promise<ReadPage<Item>>): Promise<readonly Item[]> => {
  const all: Item[] = [];
  for (let pageNumber = 1; ; pageNumber += 1) {
    const { items, total } = await readPage(pageNumber);
    all.push(...items);
    if (items.length === 0 || all.length >= total) return all;
  }
};
