import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** How a program ended. */
export interface ProcessResult {
  /** The exit code; 124 after the time limit, 130 after an abort, 128 + n after the signal n. */
  readonly exitCode: number;
  /** Standard output and error as they came, at most {@link outputLimit} bytes. */
  readonly output: string;
  readonly stdout: string;
  readonly ended: 'exited' | 'timed-out' | 'aborted';
}

/** Bytes of output that are kept; what comes later is dropped. */
export const outputLimit = 1024 * 1024;

/** From SIGTERM to SIGKILL, milliseconds. */
const graceMs = 500;

export interface ProcessOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Milliseconds of wall time. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/**
 * Runs a program in a session of its own, without standard input, and ends the whole session with it: what the program left in
 * the background dies, too. It dies with this process as well, however that ends: a watcher kills it. Never rejects: a program that can't be
 * started gives exit code 126.
 */
export function runProcess(command: string, commandArguments: readonly string[], options: ProcessOptions): Promise<ProcessResult> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const outChunks: Buffer[] = [];
    let size = 0;
    let ended: ProcessResult['ended'] = 'exited';
    let killTimer: NodeJS.Timeout | undefined;
    // The parent's environment stays out: the script sees what a node's boot would give it.
    const child = spawn(command, commandArguments, { cwd: options.cwd, env: { ...options.env }, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const watcher = child.pid === undefined ? undefined : watch(child.pid);
    const collect = (into: readonly Buffer[][]) => (chunk: Buffer): void => {
      const kept = chunk.subarray(0, Math.max(0, outputLimit - size));
      size += kept.length;
      if (kept.length > 0) for (const list of into) list.push(kept);
    };
    child.stdout.on('data', collect([chunks, outChunks]));
    child.stderr.on('data', collect([chunks]));

    const end = (reason: 'timed-out' | 'aborted'): void => {
      if (ended !== 'exited') return;
      ended = reason;
      signalSession(child.pid, 'SIGTERM');
      killTimer = setTimeout(() => signalSession(child.pid, 'SIGKILL'), graceMs);
    };
    const timer = setTimeout(() => end('timed-out'), options.timeoutMs);
    const onAbort = (): void => end('aborted');
    if (options.signal?.aborted === true) onAbort();
    else options.signal?.addEventListener('abort', onAbort, { once: true });

    const finish = (exitCode: number): void => {
      clearTimeout(timer);
      clearTimeout(killTimer);
      watcher?.kill('SIGKILL');
      options.signal?.removeEventListener('abort', onAbort);
      const code = ended === 'timed-out' ? 124 : ended === 'aborted' ? 130 : exitCode;
      resolve({ exitCode: code, output: Buffer.concat(chunks).toString('utf8'), stdout: Buffer.concat(outChunks).toString('utf8'), ended });
    };
    child.on('error', (error) => {
      chunks.push(Buffer.from(`${error.message}\n`));
      finish(126);
    });
    // A background job may hold the pipes open after the script's end: end it, so that `close` comes.
    child.on('exit', () => signalSession(child.pid, 'SIGKILL'));
    child.on('close', (code, signal) => finish(code ?? 128 + (signal === 'SIGKILL' ? 9 : 15)));
  });
}

/**
 * Starts a process that ends the group once this process is gone: the pipe that it reads closes then, even at SIGKILL, which leaves nobody
 * else to do it.
 */
function watch(group: number): ChildProcess {
  const watcher = spawn('/bin/sh', ['-c', 'read -r _; kill -s KILL -- "-$1"', 'watcher', String(group)], { cwd: '/', env: {}, detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  // Where it can't be started, nothing but this last resort is missing.
  watcher.on('error', () => undefined);
  watcher.stdin?.on('error', () => undefined);
  return watcher;
}

/** Signals the process group, and on Linux every other group of the same session (job control makes more groups). */
function signalSession(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  for (const group of new Set([pid, ...sessionGroups(pid)])) {
    try {
      process.kill(-group, signal);
    } catch {
      // The group is gone already.
    }
  }
}

function sessionGroups(session: number): number[] {
  if (process.platform !== 'linux') return [];
  const groups: number[] = [];
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      // After the name in parentheses: state, parent, process group, session.
      const fields = readFileSync(`/proc/${entry}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
      if (Number(fields[3]) === session) groups.push(Number(fields[2]));
    } catch {
      // The process ended meanwhile.
    }
  }
  return groups;
}
