import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { buildBinary, type FoundBinary } from './build-binary.ts';
import { describeProgram, type Minor, type Program, type ProgramName } from './programs.ts';

const run = promisify(execFile);

/**
 * The path of a program: from KUBEBUILDER_ASSETS, then PATH, where the version there fits; from the cache; or built from the Go module proxy.
 * Throws an Error that says what to install where Go is missing too.
 */
export const findBinary = async (name: ProgramName, minor: Minor = '1.36'): Promise<string> => (await locateBinary(name, minor)).path;

/** As {@link findBinary}, and says where it was found. */
export const locateBinary = async (name: ProgramName, minor: Minor = '1.36'): Promise<FoundBinary> => {
  const program = describeProgram(name, minor);
  for (const folder of machineFolders()) {
    const path = join(folder, name);
    if ((await isExecutable(path)) && (await fits(path, program))) return { path, from: 'machine' };
  }
  return buildBinary(name, program);
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
