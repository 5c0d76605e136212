import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Program, ProgramName } from './programs.ts';

const run = promisify(execFile);
const modules = fileURLToPath(new URL('modules', import.meta.url));

/** A program on this machine. */
export interface FoundBinary {
  readonly path: string;
  /** `machine`: found in KUBEBUILDER_ASSETS or PATH; `cache`: built earlier; `built`: built by this call. */
  readonly from: 'machine' | 'cache' | 'built';
}

/** Where binaries and clusters are kept, outside the repository: ACK_HYBRID_CACHE, or `ack-hybrid` in the user's cache folder. */
export const cacheFolder = (): string => process.env['ACK_HYBRID_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'ack-hybrid');

/**
 * Builds a program from the pinned Go module, once: the result is kept under a name that holds the pins, so that other pins give another file.
 * Throws an Error that says what to install where Go is missing, and one with Go's own words where the build fails.
 */
export const buildBinary = async (name: ProgramName, program: Program): Promise<FoundBinary> => {
  const source = join(modules, program.module);
  const pins = createHash('sha256').update(readFileSync(join(source, 'go.mod'))).update(readFileSync(join(source, 'go.sum'))).digest('hex').slice(0, 12);
  const folder = join(cacheFolder(), 'bin', `${program.module}-${pins}`);
  const path = join(folder, name);
  if (existsSync(path)) return { path, from: 'cache' };

  await requireGo(name);
  const version = readVersion(join(source, 'go.mod'), program.versionOf);
  process.stderr.write(`building ${name} ${version} from the Go module proxy, once; it is kept in ${folder}\n`);
  await mkdir(folder, { recursive: true });
  // Built beside its place and moved there whole: a build that was killed leaves nothing that looks like a program.
  const workshop = await mkdtemp(join(folder, 'build-'));
  try {
    const stamp = program.stampsVersion === true ? ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].map((variable) => ` -X ${variable}.gitVersion=${version}`).join('') : '';
    await goBuild(source, ['-trimpath', '-buildvcs=false', '-ldflags', `-s -w${stamp}`, '-o', join(workshop, name), program.package]);
    await rename(join(workshop, name), path);
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
  return { path, from: 'built' };
};

const readVersion = (goMod: string, module: string): string => {
  const version = readFileSync(goMod, 'utf8').split('\n').map((line) => line.trim().replace(/^require /, '').split(' ')).find(([name]) => name === module)?.[1];
  if (version === undefined) throw new Error(`${goMod} does not require ${module}`);
  return version;
};

const requireGo = async (name: string): Promise<void> => {
  try {
    await run('go', ['version']);
  } catch (cause) {
    throw new Error(
      `${name} is neither in KUBEBUILDER_ASSETS nor in PATH with a version that fits, and it can't be built, as there is no Go here. Install Go 1.26 or newer (https://go.dev/doc/install), or put the binary into a folder that KUBEBUILDER_ASSETS names.`,
      { cause },
    );
  }
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
