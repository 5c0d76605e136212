import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '@ack-hybrid/sandbox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTerwaySecret } from './support/flow-steps.ts';
import { root, runMainJob, type MainJobResult } from './support/main-job.ts';

const administratorSecret = 'canary4711administratorsecret';
const joinToken = 'canary.4711tokentokentk';
let sandbox: Sandbox;
let folder: string;
let spec: string;

beforeAll(async () => {
  sandbox = await startSandbox({ world: { accessKeySecret: administratorSecret, dataCenter: { joinToken } } });
  folder = mkdtempSync(join(tmpdir(), 'ack-hybrid-canary-'));
  writeFileSync(join(folder, 'init-node.sh'), readFileSync(join(root, 'examples/specs/init-node.sh'), 'utf8').replace('abcdef.0123456789abcdef', joinToken));
  spec = join(folder, 'spec.yaml');
  writeFileSync(spec, readFileSync(join(root, 'examples/specs/datacenter.yaml'), 'utf8'));
});
afterAll(async () => {
  await sandbox.stop();
  rmSync(folder, { recursive: true });
});

const expectNoSecret = (result: MainJobResult, secrets: readonly string[]) => {
  for (const secret of secrets) {
    expect(result.output).not.toContain(secret);
    expect(result.reportText).not.toContain(secret);
  }
};

describe('a canary secret', () => {
  it('appears in no output and no report, of a plan, an apply, a failure and an undo', async () => {
    const on = ['--sandbox', sandbox.control, '--spec', spec];
    const plan = await runMainJob(on);
    const apply = await runMainJob([...on, '--apply']);
    expect(apply.code).toBe(0);
    const created = await readTerwaySecret(sandbox);
    expect(created.length).toBeGreaterThan(10);
    const removeFault = sandbox.addFault({ service: 'cs', kind: 'html-502' });
    const failed = await runMainJob([...on, '--apply']);
    removeFault();
    expect(failed.code).toBe(1);
    const undo = await runMainJob([...on, '--undo']);
    expect(undo.code).toBe(0);
    for (const result of [plan, apply, failed, undo]) expectNoSecret(result, [administratorSecret, joinToken, created, Buffer.from(created).toString('base64')]);
  });

  it('is nowhere in the cluster but in the Secret of Terway', async () => {
    expect((await runMainJob(['--sandbox', sandbox.control, '--spec', spec, '--apply'])).code).toBe(0);
    const created = await readTerwaySecret(sandbox);
    const { cluster } = await sandbox.snapshot();
    const text = JSON.stringify(cluster);
    for (const secret of [administratorSecret, joinToken, created]) expect(text).not.toContain(secret);
  });
});
