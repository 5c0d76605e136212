import { describe, expect, it } from 'vitest';
import { parseQuery } from '../http/exchange.ts';
import { bodyList, bodyObject, csOperation, queryFlag, queryInteger, queryList, type CsCall } from './cs-call.ts';

const call = (query: string, body = ''): CsCall => ({ path: [], requestId: 'r', asked: new Set(), exchange: { method: 'GET', path: '/', query: parseQuery(query), headers: {}, body: Buffer.from(body), actor: 'client' } });

describe('csOperation', () => {
  it.each([
    ['/clusters/c1/nodepools', true],
    ['/clusters/c1/nodepools/', false],
    ['/clusters//nodepools', false],
    ['/clusters/c1/x/nodepools', false],
    ['/v1/clusters/c1/nodepools', false],
  ])('a path with one star and %s: %s', (path, expected) => {
    expect(csOperation('X', 'GET', '/clusters/*/nodepools', () => undefined).pattern.test(path)).toBe(expected);
  });

  it('is a read by GET only', () => {
    expect([csOperation('X', 'GET', '/', () => undefined).kind, csOperation('X', 'DELETE', '/', () => undefined).kind]).toEqual(['read', 'write']);
  });
});

describe('reading a call', () => {
  it('takes lists as JSON or parted by commas', () => {
    expect([queryList(call('a=["x","y"]'), 'a'), queryList(call('a=x,y'), 'a'), queryList(call('a='), 'a'), queryList(call(''), 'a')]).toEqual([['x', 'y'], ['x', 'y'], undefined, undefined]);
  });

  it('takes numbers within their bounds', () => {
    expect([queryInteger(call('n=7'), 'n', { max: 10, fallback: 1 }), queryInteger(call(''), 'n', { max: 10, fallback: 1 })]).toEqual([7, 1]);
    expect(() => queryInteger(call('n=11'), 'n', { max: 10, fallback: 1 })).toThrow('n is 11; it must be from 1 to 10.');
  });

  it('takes flags', () => {
    expect([queryFlag(call('f=true'), 'f'), queryFlag(call('f=false'), 'f'), queryFlag(call(''), 'f')]).toEqual([true, false, false]);
  });

  it('refuses a body of another shape', () => {
    expect(bodyObject(call('', '{"a":1}'))).toEqual({ a: 1 });
    expect(() => bodyObject(call('', '[]'))).toThrow('not an object');
    expect(() => bodyList(call('', '{}'))).toThrow('not an array of objects');
    expect(() => bodyObject(call('', '{'))).toThrow('not JSON');
  });
});
