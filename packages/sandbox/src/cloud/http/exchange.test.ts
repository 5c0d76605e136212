import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encode, parseQuery, queryValue, type Exchange } from './exchange.ts';

describe('encode', () => {
  it('is undone by decode', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => decode(encode(text)) === text));
  });

  it('leaves the unreserved characters of RFC 3986 only', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => /^[A-Za-z0-9\-._~%]*$/.test(encode(text))));
  });
});

describe('parseQuery', () => {
  it.each([
    ['', []],
    ['a=1&b=', [['a', '1'], ['b', '']]],
    ['acl', [['acl', undefined]]],
    ['a=b=c', [['a', 'b=c']]],
    ['a+b=%2B%20', [['a b', '+ ']]],
    ['a=%ZZ', [['a', '%ZZ']]],
  ])('reads %j', (text, expected) => {
    expect(parseQuery(text)).toEqual(expected);
  });
});

describe('queryValue', () => {
  it('tells a name without a value from one that is absent', () => {
    const exchange: Exchange = { method: 'GET', path: '/', query: parseQuery('acl&prefix=a'), headers: {}, body: Buffer.from(''), actor: 'client' };
    expect(['acl', 'prefix', 'policy'].map((name) => queryValue(exchange, name))).toEqual(['', 'a', undefined]);
  });
});
