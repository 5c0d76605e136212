import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressesOfPrefix, chooseVSwitch, showChoice } from './choose-vswitch.ts';

test.each([
  [0, 'a /29'],
  [4, 'a /29'],
  [5, 'a /28'],
  [252, 'a /24'],
  [253, 'a /23'],
  [65_532, 'a /16'],
  [65_533, '2 × /16'],
  [131_064, '2 × /16'],
  [131_065, '3 × /16'],
])('%i addresses need %s', (addresses, shown) => {
  expect(showChoice(chooseVSwitch(addresses))).toBe(shown);
});

test('the choice carries the addresses, and the next smaller one does not', () => {
  fc.assert(
    fc.property(fc.oneof(fc.nat({ max: 300_000 }), fc.nat({ max: 600 })), (addresses) => {
      const { prefix, count } = chooseVSwitch(addresses);
      expect(count * addressesOfPrefix(prefix)).toBeGreaterThanOrEqual(addresses);
      if (count > 1) expect((count - 1) * addressesOfPrefix(16)).toBeLessThan(addresses);
      else if (prefix < 29) expect(addressesOfPrefix(prefix + 1)).toBeLessThan(addresses);
    }),
  );
});
