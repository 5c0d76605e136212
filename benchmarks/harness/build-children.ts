import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'tsup';

/** The folder of the benchmarks, from where the repository's packages are found. */
export const benchmarksFolder = join(import.meta.dirname, '..');

/** The root of the repository. */
export const rootFolder = join(benchmarksFolder, '..');

// Below node_modules, as what is compiled imports the peers from there.
const cacheFolder = join(rootFolder, 'node_modules', '.cache');
const folderName = 'ack-hybrid-benchmarks-';

/** The scripts that run in processes of their own. */
export interface Children {
  readonly cell: string;
  readonly memory: string;
}

/**
 * Compiles what the child processes run, with our sources in it, the way the packages themselves are built: what is measured is what
 * users get, from the sources of this minute. A loader such as tsx would add calls to functions that are made in a hot place.
 */
export const buildChildren = async (): Promise<Children> => {
  const folder = await compile({ cell: join(benchmarksFolder, 'cell.ts'), memory: join(benchmarksFolder, 'memory.ts') });
  return { cell: join(folder, 'cell.mjs'), memory: join(folder, 'memory.mjs') };
};

/** Compiles scripts, by the names that they get with `.mjs`, and gives their folder. */
export const compile = async (entry: Readonly<Record<string, string>>): Promise<string> => {
  clearLeftovers();
  const outDir = join(cacheFolder, `${folderName}${process.pid}`);
  await build({
    config: false,
    silent: true,
    entry: { ...entry },
    outDir,
    outExtension: () => ({ js: '.mjs' }),
    format: ['esm'],
    target: 'node20',
    noExternal: [/^@ack-hybrid\//u],
    // As their users have them: installed beside us.
    external: [/^@kubernetes\//u, /^@alicloud\//u],
    esbuildOptions: (options) => {
      options.conditions = ['@ack-hybrid/source'];
    },
  });
  return outDir;
};

/** A run that was killed leaves its folder; the folders of runs that go on beside this one stay. */
const clearLeftovers = (): void => {
  for (const name of existsSync(cacheFolder) ? readdirSync(cacheFolder) : []) {
    if (name.startsWith(folderName) && !isAlive(Number(name.slice(folderName.length)))) rmSync(join(cacheFolder, name), { recursive: true, force: true });
  }
};

const isAlive = (processId: number): boolean => {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
};
