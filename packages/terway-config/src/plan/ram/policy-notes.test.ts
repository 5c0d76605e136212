import { describe, expect, it } from 'vitest';
import { noteKeys, parseNotes, renderAttached, renderPreviousDefault } from './policy-notes.ts';

const clusterId = 'c0123456789abcdef0123456789abcdef';
const user = { kind: 'user', name: 'u'.repeat(64) } as const;
const keys = noteKeys(clusterId, user);

describe('the notes of a policy', () => {
  it('are read as they were written', () => {
    for (const made of [true, false]) expect(parseNotes({ [keys.previousDefault]: renderPreviousDefault('v3', made) }, clusterId, user)).toEqual({ previousDefault: 'v3', madeVersion: made, attached: false });
    expect(parseNotes({ [keys.attached]: renderAttached(clusterId, user) }, clusterId, user)).toEqual({ previousDefault: undefined, madeVersion: false, attached: true });
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ['no tags', {}],
    ['tags of others', { team: 'platform' }],
    ['the tag of another cluster', { [noteKeys('c1', user).previousDefault]: 'v3 made', [keys.attached]: renderAttached('c1', user) }],
    ['the tag of another principal', { [noteKeys(clusterId, { kind: 'role', name: user.name }).attached]: renderAttached(clusterId, user) }],
    ['a value that isn’t ours', { [keys.previousDefault]: 'v3', [keys.attached]: 'yes' }],
  ])('are absent with %s', (_what, tags) => {
    expect(parseNotes(tags, clusterId, user)).toEqual({ previousDefault: undefined, madeVersion: false, attached: false });
  });

  it('fit into a tag, with the longest names', () => {
    for (const key of Object.values(noteKeys('c'.repeat(63), user))) expect(key.length).toBeLessThanOrEqual(128);
    expect(renderAttached('c'.repeat(63), user).length).toBeLessThanOrEqual(256);
  });
});
