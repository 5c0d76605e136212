import { ApiError, ConflictError, InvalidInputError, Secret, VerificationError, type Step } from '@ack-hybrid/core';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AgentConfigStore, ObjectStore, ObservedAgentConfig, StoredObject } from './api/port.ts';
import type { BucketPolicy } from './plan/bucket-policy.ts';
import { extendInitScript } from './plan/extend-init-script.ts';
import type { InitScriptInput } from './script-source.ts';
import { makeInitScriptStep } from './step.ts';

const token = 'abcdef.0123456789abcdef';
const text = (more = ''): Secret => new Secret(`${extendInitScript(`kubeadm join x --token ${token} --discovery-token-ca-cert-hash sha256:0\n`)}${more}`);
const reset = (): ApiError => new ApiError({ service: 'oss', operation: 'x', errorCode: 'ECONNRESET', detail: 'reset', outcome: 'unknown', retryable: true });
const conflict = (): ConflictError => new ConflictError({ service: 'kubernetes', operation: 'x', errorCode: 'Conflict', detail: 'changed', outcome: 'refused' });

/** A cluster and a bucket in memory. `fail` is asked before and after each write, with its name. */
class World {
  config: ObservedAgentConfig | undefined;
  bucket: { tags: Record<string, string>; policy: BucketPolicy | undefined; objects: Map<string, StoredObject> } | undefined;
  writes: string[] = [];
  fail: (write: string, when: 'before' | 'after') => Error | undefined = () => undefined;
  #version = 1;

  async #write(name: string, body: () => void): Promise<void> {
    const before = this.fail(name, 'before');
    if (before !== undefined) throw before;
    body();
    this.writes.push(name);
    const after = this.fail(name, 'after');
    if (after !== undefined) throw after;
  }

  setConfig(data: Record<string, string>, annotations: Record<string, string> = {}, managedFields: readonly unknown[] = []): void {
    this.config = { data, annotations, managedFields, resourceVersion: String((this.#version += 1)) };
  }

  /** All that an undo must give back. */
  state(): unknown {
    return structuredClone({ config: this.config && { data: this.config.data, annotations: this.config.annotations }, bucket: this.bucket });
  }

  readonly agent: AgentConfigStore = {
    read: async () => this.config,
    create: ({ data, annotations }) =>
      this.#write('create configmap', () => {
        if (this.config !== undefined) throw conflict();
        this.setConfig({ ...data }, { ...annotations });
      }),
    patch: (observed, { data, annotations }) =>
      this.#write('patch configmap', () => {
        if (this.config?.resourceVersion !== observed.resourceVersion) throw conflict();
        const merge = (values: object, patch: object) => Object.fromEntries(Object.entries({ ...values, ...patch }).filter(([, value]) => value !== null)) as Record<string, string>;
        this.setConfig(merge(this.config.data, data), merge(this.config.annotations, annotations));
      }),
    delete: (observed) =>
      this.#write('delete configmap', () => {
        if (this.config?.resourceVersion !== observed.resourceVersion) throw conflict();
        this.config = undefined;
      }),
  };

  readonly store: ObjectStore = {
    bucket: 'b',
    urlOf: (key) => `https://b.oss-cn-hangzhou-internal.aliyuncs.com/${key}`,
    readBucket: async () => this.bucket && { tags: this.bucket.tags },
    createBucket: () => this.#write('create bucket', () => (this.bucket ??= { tags: {}, policy: undefined, objects: new Map() })),
    tagBucket: (tags) => this.#write('tag bucket', () => void (this.#made().tags = { ...tags })),
    deleteBucket: () => this.#write('delete bucket', () => (this.bucket = undefined)),
    readPolicy: async () => this.#made().policy,
    writePolicy: (policy) => this.#write('write policy', () => (this.#made().policy = policy)),
    list: async (prefix) => [...this.#made().objects.keys()].filter((key) => key.startsWith(prefix)),
    get: async (key) => this.#made().objects.get(key),
    put: (key, content, metadata) => this.#write('put object', () => this.#made().objects.set(key, { content, metadata })),
    delete: (key) => this.#write('delete object', () => this.#made().objects.delete(key)),
  };

  #made() {
    if (this.bucket === undefined) throw reset();
    return this.bucket;
  }
}

let world: World;
beforeEach(() => {
  world = new World();
  world.bucket = { tags: { own: '1' }, policy: undefined, objects: new Map([['ack-hybrid/c1/theirs.sh', { content: Buffer.from('x'), metadata: {} }]]) };
  world.setConfig({ enableNodepool: 'true', addNodeScriptPath: 'https://old' }, { other: 'kept' });
});

const input = (more: Partial<InitScriptInput> = {}): InitScriptInput => ({ clusterId: 'c1', vpcId: 'vpc-1', agentRereadMs: 0, script: { kind: 'text', text: text() }, ...more });
const stepOf = (more: Partial<InitScriptInput> = {}, store: ObjectStore | undefined = world.store) => makeInitScriptStep(world.agent, store, input(more));
const run = async (step: Step<never, never> | ReturnType<typeof stepOf>) => {
  const one = step as ReturnType<typeof stepOf>;
  return one.verify(await one.apply(await one.plan()));
};

