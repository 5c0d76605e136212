import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectSandbox } from './control.ts';

const bin = fileURLToPath(new URL('./bin.ts', import.meta.url));

interface Run {
  readonly child: ChildProcess;
  output(): string;
  readonly ended: Promise<number | null>;
}

function run(...words: string[]): Run {
  let output = '';
  const child = spawn(process.execPath, ['--import', 'tsx', '--conditions=@ack-hybrid/source', bin, ...words], { stdio: ['ignore', 'pipe', 'pipe'], cwd: fileURLToPath(new URL('.', import.meta.url)) });
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, output: () => output, ended };
}
const poll = { timeout: 15_000, interval: 50 };

describe('the sandbox as a process', () => {
  it('prints what a shell needs, keeps its state between clients, and cleans up at SIGTERM', async () => {
    const { child, output, ended } = run();
    await expect.poll(output, poll).toContain('export ACK_SANDBOX=');
    const file = /^export KUBECONFIG=(.+)$/m.exec(output())?.[1] ?? '';
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const control = /^export ACK_SANDBOX=(.+)$/m.exec(output())?.[1] ?? '';
    const first = await connectSandbox(control);
    expect(first.kubeconfig).toBe(readFileSync(file, 'utf8'));
    expect((await (await connectSandbox(control)).snapshot()).cluster).toEqual((await first.snapshot()).cluster);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(existsSync(file)).toBe(false);
  });

  it('ends by itself when it is stopped through its control server, and leaves a named kubeconfig', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bin-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const { output, ended } = run('--kubeconfig-file', join(folder, 'config'), '--speed', '10');
    await expect.poll(output, poll).toContain('export ACK_SANDBOX=');
    await (await connectSandbox(/^export ACK_SANDBOX=(.+)$/m.exec(output())?.[1] ?? '')).stop();
    expect(await ended).toBe(0);
    expect(readFileSync(join(folder, 'config'), 'utf8')).toContain('kind: Config');
  });

  it.each([
    [['--help'], 0, 'Usage: npm run sandbox'],
    [['--nope'], 1, "Unknown option '--nope'"],
    [['--control-port', 'x'], 1, '--control-port is "x": give a port from 0 to 65535'],
    [['--speed', '0'], 1, '--speed is "0": give a number from 0.1 to 100'],
  ])('answers %j with exit code %i', async (words, exitCode, text) => {
    const { output, ended } = run(...words);
    expect(await ended).toBe(exitCode);
    expect(output()).toContain(text);
  });
});
