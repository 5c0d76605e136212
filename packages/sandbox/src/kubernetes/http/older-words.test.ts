import { expect, it } from 'vitest';
import { inOlderWords } from './older-words.ts';

it.each([
  [36, 'must be no more than 63 bytes'],
  [33, 'must be no more than 63 characters'],
])('a refusal of 1.%i says "%s"', (minor, words) => {
  const status = inOlderWords(minor, { kind: 'Status', message: 'x: must be no more than 63 bytes', details: { causes: [{ message: 'must be no more than 63 bytes' }] } });
  expect(status).toEqual({ kind: 'Status', message: `x: ${words}`, details: { causes: [{ message: words }] } });
});
