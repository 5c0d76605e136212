import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '@ack-hybrid/sandbox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root, runMainJob } from './support/main-job.ts';

let sandbox: Sandbox;
let folder: string;

beforeAll(async () => {
  sandbox = await startSandbox();
  folder = mkdtempSync(join(tmpdir(), 'ack-hybrid-bad-'));
});
afterAll(async () => {
  await sandbox.stop();
  rmSync(folder, { recursive: true });
});

/** A copy of datacenter.yaml with one edit, and the script beside it. */
const edited = (from: string | RegExp, to: string): string => {
  const source = readFileSync(join(root, 'examples/specs/datacenter.yaml'), 'utf8').replace('./init-node.sh', join(root, 'examples/specs/init-node.sh'));
  const text = source.replace(from, to);
  expect(text).not.toBe(source);
  const path = join(folder, 'spec.yaml');
  writeFileSync(path, text);
  return path;
};

/** The spec with the sandbox's addresses as endpoints, for runs that know nothing of a sandbox. */
const withEndpoints = (): string => {
  const { ecs, vpc, ram, cs, oss } = sandbox.endpoints;
  const endpoints = JSON.stringify({ ecs: `http://${ecs}`, vpc: `http://${vpc}`, ram: `http://${ram}`, cs: `http://${cs}`, oss: `http://${oss}` });
  return edited('region:', `endpoints: ${endpoints}\nregion:`);
};

const kubeconfig = (): string => {
  const path = join(folder, 'kubeconfig');
  writeFileSync(path, sandbox.kubeconfig, { mode: 0o600 });
  return path;
};

const credentials = (secret: string) => ({ ALIBABA_CLOUD_ACCESS_KEY_ID: sandbox.world.accessKeyId, ALIBABA_CLOUD_ACCESS_KEY_SECRET: secret });

describe('bad input gets one clear error, exit code 1, and nothing is written', () => {
  const onSandbox = (path: string) => ({ flags: ['--sandbox', sandbox.control, '--apply', '--spec', path], env: {} });
  const onCloud = (env: Record<string, string>) => ({ flags: ['--apply', '--spec', withEndpoints()], env });

  it.each([
    ['a spec that is not there', () => onSandbox(join(folder, 'none.yaml')), /none\.yaml: no such file/],
    ['bad YAML', () => onSandbox(edited('vpc: {', 'vpc: [{')), /at line \d+, column \d+/],
    ['an unknown field', () => onSandbox(edited('size: 2', 'size: 2\n  sise: 3')), /nodePool: unknown field "sise"/],
    ['a bad CIDR block', () => onSandbox(edited('10.10.24.0/24', '10.10.24.1/24')), /10\.10\.24\.1\/24.*10\.10\.24\.0\/24/s],
    ['a script that is not there', () => onSandbox(edited(/extend: .*/, 'extend: /none.sh')), /none\.sh: no such file/],
    ['a region that does not exist', () => onSandbox(edited('region: cn-hangzhou', 'region: cn-atlantis')), /cn-atlantis/],
    ['a cluster id that does not exist', () => onSandbox(edited(/clusterId: .*/, `clusterId: c${'0'.repeat(32)}`)), /c0{32}/],
    ['no vSwitch in the zone', () => onSandbox(edited(/zone: cn-hangzhou-i, cidr: 10\.10\.25/, 'zone: cn-hangzhou-j, cidr: 10.10.25')), /cn-hangzhou-j/],
    ['an instance type that the zone does not have', () => onSandbox(edited('ecs.g7.xlarge', 'ecs.c7.large')), /ecs\.c7\.large/],
    ['no credentials', () => onCloud({ KUBECONFIG: kubeconfig() }), /no Alibaba Cloud credentials.*ALIBABA_CLOUD_ACCESS_KEY_ID/s],
    ['a wrong access key secret', () => onCloud({ KUBECONFIG: kubeconfig(), ...credentials('wrong') }), /SignatureDoesNotMatch.*access key/s],
    ['no kubeconfig', () => onCloud(credentials(sandbox.world.accessKeySecret)), /no kubeconfig.*KUBECONFIG/s],
    ['a kubeconfig that is not there', () => onCloud({ ...credentials(sandbox.world.accessKeySecret), KUBECONFIG: '/none/kubeconfig' }), /kubeconfig/],
    ['a report in a folder that is not there', () => ({ flags: ['--sandbox', sandbox.control, '--apply', '--json', '/none/report.json'], env: {} }), /none\/report\.json: its folder is not there.*Name a file/s],
    ['a flag that is unknown', () => ({ flags: ['--aply'], env: {} }), /Unknown option '--aply'.*--help/s],
  ])('%s', async (_, setUp, message) => {
    const before = await sandbox.snapshot();
    const { flags, env } = setUp();
    const { code, output } = await runMainJob(flags, { env });
    expect(output).toMatch(message);
    expect(output.match(/^error: /gm)).toHaveLength(1);
    expect(output).not.toMatch(/^\s+at .*\(.*:\d+:\d+\)/m);
    expect(code).toBe(1);
    expect(await sandbox.snapshot()).toEqual(before);
  });

  it('prints its flags for --help, and ends with 0', async () => {
    const { code, output } = await runMainJob(['--help']);
    expect([code, output]).toEqual([0, expect.stringContaining('--undo')]);
  });
});
