import { describe, expect, it } from 'vitest';
import { findBash } from './real-tools.ts';
import { runProcess } from './run-process.ts';

const run = (script: string, options: { readonly timeoutMs?: number; readonly signal?: AbortSignal } = {}) =>
  runProcess(findBash(), ['-c', script], { cwd: '/', env: { PATH: '/usr/bin:/bin' }, timeoutMs: 10_000, ...options });

describe('runProcess', () => {
  it.each([
    ['exit 0', 0],
    ['exit 7', 7],
    ['kill -KILL $$', 137],
    ['nonexistent-command', 127],
  ])('gives the exit code of %s', async (script, exitCode) => {
    expect(await run(script)).toMatchObject({ exitCode, ended: 'exited' });
  });

  it('keeps standard output apart as well', async () => {
    expect(await run('echo a; echo b >&2; echo c')).toMatchObject({ stdout: 'a\nc\n', output: expect.stringContaining('b\n') as string });
  });

  it('gives no input and no environment but its own', async () => {
    expect((await run('read -r line || echo "end of input"; echo "[$HOME]"')).output).toBe('end of input\n[]\n');
  });

  it('does not start what was aborted before', async () => {
    expect(await run('sleep 30', { signal: AbortSignal.abort() })).toMatchObject({ exitCode: 130, ended: 'aborted' });
  });

  it('gives 126 for a program that is not there', async () => {
    expect(await runProcess('/nonexistent', [], { cwd: '/', env: {}, timeoutMs: 1000 })).toMatchObject({ exitCode: 126, ended: 'exited' });
  });
});