describe('the step init-script', () => {
  it('plans without a write, and shows hash and size of the script, not its text', async () => {
    const plan = await stepOf().plan();
    expect(plan.changes.map(({ action, target }) => `${action} ${target}`)).toEqual(['create policy of OSS bucket b', expect.stringMatching(/^create OSS object b\/ack-hybrid\/c1\/init-node-[0-9a-f]{12}\.sh$/), 'update ConfigMap kube-system/ack-agent-config']);
    expect(plan.changes[1]?.summary).toMatch(/\d+ bytes, sha256 [0-9a-f]{64}/);
    expect(plan.changes[2]).toMatchObject({ before: 'https://old', after: plan.desired.url });
    expect(JSON.stringify(plan)).not.toContain(token);
    expect(world.writes).toEqual([]);
  });

  it('warns of who applies the path, as long as there is something to change', async () => {
    world.setConfig({ addNodeScriptPath: 'https://old' }, {}, [{ manager: 'gitops', operation: 'Apply', fieldsV1: { 'f:data': { 'f:addNodeScriptPath': {} } } }]);
    const applied = async () => (await stepOf().plan()).checks?.find(({ name }) => name === 'script-path-applied');
    expect(await applied()).toMatchObject({ status: 'warn', message: expect.stringContaining('addNodeScriptPath of ConfigMap kube-system/ack-agent-config is applied by gitops') as string });
    await run(stepOf());
    expect(await applied()).toBeUndefined();
  });

  it('applies, holds, and writes nothing the second time', async () => {
    expect((await run(stepOf())).map(({ status }) => status)).toEqual(['pass', 'pass', 'pass', 'pass', 'pass', 'pass']);
    expect(world.config?.data).toMatchObject({ enableNodepool: 'true', addNodeScriptPath: expect.stringContaining('-internal.aliyuncs.com/ack-hybrid/c1/init-node-') });
    const writes = world.writes.length;
    expect((await stepOf().plan()).changes).toEqual([]);
    await run(stepOf());
    expect(world.writes).toHaveLength(writes);
  });

  it.each<[string, () => void]>([
    ['a path of another script', () => undefined],
    ['an empty path', () => world.setConfig({ addNodeScriptPath: '' })],
    ['no path', () => world.setConfig({ isInit: 'true' })],
    ['no ConfigMap', () => (world.config = undefined)],
    ['no bucket', () => (world.bucket = undefined)],
    ["others' statements", () => ((world.bucket as { policy: unknown }).policy = { Version: '1', Statement: [{ Effect: 'Deny', Action: ['oss:*'], Principal: ['*'], Resource: ['acs:oss:*:*:b/secret/*'] }] })],
  ])('takes all of it back where there was %s before, and nothing the second time', async (_title, prepare) => {
    prepare();
    const before = world.state();
    await run(stepOf({ createBucket: true }));
    await run(stepOf({ createBucket: true, script: { kind: 'text', text: text('# changed\n') } }));
    const changes = await stepOf({ createBucket: true }).undo?.();
    expect(changes?.length).toBeGreaterThan(2);
    expect(world.state()).toEqual(before);
    expect(await stepOf({ createBucket: true }).undo?.()).toEqual([]);
  });

  it('converges, and can be taken back, when it is killed before or after any write', async () => {
    for (const when of ['before', 'after'] as const) {
      for (let nth = 1; nth <= 7; nth += 1) {
        for (const then of ['again', 'undo'] as const) {
          world = new World();
          let count = 0;
          world.fail = (_write, moment) => (moment === when && (count += 1) === nth ? new VerificationError({ subject: 'killed', checks: [] }) : undefined);
          await run(stepOf({ createBucket: true })).catch(() => undefined);
          world.fail = () => undefined;
          if (then === 'again') {
            expect((await run(stepOf({ createBucket: true }))).every(({ status }) => status === 'pass'), `${when} ${nth}`).toBe(true);
            expect(world.bucket?.tags, `${when} ${nth}`).toEqual({ 'ack-hybrid': 'c1' });
          }
          await stepOf({ createBucket: true }).undo?.();
          expect(world.state(), `${when} ${nth} ${then}`).toEqual({ config: undefined, bucket: undefined });
        }
      }
    }
  });

  it('takes all of it back in the end, when the undo is killed before or after any write', async () => {
    for (const when of ['before', 'after'] as const) {
      for (let nth = 1; nth <= 6; nth += 1) {
        world = new World();
        await run(stepOf({ createBucket: true }));
        let count = 0;
        world.fail = (_write, moment) => (moment === when && (count += 1) === nth ? new VerificationError({ subject: 'killed', checks: [] }) : undefined);
        await stepOf().undo?.().catch(() => undefined);
        world.fail = () => undefined;
        await stepOf().undo?.();
        expect(world.state(), `${when} ${nth}`).toEqual({ config: undefined, bucket: undefined });
      }
    }
  });

  it.each(['write policy', 'put object', 'patch configmap'])('looks before it writes again where the answer to %s is lost', async (name) => {
    let lost = false;
    world.fail = (write, when) => (write === name && when === 'after' && !lost ? ((lost = true), reset()) : undefined);
    await run(stepOf());
    expect(world.writes.filter((write) => write === name)).toHaveLength(1);
  });

  it('observes anew where someone else changes the ConfigMap meanwhile', async () => {
    let changed = false;
    world.fail = (write, when) => {
      if (write !== 'patch configmap' || when !== 'before' || changed) return undefined;
      changed = true;
      world.setConfig({ ...world.config?.data, isInit: 'true' }, { ...world.config?.annotations });
      return conflict();
    };
    await run(stepOf());
    expect(world.config?.data).toMatchObject({ isInit: 'true', addNodeScriptPath: expect.stringContaining('init-node-') });
  });

  it('fails the plan where the bucket is not there and may not be made', async () => {
    world.bucket = undefined;
    expect((await stepOf().plan()).checks).toMatchObject([{ name: 'script-bucket', status: 'fail' }]);
    await expect(stepOf().apply(await stepOf().plan())).rejects.toSatisfy((error) => VerificationError.isInstance(error));
    expect(world.writes).toEqual([]);
  });

  it('keeps a bucket of ours that others use', async () => {
    world.bucket = undefined;
    await run(stepOf({ createBucket: true }));
    (world.bucket as unknown as { objects: Map<string, StoredObject> }).objects.set('theirs', { content: Buffer.from('x'), metadata: {} });
    await stepOf().undo?.();
    expect([...(world.bucket as unknown as { objects: Map<string, StoredObject> }).objects.keys()]).toEqual(['theirs']);
  });

  it('says what no longer holds', async () => {
    const step = stepOf();
    const result = await step.apply(await step.plan());
    world.setConfig({ addNodeScriptPath: 'https://theirs' });
    const bucket = world.bucket as NonNullable<World['bucket']>;
    bucket.policy = undefined;
    for (const key of bucket.objects.keys()) bucket.objects.set(key, { content: Buffer.from('changed'), metadata: {} });
    const checks = await step.verify(result);
    expect(checks.filter(({ status }) => status === 'fail').map(({ name }) => name)).toEqual(['script-path', 'script-object', 'script-policy', 'script-section', 'script-join']);
    for (const check of checks) if (check.status !== 'pass') expect(check.remediation).toBeTruthy();
  });

  it('refuses to register bytes that the store gives back changed', async () => {
    const { store } = world;
    const changing: ObjectStore = { ...store, put: (key, _content, metadata) => store.put(key, Buffer.from('changed'), metadata) };
    await expect(run(stepOf({}, changing))).rejects.toMatchObject({ code: 'Verification' });
    expect(world.config?.data).toMatchObject({ addNodeScriptPath: 'https://old' });
  });

  it('registers a URL without a store, and gives the old one back', async () => {
    const before = world.state();
    const step = makeInitScriptStep(world.agent, undefined, { clusterId: 'c1', agentRereadMs: 0, script: { kind: 'url', url: 'http://10.0.0.5/init-node.sh' } });
    expect(await run(step)).toMatchObject([{ name: 'script-path', status: 'pass' }]);
    await step.undo?.();
    expect(world.state()).toEqual(before);
  });

  it('waits for the agent after a change only, and stops waiting when told to', async () => {
    const controller = new AbortController();
    const lines: string[] = [];
    const step = stepOf({ agentRereadMs: 60_000 });
    const applying = step.apply(await step.plan(), {
      signal: controller.signal,
      onProgress: (line) => {
        lines.push(line);
        if (line.startsWith('waiting')) controller.abort(new VerificationError({ subject: 'stopped', checks: [] }));
      },
    });
    await expect(applying).rejects.toMatchObject({ code: 'Verification' });
    expect(lines.at(-1)).toMatch(/^waiting (59|60) s/);
    await makeInitScriptStep(world.agent, world.store, input({ agentRereadMs: 60_000 }), () => Date.now() + 60_000).apply(await step.plan());
  });

  it.each<[string, Partial<InitScriptInput>]>([
    ['clusterId', { clusterId: 'a/b' }],
    ['vpcId', { vpcId: 'x' }],
    ['accountId', { accountId: 'me' }],
    ['prefix', { prefix: '/a' }],
    ['prefix', { prefix: 'a/../b' }],
    ['agentRereadMs', { agentRereadMs: -1 }],
    ['script.text', { script: { kind: 'text', text: new Secret('kubeadm join x') } }],
    ['script.text', { script: { kind: 'text', text: 'x' as unknown as Secret } }],
    ['script.url', { script: { kind: 'url', url: 'ftp://x/y' } }],
    ['script.url', { script: { kind: 'url', url: `https://x/${'y'.repeat(1_020)}` } }],
  ])('refuses a bad %s at once', (path, more) => {
    expect(() => stepOf(more)).toThrowError(InvalidInputError);
    try {
      stepOf(more);
    } catch (error) {
      if (InvalidInputError.isInstance(error)) expect(new Set(error.issues.map((issue) => issue.path))).toEqual(new Set([path]));
    }
  });
});
