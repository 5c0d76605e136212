import { describe, expect, it } from 'vitest';
import { SandboxError } from './sandbox-error.ts';

describe('SandboxError', () => {
  it('is told from other errors, and keeps its code and cause', () => {
    const cause = new TypeError('inner');
    const error = new SandboxError('NotReachable', 'nobody there', { cause });
    expect(error).toMatchObject({ name: 'SandboxError', code: 'NotReachable', message: 'nobody there', cause });
    expect([error, cause, null, 'text'].map((value) => SandboxError.isInstance(value))).toEqual([true, false, false, false]);
  });

  it('is recognised across two copies of the package', () => {
    const other = Object.assign(new Error('from another copy'), { [Symbol.for('@ack-hybrid/sandbox/SandboxError')]: true });
    expect(SandboxError.isInstance(other)).toBe(true);
  });
});
