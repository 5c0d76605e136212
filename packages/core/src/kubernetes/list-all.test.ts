import { describe, expect, it } from 'vitest';
import { ApiError } from '../errors/api-error.ts';
import { listAll, type ListPage } from './list-all.ts';

const expired = () => new ApiError({ service: 'kubernetes', operation: 'list nodes', status: 410, errorCode: 'Expired', detail: 'The provided continue parameter is too old', outcome: 'refused' });

/** Answers each page in turn, or fails with what stands in its place. */
const pages = (...answers: readonly (ListPage<number> | ApiError)[]) => {
  const asked: (string | undefined)[] = [];
  let next = 0;
  return {
    asked,
    read: async ({ _continue }: { readonly limit: number; readonly _continue?: string }) => {
      asked.push(_continue);
      const answer = answers[next++];
      if (answer === undefined || ApiError.isInstance(answer)) throw answer ?? new Error('asked once too often');
      return answer;
    },
  };
};

describe('listAll', () => {
  it('follows the continue token until there is none, and keeps what the view gives', async () => {
    const { asked, read } = pages({ items: [1, 2], metadata: { _continue: 'a' } }, { items: [3], metadata: { _continue: '' } });
    expect(await listAll(read, (item) => (item === 2 ? undefined : item * 10))).toEqual([10, 30]);
    expect(asked).toEqual([undefined, 'a']);
  });

  it('starts again where the token has expired, and counts no item twice', async () => {
    const { asked, read } = pages({ items: [1], metadata: { _continue: 'a' } }, expired(), { items: [1], metadata: { _continue: 'b' } }, { items: [2] });
    expect(await listAll(read, (item) => item)).toEqual([1, 2]);
    expect(asked).toEqual([undefined, 'a', undefined, 'b']);
  });

  it('gives up where tokens expire again and again', async () => {
    const { asked, read } = pages(...Array.from({ length: 4 }, () => [{ items: [1], metadata: { _continue: 'a' } }, expired()]).flat());
    await expect(listAll(read, (item) => item)).rejects.toMatchObject({ errorCode: 'Expired' });
    expect(asked).toHaveLength(8);
  });

  it('does not start again for another failure', async () => {
    const gone = new ApiError({ service: 'kubernetes', operation: 'list nodes', status: 404, errorCode: 'NotFound', detail: 'no', outcome: 'refused' });
    const { asked, read } = pages(gone);
    await expect(listAll(read, (item) => item)).rejects.toBe(gone);
    expect(asked).toHaveLength(1);
  });
});
