import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { builtPath, buildBinary } from './build-binary.ts';
import { describeProgram, type Minor, type Program, type ProgramName } from './programs.ts';

const run = promisify(execFile);

/** A program that is wanted, and for which minor of Kubernetes (the newest where it doesn't matter). */
export type Wanted = readonly [name: ProgramName, minor?: Minor];

/** A program on this machine. */
export interface FoundBinary {
  readonly path: string;
  /** `machine`: found in KUBEBUILDER_ASSETS or PATH; `cache`: built earlier; `built`: built by this call. */
  readonly from: 'machine' | 'cache' | 'built';
}

/** The path of one program. See {@link findBinaries}. */
export const findBinary = async (name: ProgramName, minor?: Minor): Promise<string> => {
  const [found] = await findBinaries([minor === undefined ? [name] : [name, minor]]);
  if (found === undefined) throw new Error(`${name} was not looked for`);
  return found.path;
};

/**
 * Programs by name, each from KUBEBUILDER_ASSETS, then PATH, where the version there fits; from the cache; or built from the Go module proxy.
 * Throws an Error that names all that are missing and says what to install, where one has to be built and there is no Go.
 */
export const findBinaries = async (wanted: readonly Wanted[], onFound: (wanted: Wanted, found: FoundBinary) => void = () => undefined): Promise<FoundBinary[]> => {
  const present = await Promise.all(wanted.map(([name, minor = '1.36']) => look(name, describeProgram(name, minor))));
  const missing = wanted.filter((_, index) => present[index] === undefined);
  if (missing.length > 0) await requireGo(missing);
  const found: FoundBinary[] = [];
  // One after another: a build takes every core that there is.
  for (const [index, each] of wanted.entries()) {
    const [name, minor = '1.36'] = each;
    const binary = present[index] ?? { path: await buildBinary(name, describeProgram(name, minor)), from: 'built' as const };
    onFound(each, binary);
    found.push(binary);
  }
  return found;
};

const look = async (name: ProgramName, program: Program): Promise<FoundBinary | undefined> => {
  for (const folder of machineFolders()) {
    const path = join(folder, name);
    if ((await isExecutable(path)) && (await fits(path, program))) return { path, from: 'machine' };
  }
  const path = builtPath(name, program);
  return (await isExecutable(path)) ? { path, from: 'cache' } : undefined;
};

const machineFolders = (): string[] => [process.env['KUBEBUILDER_ASSETS'] ?? '', ...(process.env['PATH'] ?? '').split(delimiter)].filter((folder) => folder !== '');

const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

// A binary of another version judges by other rules: it is passed over, never taken in silence.
const fits = async (path: string, program: Program): Promise<boolean> => {
  try {
    const { stdout, stderr } = await run(path, [...program.versionArguments], { timeout: 20_000 });
    return program.accepts.test(stdout + stderr);
  } catch {
    return false;
  }
};

const requireGo = async (missing: readonly Wanted[]): Promise<void> => {
  try {
    await run('go', ['version']);
  } catch (cause) {
    const names = missing.map(([name, minor]) => (minor === undefined ? name : `${name} (${minor})`)).join(', ');
    throw new Error(
      `these programs are not here in a version that fits, and without Go they can't be built: ${names}. Install Go 1.26 or newer (https://go.dev/doc/install), or put them into a folder that KUBEBUILDER_ASSETS or PATH names.`,
      { cause },
    );
  }
};
