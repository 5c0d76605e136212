import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalQuantity, compareQuantities, resourceQuantity } from './quantity.ts';

const scale: Readonly<Record<string, number>> = { m: 1, '': 1_000, k: 1_000_000, M: 1_000_000_000, Ki: 1_024_000, Mi: 1_048_576_000 };
/** A quantity, and its value in thousandths, counted here and not by the code under test. */
const quantities = fc
  .record({ number: fc.integer({ min: 0, max: 100_000 }), suffix: fc.constantFrom(...Object.keys(scale)) })
  .map(({ number, suffix }) => ({ text: `${number}${suffix}`, thousandths: number * (scale[suffix] ?? Number.NaN) }));

describe('a quantity', () => {
  it('keeps its value and its form when it is written again', () => {
    fc.assert(
      fc.property(quantities, ({ text }) => {
        const written = canonicalQuantity(text);
        expect(compareQuantities(written, text)).toBe(0);
        expect(canonicalQuantity(written)).toBe(written);
        // Nothing here is finer than a thousandth, so that nothing is rounded.
        expect(compareQuantities(resourceQuantity(text), text)).toBe(0);
      }),
    );
  });

  it('is ordered by its value, whatever its suffix', () => {
    fc.assert(
      fc.property(quantities, quantities, (one, other) => {
        expect(Math.sign(compareQuantities(one.text, other.text))).toBe(Math.sign(one.thousandths - other.thousandths));
      }),
    );
  });

  it.each([
    ['1024Mi', '1Gi', 0],
    ['1Gi', '1G', 1],
    ['999m', '1', -1],
    ['-1', '0', -1],
  ])('%s beside %s is %i', (one, other, order) => expect(Math.sign(compareQuantities(one, other))).toBe(order));

  it.each(['', 'x', '1Q', '1.2.3', '1 Gi', '--1'])('is none: %j', (text) => expect(() => canonicalQuantity(text)).toThrow());
});
