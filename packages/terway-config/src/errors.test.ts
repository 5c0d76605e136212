import { describe, expect, it } from 'vitest';
import { HybridError } from '@ack-hybrid/core';
import { AddonError, NotOursError } from './errors.ts';

describe('errors', () => {
  it('are told apart, and from their base', () => {
    const notOurs = new NotOursError({ target: 'RAM user u', message: 'exists', remediation: 'choose another' });
    const addon = new AddonError({ message: 'failed', remediation: 'look' });
    expect([NotOursError.isInstance(notOurs), NotOursError.isInstance(addon), NotOursError.isInstance(new HybridError({ code: 'x', message: 'y' }))]).toEqual([true, false, false]);
    expect([AddonError.isInstance(addon), AddonError.isInstance(notOurs), HybridError.isInstance(addon)]).toEqual([true, false, true]);
    expect(notOurs).toMatchObject({ code: 'NotOurs', message: 'RAM user u: exists', retryable: false });
  });
});
