import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Program, ProgramName } from './programs.ts';

const modules = fileURLToPath(new URL('modules', import.meta.url));

/** Where binaries and clusters are kept, outside the repository: ACK_HYBRID_CACHE, or `ack-hybrid` in the user's cache folder. */
export const cacheFolder = (): string => process.env['ACK_HYBRID_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'ack-hybrid');

/** Where a program that is built is kept. The name holds the pins, so that other pins give another file. */
export const builtPath = (name: ProgramName, { module }: Program): string => {
  const hash = createHash('sha256');
  for (const file of ['go.mod', 'go.sum']) hash.update(readFileSync(join(modules, module, file)));
  return join(cacheFolder(), 'bin', `${module}-${hash.digest('hex').slice(0, 12)}`, name);
};

/** Builds a program from the pinned Go module and gives its path. Throws an Error with Go's own words where that fails. */
export const buildBinary = async (name: ProgramName, program: Program): Promise<string> => {
  const source = join(modules, program.module);
  const path = builtPath(name, program);
  const version = readVersion(join(source, 'go.mod'), program.versionOf);
  process.stderr.write(`building ${name} ${version} from the Go module proxy, once; it is kept in ${dirname(path)}\n`);
  await mkdir(dirname(path), { recursive: true });
  // Built beside its place and moved there whole: a build that was killed leaves nothing that looks like a program.
  const workshop = await mkdtemp(join(dirname(path), 'build-'));
  try {
    const stamp = program.stampsVersion === true ? ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].map((variable) => ` -X ${variable}.gitVersion=${version}`).join('') : '';
    await goBuild(source, ['-trimpath', '-buildvcs=false', '-ldflags', `-s -w${stamp}`, '-o', join(workshop, name), program.package]);
    await rename(join(workshop, name), path);
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
  return path;
};

const readVersion = (goMod: string, module: string): string => {
  const lines = readFileSync(goMod, 'utf8').split('\n').map((line) => line.trim().replace(/^require /, '').split(' '));
  const version = lines.find(([name]) => name === module)?.[1];
  if (version === undefined) throw new Error(`${goMod} does not require ${module}`);
  return version;
};

const goBuild = (folder: string, flags: readonly string[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn('go', ['build', ...flags], { cwd: folder, env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly', GOWORK: 'off' }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`go build ${flags.at(-1) ?? ''} failed in ${folder} (exit ${code ?? 'by signal'}):\n${output.slice(-4000)}`))));
  });
