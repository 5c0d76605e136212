import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { root } from './support/main-job.ts';

/** A machine with nothing but what it is given: an empty cache, a PATH with Node alone. */
const machine = () => {
  const folder = mkdtempSync(join(tmpdir(), 'ack-hybrid-machine-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  symlinkSync(process.execPath, join(bin, 'node'));
  const place = (folderName: string, name: string, version: string) => {
    const path = join(folder, folderName, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `#!/bin/sh\necho '${version}'\n`);
    chmodSync(path, 0o755);
    return path;
  };
  const run = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'test/control-plane/command.ts', ...args], {
      cwd: root,
      env: { PATH: bin, HOME: folder, ACK_HYBRID_CACHE: join(folder, 'cache'), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    return { code, output };
  };
  return { folder, bin, place, run };
};

const versions: readonly (readonly [string, string])[] = [
  ['etcd', 'etcd Version: 3.5.21'],
  ['kube-controller-manager', 'Kubernetes v1.36.0'],
  ['kube-scheduler', 'Kubernetes v1.36.1'],
  ['kubeadm', 'v1.36.3'],
  ['kubelet', 'Kubernetes v1.36.2'],
  ['kubectl', 'Client Version: v1.31.0'],
  ['kwok', 'kwok version v0.8.1'],
  ['kwokctl', 'kwokctl version v0.8.0'],
  ['containerd', 'containerd github.com/containerd/containerd/v2 v2.1.4 abcdef'],
];

describe('the control plane on a machine without Go', () => {
  it('names every missing program and what to install in one message, and leaves nothing behind', async () => {
    const { folder, run } = machine();
    const { code, output } = await run(['up']);
    expect(code).toBe(1);
    expect(output.replaceAll(folder, '…')).toMatchInlineSnapshot(`
      "error: these programs are not here in a version that fits, and without Go they can't be built: etcd, kube-apiserver (1.36), kube-controller-manager (1.36), kube-scheduler (1.36), kwok, kwokctl, kubectl. Install Go 1.26 or newer (https://go.dev/doc/install), or put them into a folder that KUBEBUILDER_ASSETS or PATH names.
      "
    `);
    expect(readdirSync(folder)).toEqual(['bin']);
  });

  it('takes the programs of KUBEBUILDER_ASSETS and PATH, and builds none of them', async () => {
    const { folder, place, run } = machine();
    for (const [name, version] of versions) place(name === 'etcd' ? 'assets' : 'bin', name, version);
    place('assets', 'kube-apiserver', 'Kubernetes v1.36.2');
    const { code, output } = await run(['build'], { KUBEBUILDER_ASSETS: join(folder, 'assets') });
    // One API server can't be of three minors: the two older ones are missing, and nothing else is.
    expect(code).toBe(1);
    expect(output).toMatch(/can't be built: kube-apiserver \(1\.33\), kube-apiserver \(1\.30\)\./);
    expect(existsSync(join(folder, 'cache'))).toBe(false);
  });

  it.each([
    ['etcd', 'etcd Version: 3.4.23'],
    ['kubeadm', 'v1.20.2'],
    ['containerd', 'containerd github.com/containerd/containerd 1.6.20~ds1'],
    ['kwok', 'kwok version v0.3.0'],
  ])('passes over a %s of another version', async (name, version) => {
    const { place, run } = machine();
    for (const [other, fitting] of versions) place('bin', other, other === name ? version : fitting);
    const { output } = await run(['build']);
    expect(output).toMatch(new RegExp(`can't be built: .*\\b${name}`));
  });
});

describe('the command', () => {
  it.each([[['sideways']], [[]], [['up', 'down']]])('refuses %j with its usage and exit code 2', async (args) => {
    const { code, output } = await machine().run(args);
    expect(code).toBe(2);
    expect(output).toMatch(/^error: (no such command|a command is missing)/);
    expect(output).toMatch(/npm run control-plane -- up\|down\|status\|build/);
  });

  it('says with exit code 1 that nothing runs, and ends nothing', async () => {
    const { run } = machine();
    expect(await run(['status'])).toEqual({ code: 1, output: 'no control plane runs: npm run control-plane -- up\n' });
    expect(await run(['down'])).toEqual({ code: 0, output: 'nothing ran\n' });
  });
});
