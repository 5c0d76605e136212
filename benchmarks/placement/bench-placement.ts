import { execFile, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { benchmarksFolder, compile } from '../harness/build-children.ts';
import { summarise } from '../harness/median.ts';
import { findPin } from '../harness/pin.ts';
import { renderTable } from '../report/table.ts';
import { countCloudNodes } from './cluster-size.ts';

const run = promisify(execFile);

interface Run {
  readonly keep: number;
  readonly lose: number;
  readonly milliseconds: number;
  readonly peakKilobytes: number;
  readonly retainedBytes: number;
  /** Milliseconds in which the server made its answers. */
  readonly served: number;
  readonly requests: number;
  readonly megabytes: number;
}

const who = ['ours', 'whole lists'] as const;

/**
 * The plan of the affinity beside what a script does that lists with the same client and keeps what it gets. Each run is two fresh
 * processes: the server, and the one that asks.
 *
 * @returns whether every answer was right
 */
export const benchPlacement = async ({ sizes, runs }: { readonly sizes: readonly number[]; readonly runs: number }): Promise<boolean> => {
  const pin = findPin();
  const folder = await compile({ serve: join(benchmarksFolder, 'placement/serve-cluster.ts'), plan: join(benchmarksFolder, 'placement/plan-cell.ts') });
  const rows: string[][] = [];
  let right = true;
  try {
    for (const size of sizes) {
      const made = new Map<string, Run[]>(who.map((name) => [name, []]));
      for (let round = 0; round < runs; round += 1) {
        for (const name of who) {
          const outcome = await runOnce(folder, size, name, pin.command);
          const cloud = countCloudNodes(size);
          if (outcome.keep !== size - cloud || outcome.lose !== cloud) {
            console.error(`wrong: ${name} keeps ${outcome.keep} and leaves ${outcome.lose} of ${size} nodes`);
            right = false;
          }
          made.get(name)?.push(outcome);
        }
      }
      for (const name of who) rows.push([String(size), name, ...describe(made.get(name) ?? [])]);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`# The plan of the affinity, ${runs} runs, ${pin.note}\n`);
  console.log(renderTable(['nodes', 'who', 'requests', 'MB sent', 'ms in all', 'ms beyond the server', 'MB at the peak', 'MB held after'], rows));
  return right;
};

const describe = (runs: readonly Run[]): readonly string[] => {
  const median = (pick: (each: Run) => number): number => summarise(runs.map(pick)).median;
  return [
    String(median((each) => each.requests)),
    median((each) => each.megabytes).toFixed(1),
    median((each) => each.milliseconds).toFixed(0),
    median((each) => each.milliseconds - each.served).toFixed(0),
    (median((each) => each.peakKilobytes) / 1024).toFixed(1),
    (median((each) => each.retainedBytes) / 1048576).toFixed(1),
  ];
};

const runOnce = async (folder: string, size: number, name: string, pinned: readonly string[]): Promise<Run> => {
  const server = spawn(process.execPath, [join(folder, 'serve.mjs'), String(size)], { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    const [address] = (await once(server.stdout, 'data')) as [Buffer];
    const url = address.toString().trim();
    const [command = process.execPath, ...rest] = [...pinned, process.execPath, '--expose-gc', join(folder, 'plan.mjs'), url, name];
    const { stdout } = await run(command, rest, { maxBuffer: 1 << 20 });
    const { requests, milliseconds, bytes } = (await (await fetch(`${url}/statistics`)).json()) as { readonly requests: number; readonly milliseconds: number; readonly bytes: number };
    return { ...(JSON.parse(stdout) as Run), served: milliseconds, requests, megabytes: bytes / 1e6 };
  } finally {
    server.stdin.end();
    server.kill();
  }
};
