import { expect, it } from 'vitest';
import { isoChina, isoMinutes, isoSeconds } from './time-format.ts';

it.each([
  ['seconds', isoSeconds, '2026-11-21T20:31:58Z'],
  ['minutes', isoMinutes, '2026-11-21T20:31Z'],
  ['China’s zone', isoChina, '2026-11-22T04:31:58+08:00'],
])('a time is written in %s', (_name, format, expected) => {
  expect(format(Date.UTC(2026, 10, 21, 20, 31, 58, 999))).toBe(expected);
});
