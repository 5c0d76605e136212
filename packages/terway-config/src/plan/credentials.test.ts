import { Secret } from '@ack-hybrid/core';
import { describe, expect, it } from 'vitest';
import { isClean, planCredentials, type DesiredCredentials, type ObservedCredentials } from './credentials.ts';

const desired: DesiredCredentials = { userName: 'u', target: 'Secret s', replace: false, adopt: false };
const key = (id: string, active = true) => ({ id, active });
const held = (keyId: string, secret?: string, ours = true) => ({ keyId, secret: secret === undefined ? undefined : new Secret(secret), ours, exists: true });
const nothing = { keyId: '', ours: false, exists: false };
const kindsOf = (observed: ObservedCredentials, change: Partial<DesiredCredentials> = {}) =>
  planCredentials(observed, { ...desired, ...change }).map((action) => (action.kind === 'delete-key' ? `delete ${action.keyId}` : action.kind === 'write' ? `write ${action.source}` : 'create'));

describe('planCredentials', () => {
  it.each<[string, ObservedCredentials, string[]]>([
    ['nothing', { user: 'ours', keys: [], held: nothing }, ['create', 'write new']],
    ['no user yet', { user: 'absent', keys: [], held: nothing }, ['create', 'write new']],
    ['a match', { user: 'ours', keys: [key('LTAIa')], held: held('LTAIa', 's') }, []],
    ['a match and a leftover', { user: 'ours', keys: [key('LTAIa'), key('LTAIb')], held: held('LTAIa', 's') }, ['delete LTAIb']],
    ['white space around a match', { user: 'ours', keys: [key('LTAIa')], held: held('LTAIa', 's\n') }, ['write trim']],
    ['two leftovers', { user: 'ours', keys: [key('LTAIa'), key('LTAIb')], held: nothing }, ['delete LTAIa', 'delete LTAIb', 'create', 'write new']],
    ['an inactive match beside a leftover', { user: 'ours', keys: [key('LTAIa', false), key('LTAIb')], held: held('LTAIa', 's') }, ['delete LTAIb', 'create', 'write new', 'delete LTAIa']],
    ['an id without its secret', { user: 'ours', keys: [key('LTAIa')], held: held('LTAIa') }, ['create', 'write new', 'delete LTAIa']],
    ['a key of ours that someone deleted', { user: 'ours', keys: [], held: held('LTAIa', 's') }, ['create', 'write new']],
  ])('from %s', (_what, observed, kinds) => {
    expect(kindsOf(observed)).toEqual(kinds);
  });

  it('never deletes a key of a user that is not ours', () => {
    expect(kindsOf({ user: 'foreign', keys: [key('LTAIa')], held: nothing }, { adopt: true })).toEqual(['create', 'write new']);
    expect(kindsOf({ user: 'foreign', keys: [key('LTAIa', false)], held: held('LTAIa', 's') }, { adopt: true })).toEqual(['create', 'write new']);
  });

  it('overwrites a key of others on request only', () => {
    const observed: ObservedCredentials = { user: 'ours', keys: [], held: held('LTAItheirs', 's', false) };
    expect(() => kindsOf(observed)).toThrow(/Secret s: holds the access key …eirs/);
    expect(kindsOf(observed, { replace: true })).toEqual(['create', 'write new']);
  });
});

describe('isClean', () => {
  it.each([
    ['LTAIa', 's', true],
    ['LTAIa\n', 's', false],
    ['LTAIa', ' s', false],
    ['', undefined, true],
  ])('judges %j and %j: %s', (id, secret, clean) => {
    expect(isClean(held(id, secret))).toBe(clean);
  });
});
