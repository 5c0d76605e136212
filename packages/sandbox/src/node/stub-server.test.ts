import { spawnSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findBash } from './real-tools.ts';
import { startStubServer, type StubAnswer, type StubCall } from './stub-server.ts';

async function stub(answer: (call: StubCall) => StubAnswer) {
  const server = await startStubServer(findBash(), answer);
  const folder = mkdtempSync(join(tmpdir(), 'stub-'));
  onTestFinished(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });
  const path = join(folder, 'tool');
  writeFileSync(path, server.scriptFor('tool'));
  chmodSync(path, 0o755);
  const run = (...words: string[]): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> =>
    new Promise((resolve) => {
      const child = spawn(path, words, { cwd: '/' });
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      child.on('close', (code) => resolve({ code, stdout, stderr }));
    });
  return { server, run, path };
}

describe('startStubServer', () => {
  it.each([[[]], [['a b', '', 'c\nd', '$HOME `x` "', '*', 'ü']]])('hands on %j as it stands', async (words) => {
    const calls: StubCall[] = [];
    const { run } = await stub((call) => {
      calls.push(call);
      return { exitCode: 0 };
    });
    expect((await run(...words)).code).toBe(0);
    expect(calls).toEqual([{ name: 'tool', cwd: '/', words }]);
  });

  it('prints both outputs and exits as it is told', async () => {
    const { run } = await stub(() => ({ exitCode: 42, stdout: 'a%s\n\nb', stderr: 'c\n' }));
    expect(await run()).toEqual({ code: 42, stdout: 'a%s\n\nb', stderr: 'c\n' });
  });

  it('fails the command with what its answer throws', async () => {
    const { run } = await stub(() => {
      throw new RangeError('no such state');
    });
    expect(await run()).toEqual({ code: 126, stdout: '', stderr: 'tool: no such state\n' });
  });

  it('answers nobody without its key', async () => {
    let asked = false;
    const { server } = await stub(() => {
      asked = true;
      return { exitCode: 0 };
    });
    const port = Number(/127\.0\.0\.1\/(\d+)/.exec(server.scriptFor('x'))?.[1]);
    const received = await new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write('key\0tool\0/\x000\0'));
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('error', () => resolve(text));
      socket.on('close', () => resolve(text));
    });
    expect({ received, asked }).toEqual({ received: '', asked: false });
  });

  it('lets a stub fail once the server is gone', async () => {
    const { server, path } = await stub(() => ({ exitCode: 0 }));
    await server.close();
    expect(spawnSync(path).status).toBe(126);
  });
});
