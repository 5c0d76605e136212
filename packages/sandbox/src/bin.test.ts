import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import OssClient from 'ali-oss';
import { connectSandbox, type ConnectedSandbox } from './control.ts';
import { isAlive, runningIn } from './node/processes.testing.ts';

const bin = fileURLToPath(new URL('./bin.ts', import.meta.url));

interface Run {
  readonly child: ChildProcess;
  output(): string;
  readonly ended: Promise<number | null>;
}

/** Runs the sandbox from its source. */
function run(...words: string[]): Run {
  return runNode([bin, ...words]);
}

function runNode(words: readonly string[], env: Readonly<Record<string, string>> = {}): Run {
  let output = '';
  const child = spawn(process.execPath, ['--import', 'tsx', '--conditions=@ack-hybrid/source', ...words], { stdio: ['ignore', 'pipe', 'pipe'], cwd: fileURLToPath(new URL('.', import.meta.url)), env: { ...process.env, ...env } });
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, output: () => output, ended };
}
const poll = { timeout: 15_000, interval: 50 };

/** The address of the control server, once the sandbox has printed it. */
async function controlOf({ output }: Run): Promise<string> {
  await expect.poll(output, poll).toContain('export ACK_SANDBOX=');
  return /^export ACK_SANDBOX=(.+)$/m.exec(output())?.[1] ?? '';
}

function clientsOf(sandbox: ConnectedSandbox): { readonly core: CoreV1Api; readonly oss: OssClient } {
  const config = new KubeConfig();
  config.loadFromString(sandbox.kubeconfig);
  const { accessKeyId, accessKeySecret, region } = sandbox;
  return { core: config.makeApiClient(CoreV1Api), oss: new OssClient({ endpoint: `http://${sandbox.endpoints.oss}`, region: `oss-${region}`, accessKeyId, accessKeySecret, authorizationV4: true }) };
}

/** A client that writes to the cluster and to the cloud, and dies without a goodbye. Its argument is the control server. */
const writer = `
import OssClient from 'ali-oss';
import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
const { connectSandbox } = await import(${JSON.stringify(new URL('./control.ts', import.meta.url).href)});
const sandbox = await connectSandbox(process.argv[1]);
const config = new KubeConfig();
config.loadFromString(sandbox.kubeconfig);
await config.makeApiClient(CoreV1Api).createNamespacedConfigMap({ namespace: 'default', body: { metadata: { name: 'kept' }, data: { by: String(process.pid) } } });
const { accessKeyId, accessKeySecret, region } = sandbox;
await new OssClient({ endpoint: 'http://' + sandbox.endpoints.oss, region: 'oss-' + region, accessKeyId, accessKeySecret, authorizationV4: true }).putBucket('kept');
process.kill(process.pid, 'SIGKILL');
`;

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bin-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('the sandbox as a process', () => {
  it('prints what a shell needs, and cleans up at SIGTERM', async () => {
    const sandbox = run();
    const control = await controlOf(sandbox);
    const { child, output, ended } = sandbox;
    const file = /^export KUBECONFIG=(.+)$/m.exec(output())?.[1] ?? '';
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const first = await connectSandbox(control);
    expect(first.kubeconfig).toBe(readFileSync(file, 'utf8'));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(existsSync(file)).toBe(false);
  });

  it('keeps its state while clients come, die, and come again', async () => {
    const sandbox = run('--speed', '10');
    const control = await controlOf(sandbox);
    const dying = runNode(['--input-type=module', '-e', writer, control]);
    expect(await dying.ended, dying.output()).toBeNull();
    const second = await connectSandbox(control);
    const { core, oss } = clientsOf(second);
    expect((await core.readNamespacedConfigMap({ namespace: 'default', name: 'kept' })).data).toEqual({ by: String(dying.child.pid) });
    const info = (await oss.getBucketInfo('kept')) as { readonly bucket: { readonly Name: string } };
    expect(info.bucket.Name).toBe('kept');
    expect((await second.snapshot()).cluster).toHaveProperty(['v1/ConfigMap/default/kept']);
    const writes = (await second.calls()).filter((call) => call.kind === 'write' && call.actor === 'client').map((call) => call.operation);
    expect(writes).toEqual(['create configmaps', 'PutBucket']);
    await second.stop();
    expect(await sandbox.ended).toBe(0);
  });

  it.each<[NodeJS.Signals, number | null]>([
    ['SIGTERM', 0],
    ['SIGINT', 0],
    ['SIGKILL', null],
  ])('takes a script that runs along at %s, and ends with %s', async (signal, exitCode) => {
    const folder = temporaryFolder();
    const sandbox = runNode([bin, '--speed', '10'], { TMPDIR: folder });
    const { core } = clientsOf(await connectSandbox(await controlOf(sandbox)));
    const command = ['sh', '-c', 'sleep 600 & echo "$$ $!" > /tmp/pids; wait'];
    await core.createNamespacedPod({ namespace: 'default', body: { metadata: { name: 'probe' }, spec: { restartPolicy: 'Never', nodeName: 'dc-worker-1', containers: [{ name: 'probe', image: 'busybox', command }] } } });
    const pids = await runningIn(folder);
    onTestFinished(() => pids.filter(isAlive).forEach((pid) => process.kill(pid, 'SIGKILL')));
    sandbox.child.kill(signal);
    expect(await sandbox.ended).toBe(exitCode);
    for (const pid of pids) await expect.poll(() => isAlive(pid), poll).toBe(false);
    // Nobody is left to take the folders away after SIGKILL.
    if (signal !== 'SIGKILL') expect(readdirSync(folder).filter((name) => name.startsWith('ack-sandbox'))).toEqual([]);
  });

  it('ends by itself when it is stopped through its control server, and leaves a named kubeconfig', async () => {
    const folder = temporaryFolder();
    const sandbox = run('--kubeconfig-file', join(folder, 'config'), '--speed', '10');
    await (await connectSandbox(await controlOf(sandbox))).stop();
    expect(await sandbox.ended).toBe(0);
    expect(readFileSync(join(folder, 'config'), 'utf8')).toContain('kind: Config');
  });

  it('prints its options', async () => {
    const { output, ended } = run('--help');
    expect(await ended).toBe(0);
    for (const part of ['Usage: npm run sandbox', '--control-port N', '--kubeconfig-file FILE', '--speed N']) expect(output()).toContain(part);
  });

  it.each([
    [['--nope'], 1, "Unknown option '--nope'"],
    [['--control-port', 'x'], 1, '--control-port is "x": give a port from 0 to 65535'],
    [['--speed', '0'], 1, '--speed is "0": give a number from 0.1 to 100'],
    [['surplus'], 1, "Unexpected argument 'surplus'"],
    [['--kubeconfig-file', '/nonexistent/kubeconfig'], 1, '--kubeconfig-file is "/nonexistent/kubeconfig", which can\'t be written'],
  ])('answers %j with exit code %i and one line', async (words, exitCode, text) => {
    const { output, ended } = run(...words);
    expect(await ended).toBe(exitCode);
    expect(output()).toContain(text);
    expect(output().trim().split('\n')).toHaveLength(1);
  });
});
