import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoteShellWord } from './quote.ts';

describe('quoteShellWord', () => {
  it.each([['', "''"], ['a/b.c-d', 'a/b.c-d'], ["it's", "'it'\\''s'"], ['$(x)', "'$(x)'"]])('quotes %j', (text, expected) => expect(quoteShellWord(text)).toBe(expected));

  it.each(['bash', 'dash'])('is exact in %s', (shell) => {
    const text = fc.string({ unit: 'binary', maxLength: 20 }).filter((value) => !value.includes('\0') && Buffer.from(value).toString() === value);
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 20 }), (texts) => {
        const script = `printf '%s\\0' ${texts.map((value) => quoteShellWord(value)).join(' ')}`;
        expect(execFileSync(shell, ['-c', script], { encoding: 'utf8' })).toBe(texts.map((value) => `${value}\0`).join(''));
      }),
      { numRuns: 20 },
    );
  });
});
