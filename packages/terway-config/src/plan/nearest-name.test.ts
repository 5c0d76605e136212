import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, nearestName } from './nearest-name.ts';

describe('nearestName', () => {
  const known = ['vswitches', 'max_pool_size', 'min_pool_size', 'security_groups'];
  it.each([
    ['vSwitches', 'vswitches'],
    ['vswitch', 'vswitches'],
    ['maxPoolSize', 'max_pool_size'],
    ['max-pool-size', 'max_pool_size'],
    ['max_pol_size', 'max_pool_size'],
    ['securitygroup', 'security_groups'],
    ['something_else_entirely', undefined],
    ['', undefined],
  ])('takes %s for %s', (name, nearest) => {
    expect(nearestName(name, known)).toBe(nearest);
  });
});

describe('editDistance', () => {
  it('is a metric', () => {
    const text = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        expect(editDistance(a, a)).toBe(0);
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
        if (a !== b) expect(editDistance(a, b)).toBeGreaterThan(0);
      }),
    );
  });
});
