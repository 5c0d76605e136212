import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

/** What the registered cluster passes to a script. */
export const cloudVariables = {
  ALIBABA_CLOUD_PROVIDER_ID: 'cn-hangzhou.i-bp1abc',
  ALIBABA_CLOUD_NODE_NAME: 'cn-hangzhou.10.10.24.5',
  ALIBABA_CLOUD_LABELS: 'alibabacloud.com/nodepool-id=np1,ack.aliyun.com=c1,alibabacloud.com/external=true',
  ALIBABA_CLOUD_TAINTS: '',
} as const;

/** How a script ended. */
export interface ScriptRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a script finds on a node beside the stubs; never the kubelet or containerd that this machine may have. */
const tools = ['bash', 'sh', 'dash', 'env', 'cat', 'chmod', 'chown', 'ls', 'mkdir', 'mktemp', 'mv', 'readlink', 'rm', 'sed', 'sleep', 'stat', 'tee', 'test', 'touch'];
const findTool = (name: string): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));

/** A scratch root of a node, with stubs of the commands that would change a real one. */
export class NodeRoot {
  readonly path: string;
  readonly commands: string;
  readonly calls: string;

  constructor() {
    const folder = mkdtempSync(join(tmpdir(), 'init-script-'));
    this.path = join(folder, 'root');
    this.commands = join(folder, 'bin');
    this.calls = join(folder, 'calls');
    mkdirSync(this.path);
    mkdirSync(this.commands);
    for (const name of tools) {
      const path = findTool(name);
      if (path !== undefined) symlinkSync(path, join(this.commands, name));
    }
    for (const name of ['systemctl', 'kubeadm', 'sudo', 'modprobe', 'sysctl', 'swapoff', 'yum', 'dnf', 'apt-get', 'apt-mark', 'curl', 'crictl', 'ctr']) this.stub(name);
  }

  /** A command that notes its arguments, one line a call, and then runs the given lines of sh. */
  stub(name: string, body = 'exit 0'): void {
    const file = join(this.commands, name);
    // Never through a link to a program of this machine.
    rmSync(file, { force: true });
    writeFileSync(file, `#!/bin/sh\n{ printf '%s' ${name}; for word in "$@"; do printf ' <%s>' "$word"; done; echo; } >>'${this.calls}'\n${name === 'sudo' ? 'exec "$@"' : body}\n`);
    chmodSync(file, 0o755);
  }

  write(path: string, text: string | Buffer): void {
    const file = join(this.path, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  read(path: string): string {
    return readFileSync(join(this.path, path), 'utf8');
  }

  exists(path: string): boolean {
    return existsSync(join(this.path, path));
  }

  run(script: string, environment: Readonly<Record<string, string>> = cloudVariables, shell = 'bash'): ScriptRun {
    const { status, stdout, stderr } = spawnSync(shell, ['-s'], {
      input: script,
      cwd: this.path,
      env: { PATH: this.commands, ...environment },
      encoding: 'utf8',
      timeout: 60_000,
    });
    return { status, stdout, stderr };
  }

  callLines(): readonly string[] {
    return existsSync(this.calls) ? readFileSync(this.calls, 'utf8').trimEnd().split('\n') : [];
  }

  remove(): void {
    rmSync(dirname(this.path), { recursive: true, force: true });
  }
}

/** What `bash -n` says of a script; empty where it is well formed. */
export const checkSyntax = (script: string, shell = 'bash'): string => spawnSync(shell, ['-n'], { input: script, encoding: 'utf8' }).stderr;
