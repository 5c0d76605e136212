import { execFileSync, spawn, type ChildProcessByStdio } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** systemd's own code for environment files and command lines, in a process of its own. */
export interface SystemdParser {
  /** The number before the dot of systemd's version. */
  readonly version: number;
  /** The assignments of an environment file, in systemd's order; `errno` where it refuses the file. */
  readEnvironmentFile(text: string | Buffer): Promise<SystemdAnswer>;
  /** The words of a command line after `$NAME` and `${NAME}` were replaced. Assignments are `NAME=VALUE`. */
  expandWords(words: readonly string[], assignments: readonly string[]): Promise<SystemdAnswer>;
  stop(): Promise<void>;
}

export type SystemdAnswer = { readonly ok: true; readonly texts: readonly string[] } | { readonly ok: false; readonly errno: number };

const folders = ['/usr/lib/x86_64-linux-gnu/systemd', '/usr/lib/aarch64-linux-gnu/systemd', '/usr/lib64/systemd', '/usr/lib/systemd'];

/** Where systemd's private library is, and its version. */
const findLibrary = (): { readonly path: string; readonly version: number } => {
  for (const folder of folders) {
    try {
      for (const name of readdirSync(folder)) {
        const version = /^libsystemd-shared-(\d+)[^/]*\.so$/.exec(name)?.[1];
        if (version !== undefined) return { path: join(folder, name), version: Number(version) };
      }
    } catch {
      continue;
    }
  }
  throw new Error(`systemd's library libsystemd-shared-<version>.so is in none of ${folders.join(', ')}: install the package systemd (apt-get install systemd)`);
};

const compiler = process.env['CC'] ?? 'cc';
const compile = (folder: string): string => {
  const program = join(folder, 'systemd-parser');
  try {
    execFileSync(compiler, ['-O1', '-o', program, fileURLToPath(new URL('systemd-parser.c', import.meta.url)), '-ldl'], { stdio: ['ignore', 'ignore', 'pipe'], timeout: 60_000 });
  } catch (cause) {
    throw new Error(`systemd-parser.c does not compile with ${compiler}: install a C compiler and the C library (apt-get install gcc libc6-dev)`, { cause });
  }
  return program;
};

/**
 * Compiles and starts the parser.
 *
 * @throws an Error that says what to install where the C compiler or systemd's library is missing
 */
export const startSystemdParser = async (): Promise<SystemdParser> => {
  const { path, version } = findLibrary();
  const folder = mkdtempSync(join(tmpdir(), 'systemd-parser-'));
  const child = spawn(compile(folder), [path, String(version)], { stdio: ['pipe', 'pipe', 'pipe'] });
  const connection = new ParserConnection(child);
  const parser: SystemdParser = {
    version,
    readEnvironmentFile: (text) => connection.ask([Buffer.from('F\n'), ...textOf(text)]),
    expandWords: (words, assignments) => connection.ask([Buffer.from(`X ${words.length} ${assignments.length}\n`), ...[...words, ...assignments].flatMap(textOf)]),
    stop: async () => {
      const ended = new Promise((resolve) => child.once('close', resolve));
      child.stdin.end();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await checkConnection(parser);
  return parser;
};

/** The example of systemd.service(5), so that a library whose functions are called in another way can't pass for a judge. */
const checkConnection = async (parser: SystemdParser): Promise<void> => {
  const answer = await parser.expandWords(['/bin/echo', '$ONE', '$TWO', '${TWO}'], ['ONE=one', 'TWO=two two']);
  const expected = ['/bin/echo', 'one', 'two', 'two', 'two two'];
  if (!answer.ok || JSON.stringify(answer.texts) !== JSON.stringify(expected)) throw new Error(`systemd ${parser.version} can't be asked: it answers ${JSON.stringify(answer)} for the example of its manual`);
};

const textOf = (text: string | Buffer): readonly Buffer[] => [Buffer.from(`${Buffer.byteLength(text)}\n`), Buffer.from(text), Buffer.from('\n')];

/** One question at a time, answered in order. */
class ParserConnection {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #waiting: { resolve(answer: SystemdAnswer): void; reject(error: Error): void }[] = [];
  #received = Buffer.alloc(0);
  #complaint = '';

  constructor(child: ChildProcessByStdio<Writable, Readable, Readable>) {
    this.#child = child;
    child.stderr.on('data', (chunk: Buffer) => (this.#complaint += chunk.toString()));
    child.stdout.on('data', (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      for (let answer = this.#take(); answer !== undefined; answer = this.#take()) this.#waiting.shift()?.resolve(answer);
    });
    child.on('error', (error) => this.#fail(error));
    child.stdin.on('error', (error) => this.#fail(error));
    child.on('close', (code, signal) => this.#fail(new Error(`systemd-parser ended with ${String(code ?? signal)}: ${this.#complaint}`)));
  }

  ask(parts: readonly Buffer[]): Promise<SystemdAnswer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#child.stdin.write(Buffer.concat(parts));
    });
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }

  /** The next whole answer. */
  #take(): SystemdAnswer | undefined {
    const line = this.#line(0);
    if (line === undefined) return undefined;
    const [kind, number] = line.text.split(' ');
    let position = line.end;
    const texts: string[] = [];
    for (let count = kind === 'V' ? Number(number) : 0; count > 0; count -= 1) {
      const size = this.#line(position);
      const end = size === undefined ? undefined : size.end + Number(size.text);
      if (size === undefined || end === undefined || this.#received.length < end + 1) return undefined;
      texts.push(this.#received.toString('utf8', size.end, end));
      position = end + 1;
    }
    this.#received = this.#received.subarray(position);
    return kind === 'V' ? { ok: true, texts } : { ok: false, errno: Number(number) };
  }

  #line(from: number): { readonly text: string; readonly end: number } | undefined {
    const end = this.#received.indexOf('\n', from);
    return end < 0 ? undefined : { text: this.#received.toString('utf8', from, end), end: end + 1 };
  }
}
