import { HybridError } from '@ack-hybrid/core';
import { expect, it } from 'vitest';
import { CalicoAffinityError } from './errors.ts';

it('is recognised as itself and as one of the family', () => {
  const error = new CalicoAffinityError({ reason: 'cni-not-found', message: 'no Calico', remediation: 'Name it.' });
  expect(CalicoAffinityError.isInstance(error) && HybridError.isInstance(error)).toBe(true);
  expect(error).toMatchObject({ name: 'CalicoAffinityError', code: 'CalicoAffinity', reason: 'cni-not-found', nodes: [], remediation: 'Name it.', retryable: false });
  expect(CalicoAffinityError.isInstance(new HybridError({ code: 'X', message: 'x' }))).toBe(false);
  expect(CalicoAffinityError.isInstance(null)).toBe(false);
});
