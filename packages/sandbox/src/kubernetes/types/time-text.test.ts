import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTime } from './time-text.ts';

describe('a time', () => {
  it('of any zone is written in UTC, as a Date reads it', () => {
    const moments = fc.date({ min: new Date('1970-01-01T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true });
    const offsets = fc.record({ sign: fc.constantFrom('+', '-'), hours: fc.integer({ min: 0, max: 14 }), minutes: fc.integer({ min: 0, max: 59 }) });
    fc.assert(
      fc.property(moments, offsets, (moment, { sign, hours, minutes }) => {
        const text = `${moment.toISOString().slice(0, 19)}${sign}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
        expect(readTime(text, 'time')).toBe(`${new Date(text).toISOString().slice(0, 19)}Z`);
      }),
    );
  });

  it.each([
    ['2024-02-30T00:00:00Z', 'day out of range'],
    ['2023-02-29T00:00:00Z', 'day out of range'],
    ['2024-01-01T24:00:00Z', 'hour out of range'],
    ['2024-01-01T00:00:00', 'cannot parse "" as "Z07:00"'],
    ['2024-01-01T00:00:00+0800', 'cannot parse "+0800" as "Z07:00"'],
    ['2024-01-01T00:00:00Zx', 'extra text: "x"'],
  ])('is refused in the words of Go: %s', (text, words) => expect(() => readTime(text, 'time')).toThrow(words));

  it('with a fraction keeps six digits where they are wanted, and none elsewhere', () => {
    expect(readTime('2024-02-29T01:02:03.123456+01:00', 'micro-time')).toBe('2024-02-29T00:02:03.123456Z');
    expect(readTime('2024-02-29T01:02:03.123456+01:00', 'time')).toBe('2024-02-29T00:02:03Z');
    expect(() => readTime('2024-02-29T01:02:03Z', 'micro-time')).toThrow('as ".000000"');
  });
});
