import { execFile, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cacheFolder } from '../../control-plane/build-binary.ts';

const run = promisify(execFile);
const module = fileURLToPath(new URL('module', import.meta.url));
const sourceProgram = fileURLToPath(new URL('source/main.go', import.meta.url));
const goEnvironment = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly', GOWORK: 'off' };

/** The generations of Terway whose configuration code was read, newest first. The facts and their sources stand in `module/facts/`. */
export const generations = ['newest', 'v1.5'] as const;
export type Generation = (typeof generations)[number];

// The libraries of each generation are pinned in a module file of its own, over one source.
const moduleFiles: Readonly<Record<Generation, string>> = { 'newest': 'go.mod', 'v1.5': 'v1.5.mod' };

/** One document and, for `eni_conf`, what a node's own ConfigMap lays over it. */
export interface JudgedDocument {
  readonly kind?: 'eni_conf' | '10-terway.conf';
  readonly text: string;
  readonly overlay?: string;
}

/** What becomes of an `eni_conf`; see `verdict` in `module/configuration.go`. */
export interface EniConfVerdict {
  readonly failed?: 'decode' | 'validate' | 'pool';
  readonly reason?: string;
  readonly parsed?: Readonly<Record<string, unknown>>;
  readonly effective?: Readonly<Record<string, unknown>>;
  readonly securityGroups?: readonly string[];
  readonly ignored?: readonly string[];
  readonly repeated?: readonly string[];
  readonly controlPlane?: string;
}

/** What becomes of a 10-terway.conf. */
export interface NetworkVerdict {
  readonly reason?: string;
  readonly parsed?: Readonly<Record<string, unknown>>;
}

/** A row of the facts. */
export interface FieldFact {
  readonly key: string;
  readonly type: string;
}

/** The fields that a generation declares. */
export const readFields = (generation: Generation): readonly FieldFact[] =>
  (JSON.parse(readFileSync(join(module, 'facts', `${generation}.json`), 'utf8')) as { readonly fields: readonly FieldFact[] }).fields;

/** A running judge: one process, asked as often as needed. */
export class Judge {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting: { readonly answer: (line: string) => void; readonly fail: (cause: Error) => void }[] = [];
  #errors = '';

  constructor(path: string, parameters: readonly string[]) {
    this.#child = spawn(path, parameters, { stdio: 'pipe' });
    this.#child.stderr.on('data', (chunk: Buffer) => (this.#errors += chunk.toString()));
    this.#child.stdin.on('error', () => undefined);
    createInterface({ input: this.#child.stdout }).on('line', (line) => this.#waiting.shift()?.answer(line));
    this.#child.once('close', () => {
      for (const { fail } of this.#waiting.splice(0)) fail(new Error(`the judge ended: ${this.#errors}`));
    });
  }

  /** The verdict on an `eni_conf`. */
  eniConf(text: string, overlay?: string): Promise<EniConfVerdict> {
    return this.#ask({ kind: 'eni_conf', text, ...(overlay === undefined ? {} : { overlay }) }) as Promise<EniConfVerdict>;
  }

  /** The verdict on a 10-terway.conf. */
  network(text: string): Promise<NetworkVerdict> {
    return this.#ask({ kind: '10-terway.conf', text }) as Promise<NetworkVerdict>;
  }

  close(): void {
    this.#child.stdin.end();
  }

  #ask(document: JudgedDocument): Promise<unknown> {
    return new Promise((answer, fail) => {
      this.#waiting.push({ answer: (line) => answer(JSON.parse(line)), fail });
      this.#child.stdin.write(`${JSON.stringify(document)}\n`);
    });
  }
}

/** Starts the judge of a generation, building it first where that wasn't done yet. */
export const startJudge = async (generation: Generation): Promise<Judge> => new Judge(await buildJudge(generation), [generation]);

/**
 * Builds Terway's own code where a checkout of it is at hand: `TERWAY_SOURCE` names the folder. Nothing is written there, the program that
 * asks is laid over it. Gives the program's path; it is built anew each time, as a checkout may change.
 */
export const buildSourceJudge = async (checkout: string, folder: string): Promise<string> => {
  const overlay = join(folder, 'overlay.json');
  const path = join(folder, 'terway-source-judge');
  const place = join(resolve(checkout), 'cmd', 'ack-hybrid-judge', 'main.go');
  await writeFile(overlay, JSON.stringify({ Replace: { [place]: sourceProgram } }));
  await goBuild(resolve(checkout), ['-overlay', overlay, '-o', path, './cmd/ack-hybrid-judge']);
  return path;
};

const buildJudge = async (generation: Generation): Promise<string> => {
  const folder = join(cacheFolder(), 'bin', `terway-judge-${hashOfModule()}`);
  const path = join(folder, `terway-judge-${generation}`);
  if (existsSync(path)) return path;
  await mkdir(folder, { recursive: true });
  // Built beside its place and moved there whole: a build that was killed leaves nothing that looks like a program.
  const workshop = await mkdtemp(join(folder, 'build-'));
  try {
    await goBuild(module, ['-modfile', moduleFiles[generation], '-trimpath', '-o', join(workshop, 'judge'), '.']);
    await rename(join(workshop, 'judge'), path);
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
  return path;
};

const hashOfModule = (): string => {
  const files = readdirSync(module, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash('sha256');
  for (const file of files.sort()) hash.update(file.slice(module.length)).update(readFileSync(file));
  return hash.digest('hex').slice(0, 12);
};

const goBuild = async (folder: string, flags: readonly string[]): Promise<void> => {
  try {
    await run('go', ['build', '-buildvcs=false', ...flags], { cwd: folder, env: goEnvironment, timeout: 240_000 });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new Error("The judge of Terway's configuration is a Go program that can't be built, as there is no Go here. Install Go 1.26 or newer (https://go.dev/doc/install).", { cause });
    }
    throw new Error(`the judge of Terway's configuration can't be built: ${(cause as { stderr?: string }).stderr ?? String(cause)}`, { cause });
  }
};
