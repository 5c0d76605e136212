import { describe, expect, it } from 'vitest';
import { CidrParseError } from '../../errors.ts';
import { badTexts } from '../../testing/bad-texts.ts';
import { parseCidrBlock } from './parse-cidr-block.ts';

const rows = Object.entries(badTexts).flatMap(([code, texts]) => texts.map(([text, position]) => ({ code, text, position })));

const errorOf = (text: unknown, options?: { readonly hostBits: 'mask' }): unknown => {
  try {
    return parseCidrBlock(text as string, options).toString();
  } catch (error) {
    return error;
  }
};

describe('a text that is no CIDR block', () => {
  it('has at least 200 examples, each once', () => {
    expect(rows.length).toBeGreaterThanOrEqual(200);
    expect(new Set(rows.map(({ text }) => text)).size).toBe(rows.length);
  });

  it.each(rows)('is refused as $code: $text', ({ code, text, position }) => {
    const error = errorOf(text);
    expect(CidrParseError.isInstance(error)).toBe(true);
    const { fault, message, remediation } = error as CidrParseError;
    expect({ code: fault.code, position: fault.position }).toEqual({ code, position });
    expect(message).toContain(fault.problem);
    expect(remediation).toMatch(/^Write |^Keep |^Leave /u);
    // A terminal or a log shows the message: no control character of the text may get through.
    expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it.each(badTexts['host-bits'])('offers the network address, and is read where the caller masks host bits: %s', (text) => {
    const { fault } = errorOf(text) as CidrParseError;
    expect(errorOf(text, { hostBits: 'mask' })).toBe(fault.suggestion);
    expect(parseCidrBlock(fault.suggestion ?? '').toString()).toBe(fault.suggestion);
  });

  it.each(rows.filter(({ code }) => code !== 'host-bits'))('is refused with host bits masked as well: $text', ({ text, code }) => {
    expect((errorOf(text, { hostBits: 'mask' }) as CidrParseError).fault.code).toBe(code);
  });

  it.each([undefined, null, 10, 10.5, true, Number.NaN, 10n, Symbol('10.0.0.0/8'), [], ['10.0.0.0/8'], {}, { cidr: '10.0.0.0/8' }, () => '10.0.0.0/8', new Date(0)])('is refused as not-text: %s', (value) => {
    expect((errorOf(value) as CidrParseError).fault).toMatchObject({ code: 'not-text', position: 0 });
  });
});
