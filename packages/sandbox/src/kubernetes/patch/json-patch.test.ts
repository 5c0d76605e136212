import { describe, expect, it } from 'vitest';
import { applyJsonPatch } from './json-patch.ts';

const target = { a: { 'b/c': [1, 2] }, n: null };

describe('a JSON patch', () => {
  it('applies its operations in order to a copy', () => {
    const patch = [{ op: 'test', path: '/a/b~1c/1', value: 2 }, { op: 'add', path: '/a/b~1c/-', value: 3 }, { op: 'remove', path: '/n' }];
    expect(applyJsonPatch(target, patch)).toEqual({ a: { 'b/c': [1, 2, 3] } });
    expect(target.a['b/c']).toEqual([1, 2]);
  });

  it.each([
    [{ op: 'test', path: '/a/x', value: null }],
    [{ op: 'test', path: '', value: target }],
    [{ op: 'test', path: '/a', value: { 'b/c': [1, 2] } }],
  ])('holds the test %j', (operation) => {
    expect(applyJsonPatch(target, [operation])).toEqual(target);
  });

  it.each([
    [{ op: 'test', path: '/a', value: 1 }],
    [{ op: 'test', path: '/none', value: 'x' }],
    [{ op: 'remove', path: '/none' }],
    [{ op: 'add', path: '/none/x', value: 1 }],
    [{ op: 'move', from: '/none', path: '/a' }],
    [{ op: 'leap', path: '/a' }],
    [{ path: '/a' }],
    [1],
  ])('refuses %j with 422 as the server does', (operation) => {
    expect(() => applyJsonPatch(target, [operation])).toThrow('the server rejected our request due to an error in our request');
  });

  it('adds what it is to replace, and copies what is not there as null, as the server\'s library does', () => {
    expect(applyJsonPatch({ a: {} }, [{ op: 'replace', path: '/a/b', value: 1 }, { op: 'copy', from: '/none', path: '/c' }])).toEqual({ a: { b: 1 }, c: null });
    expect(() => applyJsonPatch({ a: [] }, [{ op: 'replace', path: '/a/0', value: 1 }])).toThrow(/rejected our request/);
  });

  it('refuses what is no list, and more than ten thousand operations', () => {
    expect(() => applyJsonPatch(target, { op: 'add' })).toThrow('error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp');
    expect(() => applyJsonPatch(target, Array.from({ length: 10_001 }, () => ({ op: 'test', path: '/n', value: null })))).toThrow('Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001');
  });
});
