import { format, inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Secret } from './secret.ts';

const canary = 'canary-4711';
const secret = new Secret(canary);

describe('Secret', () => {
  it('gives its value to those who ask for it', () => {
    expect(secret.reveal()).toBe(canary);
  });

  it.each([
    ['a template', `${secret}`],
    ['String', String(secret)],
    ['concatenation', 'key: ' + secret],
    ['JSON', JSON.stringify({ secret })],
    ['inspect', inspect({ deep: { secret } }, { depth: 9, showHidden: true })],
    ['format %s', format('%s', secret)],
    ['format %o', format('%o', secret)],
    ['an error message', new Error(`bad ${secret}`).message],
  ])('prints as [secret] in %s', (_, text) => {
    expect(text).toContain('[secret]');
    expect(text).not.toContain(canary);
  });

  it('has no property that shows it', () => {
    expect(JSON.stringify(Object.entries({ ...secret }))).toBe('[]');
    expect(Reflect.ownKeys(secret)).toEqual([]);
  });

  it('refuses to be cloned with its value', () => {
    expect(JSON.stringify(structuredClone(secret))).not.toContain(canary);
  });

  it.each([[new Secret(1), true], ['text', false], [null, false], [{}, false]])('knows a Secret: %s', (value, expected) => {
    expect(Secret.isInstance(value)).toBe(expected);
  });
});
