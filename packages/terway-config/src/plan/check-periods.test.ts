import { describe, expect, it } from 'vitest';
import { isDecimal, isDuration } from './check-periods.ts';

describe('isDuration', () => {
  it.each(['0', '-0', '10m', '1h30m', '1.5h', '.5s', '5.s', '300ms', '-1s', '+2us', '1µs', '1μs', '2562047h'])('takes %s, as Go does', (text) => {
    expect(isDuration(text)).toBe(true);
  });

  it.each(['', '10', '10 m', 'm', '.s', '1d', '1H', '1m-2s', '2562048h', '9999999999999999999ns'])('refuses %j, as Go does', (text) => {
    expect(isDuration(text)).toBe(false);
  });
});

describe('isDecimal', () => {
  it.each(['0.1', '1', '-.5', '5.', '1e-3', '1E4'])('takes %s', (text) => {
    expect(isDecimal(text)).toBe(true);
  });

  it.each(['', '10%', '1_0', '.', 'e1', '1e400', ' 1'])('refuses %j', (text) => {
    expect(isDecimal(text)).toBe(false);
  });
});
