import { ApiError } from '../errors/api-error.ts';

/** What a page of a list is asked with, as the official client names it. */
export interface PageRequest {
  readonly limit: number;
  readonly _continue?: string;
}

/** A page of a list, as the official client gives it. */
export interface ListPage<Item> {
  readonly items: readonly Item[];
  readonly metadata?: { readonly _continue?: string };
}

const pageSize = 500;
const restarts = 3;

/**
 * Reads a list of Kubernetes page by page and keeps views only, so that memory stays flat. A continue token lives as long as
 * etcd keeps its revision (five minutes by default): where it has expired (410), the list starts again.
 *
 * @param readPage sends the call for one page
 * @param view what is kept of an item; `undefined` leaves it out
 * @throws whatever `readPage` throws, and the 410 itself after three new starts
 * @example
 * const names = await listAll((page) => kubernetes.call({ verb: 'list', resource: 'nodes' }, () => core.listNode(page)), (node) => node.metadata?.name);
 */
export const listAll = async <Item, View>(readPage: (page: PageRequest) => Promise<ListPage<Item>>, view: (item: Item) => View | undefined): Promise<readonly View[]> => {
  for (let left = restarts; ; left -= 1) {
    try {
      return await readPages(readPage, view);
    } catch (error) {
      if (left === 0 || !ApiError.isInstance(error) || error.status !== 410) throw error;
    }
  }
};

const readPages = async <Item, View>(readPage: (page: PageRequest) => Promise<ListPage<Item>>, view: (item: Item) => View | undefined): Promise<readonly View[]> => {
  const views: View[] = [];
  let token: string | undefined;
  do {
    const page = await readPage(token === undefined ? { limit: pageSize } : { limit: pageSize, _continue: token });
    for (const item of page.items) {
      const seen = view(item);
      if (seen !== undefined) views.push(seen);
    }
    // The last page says "" or nothing.
    token = page.metadata?._continue || undefined;
  } while (token !== undefined);
  return views;
};
