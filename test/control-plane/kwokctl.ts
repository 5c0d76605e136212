import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { get } from 'node:https';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { cacheFolder } from './build-binary.ts';
import { findBinary } from './find-binaries.ts';
import { readCluster } from './render-kubeconfig.ts';

const run = promisify(execFile);
let programs: { readonly kwokctl: string; readonly kubectl: string } | undefined;

/** Where kwokctl keeps its clusters. One folder for all: it looks there for the ports that are taken. */
export const clustersFolder = (): string => join(cacheFolder(), 'kwok', 'clusters');
export const clusterFolder = (name: string): string => join(clustersFolder(), name);
/** Where the files stand that a cluster is made from; kwokctl minds strangers among its clusters. */
export const settingsFolder = (name: string): string => join(cacheFolder(), 'kwok', 'settings', name);

// kwokctl would write its contexts into the user's own kubeconfig: it gets a file that nobody reads. It would download a kubectl where PATH has none: PATH has one.
const environment = (kubectl: string) => ({
  ...process.env,
  PATH: [dirname(kubectl), process.env['PATH'] ?? ''].join(delimiter),
  KWOK_WORKDIR: join(cacheFolder(), 'kwok'),
  KUBECONFIG: join(cacheFolder(), 'kwok', 'kubeconfig'),
});

/** Runs kwokctl; rejects with what it printed. */
export const runKwokctl = async (...args: string[]): Promise<string> => {
  programs ??= { kwokctl: await findBinary('kwokctl'), kubectl: await findBinary('kubectl') };
  const { stdout } = await run(programs.kwokctl, args, { env: environment(programs.kubectl), timeout: 150_000, maxBuffer: 16 << 20 });
  return stdout;
};

/** The names of the clusters that are kept, running or not. */
export const listClusters = async (): Promise<string[]> => {
  if (!existsSync(clustersFolder())) return [];
  const entries = await readdir(clustersFolder(), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
};

/** Whether a cluster's API server says that it is ready. */
export const isRunning = async (name: string): Promise<boolean> => {
  try {
    const { server, authority } = await readCluster(clusterFolder(name));
    return await new Promise((resolve) => {
      const request = get(`${server}/readyz`, { ca: authority, timeout: 5_000 }, (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      });
      request.once('timeout', () => request.destroy());
      request.once('error', () => resolve(false));
    });
  } catch {
    return false;
  }
};

/** Whether the process that a test's cluster is named after still lives; `none` for a cluster that is no test's. */
export const ownerOf = (name: string): 'alive' | 'dead' | 'none' => {
  const pid = /^test-(\d+)-/.exec(name)?.[1];
  if (pid === undefined) return name.startsWith('test-') ? 'dead' : 'none';
  return isAlive(Number(pid)) ? 'alive' : 'dead';
};

/** Ends a cluster's programs and removes its files; no such cluster is no failure. */
export const deleteCluster = async (name: string): Promise<void> => {
  const pids = await readPids(name);
  if (existsSync(clusterFolder(name))) await runKwokctl('delete', 'cluster', '--name', name);
  for (const folder of [clusterFolder(name), settingsFolder(name)]) await rm(folder, { recursive: true, force: true });
  // kwokctl kills and does not wait: a port or a file may still be held a moment later.
  for (let waits = 0; pids.some(isAlive) && waits < 500; waits += 1) await setTimeout(20);
};

/** As {@link deleteCluster}, while this process ends. */
export const deleteClusterNow = (name: string): void => {
  if (programs !== undefined && existsSync(clusterFolder(name))) spawnSync(programs.kwokctl, ['delete', 'cluster', '--name', name], { env: environment(programs.kubectl), stdio: 'ignore', timeout: 30_000 });
};

/** The process ids of a cluster's programs, as kwokctl wrote them down. */
export const readPids = async (name: string): Promise<number[]> => {
  const folder = join(clusterFolder(name), 'pids');
  const files = await readdir(folder).catch(() => []);
  return Promise.all(files.map(async (file) => Number(await readFile(join(folder, file), 'utf8'))));
};

/** Whether a process with this id is there. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
