import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { page, pageByMarker, pageByToken } from './pages.ts';
import { RpcParameters } from './rpc-parameters.ts';

const of = (values: Record<string, string>): RpcParameters => new RpcParameters(Object.entries(values));
const letters = [...'abcdefghijkl'];

describe('page', () => {
  it('gives ten entries by default, and says how many there are', () => {
    expect(page(of({}), letters, 50)).toEqual({ items: letters.slice(0, 10), fields: { PageNumber: 1, PageSize: 10, TotalCount: 12 } });
    expect(page(of({ PageNumber: '2' }), letters, 50).items).toEqual(['k', 'l']);
    expect(page(of({ PageNumber: '3' }), letters, 50).items).toEqual([]);
  });

  it('goes on by token where MaxResults is given', () => {
    const first = page(of({ MaxResults: '7' }), letters, 50);
    const second = page(of({ MaxResults: '7', NextToken: String(first.fields['NextToken']) }), letters, 50);
    expect([...first.items, ...second.items]).toEqual(letters);
    expect(second.fields['NextToken']).toBe('');
  });

  it('refuses more than the maximum', () => {
    expect(() => page(of({ PageSize: '51' }), letters, 50)).toThrow('it must be from 1 to 50');
  });
});

describe('a list that is read on', () => {
  it('by token gives every entry once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 10 }), (count, size) => {
        const all = Array.from({ length: count }, (_value, index) => index);
        const seen: number[] = [];
        for (let token = 'start'; token !== ''; ) {
          const { items, fields } = pageByToken(of({ Size: String(size), ...(token === 'start' ? {} : { NextToken: token }) }), 'Size', all, 10);
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
