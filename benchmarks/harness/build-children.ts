import { join } from 'node:path';
import { build } from 'tsup';

/** The folder of the benchmarks, from where the repository's packages are found. */
export const benchmarksFolder = join(import.meta.dirname, '..');

/** The root of the repository. */
export const rootFolder = join(benchmarksFolder, '..');

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
  const outDir = join(rootFolder, 'node_modules', '.cache', `ack-hybrid-benchmarks-${process.pid}`);
  await build({
    config: false,
    silent: true,
    entry: { cell: join(benchmarksFolder, 'cell.ts'), memory: join(benchmarksFolder, 'memory.ts') },
    outDir,
    outExtension: () => ({ js: '.mjs' }),
    format: ['esm'],
    target: 'node20',
    noExternal: [/^@ack-hybrid\//u],
    esbuildOptions: (options) => {
      options.conditions = ['@ack-hybrid/source'];
    },
  });
  return { cell: join(outDir, 'cell.mjs'), memory: join(outDir, 'memory.mjs') };
};
