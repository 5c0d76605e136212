import { existsSync, readdirSync, readFileSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createScratchRoot, type ScratchRoot } from './scratch-root.ts';

let scratch: ScratchRoot;

beforeEach(async () => {
  scratch = await createScratchRoot({
    files: { '/etc/os-release': 'ID="alinux"\n', '/etc/empty': '' },
    folders: ['/etc', '/var/log', '/proc', '/opt'],
    commands: { fail: () => ({ exitCode: 7, stdout: 'out /etc/x\n', stderr: 'err\n' }), say: (words, cwd) => ({ exitCode: 0, stdout: `${cwd} ${words.join('|')}\n` }) },
  });
});
afterEach(() => scratch.remove());

describe('createScratchRoot', () => {
  it('writes where the script says, below the root, and shows the node its own paths', async () => {
    const result = await scratch.run('#!/bin/bash\nset -e\n. /etc/os-release\ncat <<EOF > /etc/made.conf\npath=/etc/made.conf id=$ID\nEOF\ncat /etc/made.conf');
    expect(result).toEqual({ exitCode: 0, log: 'path=/etc/made.conf id=alinux\n', stdout: 'path=/etc/made.conf id=alinux\n', ended: 'exited' });
    expect(scratch.files.read('/etc/made.conf')).toBe('path=/etc/made.conf id=alinux\n');
    expect(existsSync('/etc/made.conf')).toBe(false);
  });

  it('gives the journal, the exit code and both outputs of a stub', async () => {
    const result = await scratch.run(`cd /opt\nsay 'a b' "" /etc/x $'c\\nd'\nfail`);
    expect(result.exitCode).toBe(7);
    expect(result.log).toBe('/opt a b||/etc/x|c\nd\nout /etc/x\nerr\n');
    expect(scratch.journal()).toEqual(['say\ta b  /etc/x c\nd', 'fail\t']);
  });

  it('fails with 127 for a command that the node does not have', async () => {
    const result = await scratch.run('python3 --version');
    expect(result.exitCode).toBe(127);
    expect(result.log).toContain('python3: command not found');
  });

  it.each([
    ['touch', 'd=/; touch "${d}OUTSIDE/x"'],
    ['a pipe into tee', 'd=$(printf "\\x2f"); echo x | tee "${d}OUTSIDE/x"'],
    ['sudo', 'd=/; sudo -E A=1 touch "${d}OUTSIDE/x"'],
    ['sed in place', 'd=/; sed -i s/keep/lost/ "${d}OUTSIDE/keep"'],
    ['rm', 'd=/; rm -f "${d}OUTSIDE/keep"'],
    ['dd', 'd=/; echo lost | dd of="${d}OUTSIDE/keep"'],
    ['a redirection', 'echo lost > OUTSIDE/keep'],
    ['a variable that is empty', 'rm -f "$UNSET/OUTSIDE/keep"'],
  ])('keeps %s away from a folder of the machine, also where the path is made up at run time', async (_title, script) => {
    const outside = mkdtempSync(join(tmpdir(), 'outside-'));
    writeFileSync(join(outside, 'keep'), 'keep');
    const path = script.includes(' > ') || script.includes('$UNSET') ? outside : outside.slice(1);
    await scratch.run(script.replace('$UNSET/OUTSIDE', `$UNSET${outside}`).replaceAll('OUTSIDE', path));
    expect(readdirSync(outside)).toEqual(['keep']);
    expect(readFileSync(join(outside, 'keep'), 'utf8')).toBe('keep');
    rmSync(outside, { recursive: true });
  });

  it('passes the environment of the boot and nothing of the parent', async () => {
    process.env['SCRATCH_CANARY'] = 'canary';
    const result = await scratch.run('echo "$ALIBABA_CLOUD_TAINTS|$SCRATCH_CANARY|$HOME"', { env: { ALIBABA_CLOUD_TAINTS: 'a b' } });
    delete process.env['SCRATCH_CANARY'];
    expect(result.log).toBe('a b||/root\n');
  });

  it.each([
    ['the time limit', () => ({ timeoutMs: 300 }), 124, 'timed-out'],
    ['an abort', () => ({ signal: AbortSignal.timeout(300) }), 130, 'aborted'],
  ])('ends the script and its children at %s', async (_title, options, exitCode, ended) => {
    const result = await scratch.run('trap "" TERM\nsleep 60 & echo $!\nset -m; sleep 60 & echo $!\nwhile true; do sleep 0.1; done', options());
    expect(result).toMatchObject({ exitCode, ended });
    const pids = result.log.trim().split('\n').map(Number).filter((pid) => pid > 0);
    expect(pids.length).toBeGreaterThanOrEqual(2);
    await expect.poll(() => pids.filter(isRunning)).toEqual([]);
  });

  it('ends what the script left in the background', async () => {
    const result = await scratch.run('sleep 60 & echo $!');
    expect(result).toMatchObject({ exitCode: 0, ended: 'exited' });
    await expect.poll(() => isRunning(Number(result.log))).toBe(false);
  });

  it('keeps at most a mebibyte of output', async () => {
    const result = await scratch.run('head -c 3000000 /dev/zero | tr "\\0" x');
    expect(result.log.length).toBe(1024 * 1024);
  });

  it('reads no file outside of the root through a link', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'outside-'));
    writeFileSync(join(outside, 'secret'), 'canary');
    await scratch.run(`cd /etc && ln -s ../../../../../../../../..${outside}/secret ./link`);
    expect(scratch.files.list('/etc')).toContain('link');
    expect(scratch.files.read('/etc/link')).toBeUndefined();
    rmSync(outside, { recursive: true });
  });

  it('leaves no folder behind', async () => {
    await scratch.remove();
    expect(existsSync(scratch.path)).toBe(false);
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // Where nobody reaps orphans, a dead one stays in the table as a zombie.
    return process.platform !== 'linux' || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
