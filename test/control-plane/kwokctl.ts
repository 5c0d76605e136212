import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { get } from 'node:https';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from './build-binary.ts';
import { findBinary } from './find-binaries.ts';
import { readCluster } from './render-kubeconfig.ts';

const run = promisify(execFile);
let knownKwokctl: string | undefined;

/** Where kwokctl keeps its clusters. One folder for all: it looks there for the ports that are taken. */
export const clustersFolder = (): string => join(cacheFolder(), 'kwok', 'clusters');
export const clusterFolder = (name: string): string => join(clustersFolder(), name);

// kwokctl would write its contexts into the user's own kubeconfig: it gets a file that nobody reads.
const environment = () => ({ ...process.env, KWOK_WORKDIR: join(cacheFolder(), 'kwok'), KUBECONFIG: join(cacheFolder(), 'kwok', 'kubeconfig') });

/** Runs kwokctl; rejects with what it printed. */
export const runKwokctl = async (...args: string[]): Promise<string> => {
  knownKwokctl ??= await findBinary('kwokctl');
  const { stdout } = await run(knownKwokctl, args, { env: environment(), timeout: 150_000, maxBuffer: 16 << 20 });
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
  try {
    process.kill(Number(pid), 0);
    return 'alive';
  } catch {
    return 'dead';
  }
};

/** Ends a cluster's programs and removes its files; no such cluster is no failure. */
export const deleteCluster = async (name: string): Promise<void> => {
  if (existsSync(clusterFolder(name))) await runKwokctl('delete', 'cluster', '--name', name);
  for (const leftover of leftovers(name)) await rm(leftover, { recursive: true, force: true });
};

/** As {@link deleteCluster}, while this process ends. */
export const deleteClusterNow = (name: string): void => {
  if (knownKwokctl !== undefined && existsSync(clusterFolder(name))) spawnSync(knownKwokctl, ['delete', 'cluster', '--name', name], { env: environment(), stdio: 'ignore', timeout: 30_000 });
};

const leftovers = (name: string): string[] => ['', '.yaml', '.audit.yaml'].map((ending) => clusterFolder(name) + ending);
