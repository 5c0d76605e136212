import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createKubernetes, Secret } from '@ack-hybrid/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cacheFolder } from '../control-plane/build-binary.ts';
import { isAlive } from '../control-plane/kwokctl.ts';
import { minors } from '../control-plane/programs.ts';
import { startControlPlane } from '../control-plane/start-control-plane.ts';
import { root, runScript } from '../support/main-job.ts';

const command = (...args: string[]) => runScript('test/control-plane/command.ts', args, { env: { HOME: process.env['HOME'] ?? '', ACK_HYBRID_CACHE: cacheFolder() } });
const pidsOf = (folder: string) => readdirSync(join(folder, 'pids')).map((file) => Number(readFileSync(join(folder, 'pids', file), 'utf8')));

describe('a real control plane', () => {
  it.each(minors)('serves Kubernetes %s on loopback alone, and leaves neither program nor file', async (minor) => {
    const plane = await startControlPlane({ minor, kind: 'api' });
    onTestFinished(() => plane.stop());
    const kubernetes = createKubernetes({ kind: 'text', text: new Secret(plane.kubeconfig) });
    const version = await (await kubernetes.api((sdk) => sdk.VersionApi)).getCode();
    expect(version.gitVersion).toBe(`v${plane.version}`);
    expect(plane.version.startsWith(`${minor}.`)).toBe(true);
    expect(plane.server).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    const pids = pidsOf(plane.folder);
    expect(pids).toHaveLength(2);
    expect(pids.flatMap(listenersOf).filter((address) => address !== '127.0.0.1')).toEqual([]);
    await plane.stop();
    expect(pids.filter(isAlive)).toEqual([]);
    expect(existsSync(plane.folder)).toBe(false);
  });

  it('of a test that was killed is ended by `down`, and that of a test that still runs is not', async () => {
    const alive = await startControlPlane({ kind: 'api' });
    onTestFinished(() => alive.stop());
    const folder = await startAndKill();
    const orphans = pidsOf(folder);
    expect(orphans.filter(isAlive)).toHaveLength(2);
    const { code, output } = await command('down');
    expect(code, output).toBe(0);
    expect(orphans.filter(isAlive)).toEqual([]);
    expect(existsSync(folder)).toBe(false);
    expect(pidsOf(alive.folder).filter(isAlive)).toHaveLength(2);
  });
});

/** Starts a control plane in a process of its own, and kills that as soon as it has said where. */
const startAndKill = async (): Promise<string> => {
  const source = "const { startControlPlane } = await import('./test/control-plane/start-control-plane.ts'); console.log((await startControlPlane({ kind: 'api' })).folder); setInterval(() => {}, 1000);";
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', source], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const folder = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once('close', (code) => reject(new Error(`it ended with ${code} before it was killed`)));
  });
  const closed = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGKILL');
  await closed;
  return folder;
};

/** The IPv4 addresses on which a process listens (Linux: /proc). */
const listenersOf = (pid: number): string[] => {
  const sockets = new Set(readdirSync(`/proc/${pid}/fd`).map((file) => readLink(`/proc/${pid}/fd/${file}`)));
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/net/${table}`, 'utf8').split('\n').slice(1).map((line) => line.trim().split(/\s+/)).filter(([, , , state, , , , , , inode]) => state === '0A' && sockets.has(`socket:[${inode}]`)).map(([, local = '']) => decodeAddress(local)),
  );
};

const readLink = (path: string): string => {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
};

// /proc/net/tcp prints an IPv4 address as a little-endian word; anything longer is IPv6 and no loopback of ours.
const decodeAddress = (local: string): string => {
  const [address = ''] = local.split(':');
  return address.length === 8 ? (address.match(/../g) ?? []).reverse().map((byte) => parseInt(byte, 16)).join('.') : address;
};
