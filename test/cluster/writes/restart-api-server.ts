import { spawn } from 'node:child_process';
import { readFile, readlink, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import type { ControlPlane } from '../../control-plane/start-control-plane.ts';
import { until } from './cluster-administrator.ts';

/**
 * Ends the API server of a control plane as a rolling upgrade does (SIGTERM), and starts the same program with the same arguments once
 * nothing listens on its port any more. etcd runs on. Reads /proc, so Linux alone.
 */
export const restartApiServer = async ({ folder, server }: ControlPlane): Promise<void> => {
  const pidFile = join(folder, 'pids', 'kube-apiserver.pid');
  const pid = Number(await readFile(pidFile, 'utf8'));
  const [program = '', ...args] = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0').slice(0, -1);
  const cwd = await readlink(`/proc/${pid}/cwd`);
  process.kill(pid, 'SIGTERM');
  await until('nothing listens any more', async () => !(await listens(Number(new URL(server).port))));
  const child = spawn(program, args, { cwd, stdio: 'ignore', detached: true });
  child.unref();
  // Whoever stops the control plane ends the new one.
  await writeFile(pidFile, String(child.pid));
};

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
