import { createAlibabaCloud, createKubernetes, runSteps, Secret, type Step } from '@ack-hybrid/core';
import { startSandbox, type Sandbox } from '@ack-hybrid/sandbox';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOssStore } from './api/oss-ali-oss.ts';
import { extendInitScript } from './plan/extend-init-script.ts';
import { createInitScriptStep } from './step.ts';

const token = 'abcdef.0123456789abcdef';
const text = new Secret(extendInitScript(`#!/bin/bash\nkubeadm join 192.168.0.10:6443 --token ${token}\n`, {}));
let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.stop());

const clientsOf = () => {
  const { world, endpoints, kubeconfig } = sandbox;
  const cloud = createAlibabaCloud({
    region: world.region,
    credentials: { accessKeyId: world.accessKeyId, accessKeySecret: new Secret(world.accessKeySecret) },
    endpoints: { oss: `http://${endpoints.oss}` },
    retry: { minDelayMs: 1, maxDelayMs: 2 },
  });
  return { store: createOssStore(cloud, { bucket: 'node-scripts' }), kubernetes: createKubernetes({ kind: 'text', text: new Secret(kubeconfig) }, { retry: { minDelayMs: 1, maxDelayMs: 2 } }) };
};
const stepOf = (script = text): Step => createInitScriptStep(clientsOf(), { clusterId: sandbox.world.cluster.id, vpcId: sandbox.world.vpc.id, createBucket: true, agentRereadMs: 10, script: { kind: 'text', text: script } });
const writes = (from: number) => sandbox.calls().slice(from).filter((call) => call.kind === 'write' && call.actor === 'client');

describe('the step against the sandbox', () => {
  it('publishes and registers, writes nothing when run again, and takes all of it back', async () => {
    const before = await sandbox.snapshot();
    const planned = await runSteps([stepOf()], { mode: 'plan' });
    expect(planned.steps[0]?.changes.map((change) => `${change.action} ${change.target}`)).toEqual([
      'create OSS bucket node-scripts',
      'create policy of OSS bucket node-scripts',
      expect.stringMatching(/^create OSS object node-scripts\/ack-hybrid\/[a-z0-9]+\/init-node-[0-9a-f]{12}\.sh$/),
      expect.stringMatching(/^(create|update) ConfigMap kube-system\/ack-agent-config$/),
    ]);
    expect(JSON.stringify(planned)).not.toContain(token);
    expect(writes(0)).toEqual([]);

    const applied = await runSteps([stepOf()]);
    expect(applied.steps[0]?.checks.filter((check) => check.status !== 'pass')).toEqual([]);
    const count = sandbox.calls().length;
    const again = await runSteps([stepOf()]);
    expect(again.steps[0]?.status).toBe('unchanged');
    expect(writes(count)).toEqual([]);

    expect((await runSteps([stepOf()], { mode: 'undo' })).steps[0]?.status).toBe('undone');
    expect(await sandbox.snapshot()).toEqual(before);
    expect((await runSteps([stepOf()], { mode: 'undo' })).steps[0]).toMatchObject({ status: 'unchanged', changes: [] });
  });

  it('lets the VPC read the script, and no one else', async () => {
    await runSteps([stepOf()]);
    const name = sandbox.calls().find((call) => call.operation === 'PutObject');
    expect(name?.status).toBe(200);
    const { store } = clientsOf();
    const [key] = await store.list('ack-hybrid/');
    const address = `http://${sandbox.endpoints.oss}/node-scripts/${key ?? ''}`;
    expect((await fetch(address)).status).toBe(403);
    const inside = await fetch(address, { headers: { 'x-sandbox-source-vpc': sandbox.world.vpc.id } });
    expect(inside.status).toBe(200);
    expect(inside.headers.get('content-type')).toBe('text/x-shellscript');
    expect(await inside.text()).toBe(text.reveal());
    expect((await fetch(address, { headers: { 'x-sandbox-source-vpc': 'vpc-other' } })).status).toBe(403);
  });

  it.each([
    ['PutBucket', 'oss'], ['PutBucketTags', 'oss'], ['PutBucketPolicy', 'oss'], ['PutObject', 'oss'], ['patch configmaps', 'kubernetes'],
  ] as const)('converges where the answer to %s is lost', async (operation, service) => {
    const before = await sandbox.snapshot();
    sandbox.addFault({ service, operation, kind: 'reset-after', nth: 1 });
    await runSteps([stepOf()]);
    expect((await runSteps([stepOf()])).steps[0]?.status).toBe('unchanged');
    await runSteps([stepOf()], { mode: 'undo' });
    expect(await sandbox.snapshot()).toEqual(before);
  });

  it('publishes a changed script under another name and takes both back', async () => {
    const before = await sandbox.snapshot();
    await runSteps([stepOf()]);
    await runSteps([stepOf(new Secret(`${text.reveal()}# more\n`))]);
    expect(await clientsOf().store.list('ack-hybrid/')).toHaveLength(2);
    await runSteps([stepOf()], { mode: 'undo' });
    expect(await sandbox.snapshot()).toEqual(before);
  });
});
