import { HybridError, InvalidInputError } from '@ack-hybrid/core/errors';
import { expect, test } from 'vitest';
import { CidrParseError, describeCidrFault } from './errors.ts';

const fault = { code: 'prefix-missing', position: 8, problem: 'the prefix length is missing', remedy: 'Write it.' } as const;

test('a parse error is an invalid input and a hybrid error', () => {
  const error = new CidrParseError('10.0.0.0', fault);
  expect([CidrParseError.isInstance(error), InvalidInputError.isInstance(error), HybridError.isInstance(error)]).toEqual([true, true, true]);
  expect(error.name).toBe('CidrParseError');
  expect(error.issues).toEqual([{ path: '', message: '"10.0.0.0" is not a CIDR block: the prefix length is missing (character 9)' }]);
});

test('another error is no parse error', () => {
  expect(CidrParseError.isInstance(new InvalidInputError({ issues: [] }))).toBe(false);
  expect(CidrParseError.isInstance(undefined)).toBe(false);
});

test('control characters of a text are escaped and a long text is cut', () => {
  expect(describeCidrFault(`\u001b[31m${'1'.repeat(100)}`, fault)).toMatch(/^"\\u001b\[31m1+…" is not/);
  expect(describeCidrFault('1'.repeat(5_000), fault).length).toBeLessThan(200);
});

test('a value that is no text is not shown', () => {
  expect(describeCidrFault(10, { ...fault, problem: 'a value of type number is not the text of a CIDR block' })).toBe('a value of type number is not the text of a CIDR block');
});
