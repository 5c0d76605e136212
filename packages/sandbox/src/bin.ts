#!/usr/bin/env node
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SandboxError } from './sandbox-error.ts';
import { startSandbox } from './sandbox.ts';
import type { SandboxOptions } from './types.ts';
import { defaultTiming } from './world.ts';

const help = `Alibaba Cloud and a data centre's Kubernetes API on loopback, until Ctrl-C.

Usage: npm run sandbox -- [options]

  --control-port N        port of the control server (default: any free one)
  --kubeconfig-file FILE  where the administrator's kubeconfig is written (default: a new file in the temp folder)
  --speed N               the sandbox's world runs N times as fast as by default (0.1 to 100)
  --help                  this text
`;

/** What the command line asks for. */
interface CommandLine {
  readonly options: SandboxOptions;
  readonly kubeconfigFile: string | undefined;
  readonly help: boolean;
}

function readCommandLine(words: readonly string[]): CommandLine {
  let values: { 'control-port'?: string; 'kubeconfig-file'?: string; speed?: string; help?: boolean };
  try {
    ({ values } = parseArgs({ args: [...words], options: { 'control-port': { type: 'string' }, 'kubeconfig-file': { type: 'string' }, speed: { type: 'string' }, help: { type: 'boolean', short: 'h' } } }));
  } catch (cause) {
    throw new SandboxError('InvalidOption', `${cause instanceof Error ? cause.message : String(cause)} (--help shows the options)`, { cause });
  }
  const port = values['control-port'];
  if (port !== undefined && !(/^\d+$/.test(port) && Number(port) <= 65535)) throw new SandboxError('InvalidOption', `--control-port is "${port}": give a port from 0 to 65535`);
  const speed = Number(values.speed ?? 1);
  if (!(speed >= 0.1 && speed <= 100)) throw new SandboxError('InvalidOption', `--speed is "${values.speed ?? ''}": give a number from 0.1 to 100`);
  const timing = Object.fromEntries(Object.entries(defaultTiming).map(([name, ms]) => [name, name === 'latencyMs' ? ms : Math.max(1, ms / speed)]));
  return { options: { timing, ...(port === undefined ? {} : { ports: { control: Number(port) } }) }, kubeconfigFile: values['kubeconfig-file'], help: values.help === true };
}

async function main(): Promise<void> {
  const commandLine = readCommandLine(process.argv.slice(2));
  if (commandLine.help) {
    process.stdout.write(help);
    return;
  }
  const sandbox = await startSandbox(commandLine.options);
  const folder = commandLine.kubeconfigFile === undefined ? mkdtempSync(join(tmpdir(), 'ack-sandbox-kubeconfig-')) : undefined;
  const file = commandLine.kubeconfigFile ?? join(folder ?? tmpdir(), 'kubeconfig.yaml');
  try {
    // The file holds the administrator's token: nobody else reads it, also where it was there before.
    writeFileSync(file, sandbox.kubeconfig, { mode: 0o600 });
    chmodSync(file, 0o600);
  } catch (cause) {
    await sandbox.stop();
    throw new SandboxError('InvalidOption', `--kubeconfig-file is "${file}", which can't be written: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }

  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    void sandbox.stop().finally(() => process.exit(0));
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  // `POST /stop` on the control server closes every listener: nothing holds the process any more, and it ends by itself.
  process.once('exit', () => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  process.stdout.write(
    [
      'The sandbox is up; Ctrl-C ends it, and what it holds with it.',
      '',
      ...Object.entries(sandbox.endpoints).map(([service, endpoint]) => `  ${service.padEnd(11)} ${endpoint}`),
      `  ${'control'.padEnd(11)} ${sandbox.control}`,
      '',
      `  region      ${sandbox.world.region}`,
      `  cluster     ${sandbox.world.cluster.id}`,
      '',
      'For a shell:',
      '',
      `export KUBECONFIG=${file}`,
      // The key opens nothing but this sandbox.
      `export ALIBABA_CLOUD_ACCESS_KEY_ID=${sandbox.world.accessKeyId}`,
      `export ALIBABA_CLOUD_ACCESS_KEY_SECRET=${sandbox.world.accessKeySecret}`,
      `export ALIBABA_CLOUD_REGION_ID=${sandbox.world.region}`,
      `export ACK_SANDBOX=${sandbox.control}`,
      '',
    ].join('\n'),
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`${SandboxError.isInstance(error) ? error.message : error instanceof Error ? `${error.name}: ${error.message}` : String(error)}\n`);
  process.exitCode = 1;
});
