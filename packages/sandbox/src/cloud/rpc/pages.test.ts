import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { page, pageByMarker, pageByToken, type ResultBounds } from './pages.ts';
import { RpcParameters } from './rpc-parameters.ts';

const of = (values: Record<string, string>): RpcParameters => new RpcParameters(Object.entries(values));
const letters = [...'abcdefghijkl'];
const bounds: ResultBounds = { min: 1, max: 50, fallback: 10, outside: 'refuse' };

describe('page', () => {
  it('gives ten entries by default, and says how many there are', () => {
    expect(page(of({}), letters, 50)).toEqual({ items: letters.slice(0, 10), fields: { PageNumber: 1, PageSize: 10, TotalCount: 12 } });
    expect(page(of({ PageNumber: '2' }), letters, 50).items).toEqual(['k', 'l']);
    expect(page(of({ PageNumber: '3' }), letters, 50).items).toEqual([]);
  });

  it('goes on by token where MaxResults is given', () => {
    const first = page(of({ MaxResults: '7' }), letters, 50, bounds);
    const second = page(of({ MaxResults: '7', NextToken: String(first.fields['NextToken']) }), letters, 50, bounds);
    expect([...first.items, ...second.items]).toEqual(letters);
    expect(second.fields['NextToken']).toBe('');
  });

  it('refuses more than the maximum', () => {
    expect(() => page(of({ PageSize: '51' }), letters, 50)).toThrow('it must be from 1 to 50');
    expect(() => page(of({ MaxResults: '51' }), letters, 50, bounds)).toThrow('it must be from 1 to 50');
  });

  it.each([
    ['1', 10],
    ['0', 10],
    ['11', 11],
    ['500', 12],
  ])('takes the nearest number that is allowed for a MaxResults of %s, where the service does', (MaxResults, count) => {
    expect(page(of({ MaxResults }), letters, 50, { min: 10, max: 100, fallback: 10, outside: 'clamp' }).items).toHaveLength(count);
  });

  it('tells the number of the page and the token of the next one, whichever way it was asked, where the operation knows both', () => {
    const byNumber = page(of({ PageSize: '5', PageNumber: '2' }), letters, 50, bounds);
    expect(byNumber.fields).toMatchObject({ PageNumber: 2, PageSize: 5, TotalCount: 12 });
    expect(page(of({ NextToken: String(byNumber.fields['NextToken']) }), letters, 50, bounds)).toMatchObject({ items: ['k', 'l'], fields: { PageNumber: 1, PageSize: 10, NextToken: '' } });
  });

  it('takes no notice of PageSize where there is a token', () => {
    const first = page(of({ MaxResults: '5', PageSize: '2' }), letters, 50, bounds);
    expect(first.items).toHaveLength(5);
  });
});

describe('a list that is read on', () => {
  it('by token gives every entry once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 10 }), (count, size) => {
        const all = Array.from({ length: count }, (_value, index) => index);
        const seen: number[] = [];
        for (let token = 'start'; token !== ''; ) {
          const { items, fields } = pageByToken(of({ Size: String(size), ...(token === 'start' ? {} : { NextToken: token }) }), 'Size', all, { min: 1, max: 10, fallback: 10, outside: 'refuse' });
          seen.push(...items);
          token = String(fields['NextToken']);
        }
        expect(seen).toEqual(all);
      }),
    );
  });

  it('by marker says whether there is more', () => {
    const first = pageByMarker(of({ MaxItems: '12' }), letters);
    expect(first.fields).toEqual({ IsTruncated: false });
    const part = pageByMarker(of({ MaxItems: '5' }), letters);
    expect(part.fields['IsTruncated']).toBe(true);
    expect(pageByMarker(of({ Marker: String(part.fields['Marker']) }), letters).items).toEqual(letters.slice(5));
  });

  it('refuses a token that it did not give', () => {
    expect(() => pageByMarker(of({ Marker: 'x' }), letters)).toThrow('The specified Marker is not one that was handed out.');
  });
});
