import { describe, expect, it } from 'vitest';
import { describeDifference } from './difference.ts';

describe('an answer', () => {
  const right = { count: 3, digest: 'aa', items: ['1', '2', '3'] };

  it.each([
    { name: 'equal', given: { count: 3, digest: 'aa', items: ['1', '2', '3'] }, told: undefined },
    { name: 'of another length', given: { count: 2, digest: 'bb', items: ['1', '2'] }, told: '2 answers where 3 are right' },
    { name: 'of other items', given: { count: 3, digest: 'cc', items: ['1', '9', '3'] }, told: 'answer 2 of 3 is 9, where 2 is right' },
    { name: 'too long to be shown', given: { count: 3, digest: 'dd' }, told: 'answer 1 of 3 is undefined, where 1 is right' },
  ])('$name is told as $told', ({ given, told }) => {
    expect(describeDifference(right, given)).toBe(told);
  });

  it('is told by its digest where neither is shown', () => {
    expect(describeDifference({ count: 5000, digest: 'aa' }, { count: 5000, digest: 'bb' })).toBe('another answer among 5000');
  });
});
