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
    [{ op: 'replace', path: '/none', value: 1 }],
    [{ op: 'add', path: '/none/x', value: 1 }],
    [{ op: 'leap', path: '/a' }],
  ])('refuses %j with 422 as the server does', (operation) => {
    expect(() => applyJsonPatch(target, [operation])).toThrow('the server rejected our request due to an error in our request');
  });

  it.each([[{ op: 'add' }], [[{ path: '/a' }]], [[1]]])('refuses %j as no patch', (patch) => {
    expect(() => applyJsonPatch(target, patch)).toThrow(/error decoding patch/);
  });
});
