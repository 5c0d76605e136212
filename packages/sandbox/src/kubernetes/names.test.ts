import { describe, expect, it } from 'vitest';
import { generatedSuffix, newUid, timeText } from './names.ts';

describe('what the server names', () => {
  it('ends generated names in five letters of its alphabet', () => {
    expect(generatedSuffix()).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(generatedSuffix(8)).toHaveLength(8);
  });

  it('gives every object another uid', () => {
    expect(newUid()).not.toBe(newUid());
  });

  it('writes times without fractions of a second', () => {
    expect(timeText(1_767_225_600_999)).toBe('2026-01-01T00:00:00Z');
  });
});
