import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from '../../control-plane/build-binary.ts';

const module = fileURLToPath(new URL('module', import.meta.url));

/** The vendor's SDKs for Go: `hmac-sha1` is the one behind the vendor's command-line client, `acs3` the core of today's. */
export const generations = ['hmac-sha1', 'acs3'] as const;
export type Generation = (typeof generations)[number];

/** What the second client is told; see `settings` in module/main.go. */
export interface SecondClientSettings {
  readonly generation: Generation;
  readonly phase: 'create' | 'scale' | 'delete' | 'refusals';
  readonly endpoints: Readonly<Record<string, string>>;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly region: string;
  readonly clusterId: string;
  readonly vpcId: string;
  readonly zone: string;
  readonly nodeVSwitchId: string;
  readonly securityGroupId: string;
  readonly name: string;
  readonly cidrBlock: string;
  readonly addon: string;
  readonly addonVersion: string;
  readonly script: string;
}

/** What a call of the second client was answered, in the order of the calls. */
export interface SecondClientAnswer {
  readonly operation: string;
  /** The JSON as it came. */
  readonly body?: unknown;
  /** The same, as the SDK's own struct holds it; the older generation only. */
  readonly typed?: unknown;
  readonly error?: {
    readonly kind: string;
    readonly status: number;
    readonly code: string;
    readonly message: string;
    readonly requestId: string;
    readonly hostId?: string;
    readonly recommend?: string;
    readonly detail?: boolean;
  };
}

/** Runs the second client once. Rejects where it does not come to its end within a minute. */
export async function runSecondClient(path: string, settings: SecondClientSettings): Promise<readonly SecondClientAnswer[]> {
  const output = await run(path, [], { input: JSON.stringify(settings), timeout: 60_000 });
  return JSON.parse(output) as SecondClientAnswer[];
}

/** The path of the second client, which is built from the Go module proxy where that was not done yet. Rejects with what to install where there is no Go. */
export async function buildSecondClient(): Promise<string> {
  const folder = join(cacheFolder(), 'bin', `second-client-${hashOfModule()}`);
  const path = join(folder, 'second-client');
  if (existsSync(path)) return path;
  await mkdir(folder, { recursive: true });
  // Built beside its place and moved there whole: a build that was killed leaves nothing that looks like a program.
  const workshop = await mkdtemp(join(folder, 'build-'));
  try {
    const environment = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly', GOWORK: 'off' };
    await run('go', ['build', '-trimpath', '-buildvcs=false', '-ldflags', '-s -w', '-o', join(workshop, 'second-client'), '.'], { cwd: module, env: environment });
    await rename(join(workshop, 'second-client'), path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    throw new Error("The second client of the sandbox's cloud is a Go program that can't be built, as there is no Go here. Install Go 1.23 or newer (https://go.dev/doc/install).", { cause });
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
  return path;
}

function hashOfModule(): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(module).sort()) hash.update(file).update(readFileSync(join(module, file)));
  return hash.digest('hex').slice(0, 12);
}

function run(command: string, parameters: readonly string[], options: { readonly input?: string; readonly timeout?: number; readonly cwd?: string; readonly env?: NodeJS.ProcessEnv }): Promise<string> {
  return new Promise((resolve, reject) => {
    const { input, ...rest } = options;
    const child = spawn(command, parameters, { ...rest, stdio: 'pipe' });
    let [output, errors] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.stdin.on('error', () => undefined);
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve(output) : reject(new Error(`${command} ended with ${code ?? 'a signal'}: ${errors.slice(-4000)}`))));
    child.stdin.end(input ?? '');
  });
}
