import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { rootFolder } from './build-children.ts';
import type { Figure } from './median.ts';
import { summarise } from './median.ts';
import type { Pin } from './pin.ts';

const ours = '@ack-hybrid/cidr-planner';

/** The entry that has blocks, sets and pools alone, as the peers have. */
export const ourBlocks = '@ack-hybrid/cidr-planner/blocks';

/** What is imported, each in fresh processes: nothing, us, and the peers. */
export const importedPackages = [ours, ourBlocks, 'cidr-tools', 'fast-cidr-tools', 'ipaddr.js', 'netmask', 'ip-address', 'ip-cidr'] as const;

/** The time of a process that imports a package, in milliseconds; `empty` imports nothing. */
export interface ImportOutcome {
  readonly empty: Figure;
  readonly packages: Readonly<Record<string, Figure>>;
  /** What the reader should know of the build, or nothing. */
  readonly note: string;
}

/** How long our package takes over an empty process, in milliseconds. */
export const overEmpty = ({ empty, packages }: ImportOutcome, name: string = ours): number | undefined => {
  const figure = packages[name];
  return figure && figure.median - empty.median;
};

/** Builds the packages that a user imports, where they aren't built. */
const requireBuild = (): string => {
  const entries = ['core', 'cidr-planner'].map((name) => ({ name, path: join(rootFolder, 'packages', name, 'dist', 'index.js') }));
  for (const { name } of entries.filter(({ path }) => !existsSync(path))) {
    execFileSync('npm', ['run', '--silent', 'build', '-w', `@ack-hybrid/${name}`], { cwd: rootFolder, stdio: ['ignore', 'ignore', 'inherit'] });
  }
  const built = Math.min(...entries.map(({ path }) => statSync(path).mtimeMs));
  return `built ${new Date(built).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
};

/** Starts fresh processes in turn, one with each import, and takes the time of each from its start to its end. */
export const timeImports = (pin: Pin, runs: number): ImportOutcome => {
  const note = requireBuild();
  const run = (code: string): number => {
    const [command = process.execPath, ...rest] = [...pin.command, process.execPath, '--input-type=module', '-e', code];
    const start = performance.now();
    // Conditions that were given to this process are not for its users.
    execFileSync(command, rest, { cwd: rootFolder, stdio: 'ignore', env: { ...process.env, NODE_OPTIONS: '' } });
    return performance.now() - start;
  };
  const codes: Readonly<Record<string, string>> = { '': '', ...Object.fromEntries(importedPackages.map((name) => [name, `import ${JSON.stringify(name)}`])) };
  const times: Record<string, number[]> = Object.fromEntries(Object.keys(codes).map((name) => [name, []]));
  // The first round fills the file cache and doesn't count.
  for (let round = 0; round <= runs; round++) {
    for (const [name, code] of Object.entries(codes)) {
      const time = run(code);
      if (round > 0) times[name]?.push(time);
    }
  }
  const figures = Object.fromEntries(Object.entries(times).map(([name, values]) => [name, summarise(values)]));
  const { '': empty, ...packages } = figures;
  if (!empty) throw new Error('The empty process was not timed.');
  return { empty, packages, note };
};
