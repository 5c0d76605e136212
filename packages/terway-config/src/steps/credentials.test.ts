import { inspect } from 'node:util';
import { Secret } from '@ack-hybrid/core';
import { describe, expect, it } from 'vitest';
import { FakeObjects } from '../testing/fake-cluster.ts';
import { FakeRam } from '../testing/fake-ram.ts';
import { Faults, Killed } from '../testing/faults.ts';
import { credentialsStep } from './credentials.ts';

const clusterId = 'c0123456789abcdef0123456789abcdef';
const marker = `managed by ack-hybrid for cluster ${clusterId}`;
const user = `ack-hybrid-terway-${clusterId}`;
const secretName = 'alibaba-addon-secret';
const retry = { minDelayMs: 1, maxDelayMs: 2 };
const template = '{\n "version": "1",\n "access_key": "",\n "access_secret": ""\n}\n';

const setUp = (input: { readonly form?: 'secret' | 'config-map'; readonly replace?: boolean; readonly adopt?: boolean } = {}, userComments: string | undefined = marker) => {
  const faults = new Faults();
  const ram = new FakeRam(faults);
  ram.seedUser(user, userComments);
  const secrets = new FakeObjects<Secret>(faults);
  const configMaps = new FakeObjects<string>(faults);
  configMaps.seed('eni-config', { eni_conf: template, '10-terway.conf': '{}' });
  const step = credentialsStep({ ram, secrets, configMaps, now: () => 0 }, { clusterId, retry, ...input });
  const apply = async () => step.apply(await step.plan());
  const world = () => [ram.snapshot(), secrets.snapshot(), configMaps.snapshot()];
  return { faults, ram, secrets, configMaps, step, apply, world };
};

const forms = ['secret', 'config-map'] as const;

describe.each(forms)('credentialsStep in the form %s', (form) => {
  it('makes one key, writes it, and writes nothing the second time', async () => {
    const { ram, step, apply, faults } = setUp({ form });
    const result = await apply();
    expect(ram.users.get(user)?.keys.size).toBe(1);
    expect((await step.verify(result)).filter(({ status }) => status === 'fail')).toEqual([]);
    faults.writes.length = 0;
    expect((await step.plan()).changes).toEqual([]);
    await apply();
    expect(faults.writes).toEqual([]);
  });

  for (const moment of ['before', 'after'] as const) {
    it.each([1, 2])(`leaves one key and no orphan when killed ${moment} write %i`, async (nth) => {
      const { ram, step, apply, faults, world } = setUp({ form });
      const before = world();
      faults.killAt(nth, moment);
      await expect(apply()).rejects.toBeInstanceOf(Killed);
      const result = await apply();
      expect(ram.users.get(user)?.keys.size).toBe(1);
      expect((await step.verify(result)).filter(({ status }) => status === 'fail')).toEqual([]);
      faults.killAt(nth, moment);
      await expect(step.undo?.()).rejects.toBeInstanceOf(Killed);
      await step.undo?.();
      expect(world()).toEqual(before);
      expect(await step.undo?.()).toEqual([]);
    });

    it.each([1, 2])(`leaves one key and no orphan when the answer to write %i is lost ${moment} it was done`, async (nth) => {
      const { ram, step, apply, faults, world } = setUp({ form });
      const before = world();
      faults.loseAnswerAt(nth, moment);
      const result = await apply();
      expect(ram.users.get(user)?.keys.size).toBe(1);
      expect((await step.verify(result)).filter(({ status }) => status === 'fail')).toEqual([]);
      faults.loseAnswerAt(nth, moment);
      expect((await step.undo?.())?.length).toBe(2);
      expect(world()).toEqual(before);
    });
  }

  it('keeps the secret out of plan, events, checks and changes', async () => {
    const { step } = setUp({ form });
    const seen: unknown[] = [];
    const options = { onProgress: (message: string) => seen.push(message) };
    const plan = await step.plan(options);
    const result = await step.apply(plan, options);
    seen.push(plan, result, await step.verify(result, options), await step.plan(options), await step.undo?.(options));
    expect(inspect(seen, { depth: 10, showHidden: true })).not.toContain('secret of');
  });
});

describe('credentialsStep', () => {
  it('creates the Secret without a trailing newline and removes it with undo', async () => {
    const { secrets, ram, step, apply } = setUp();
    await apply();
    const [id, key] = [...(ram.users.get(user)?.keys ?? [])][0] ?? [];
    expect(secrets.value(secretName, 'access-key-id')?.reveal()).toBe(id);
    expect(secrets.value(secretName, 'access-key-secret')?.reveal()).toBe(key?.secret);
    const changes = await step.undo?.();
    expect(changes?.map(({ action }) => action)).toEqual(['delete', 'update']);
    expect(secrets.snapshot()).toEqual([]);
  });

  it('deletes leftovers of runs that died', async () => {
    const { ram, step, apply } = setUp();
    ram.seedKey(user, 'LTAIleftover1');
    ram.seedKey(user, 'LTAIleftover2');
    expect((await step.plan()).changes.map(({ action, target }) => `${action} ${target}`)).toEqual([
      `delete access key …ver1 of RAM user ${user}`,
      `delete access key …ver2 of RAM user ${user}`,
      `create access key of RAM user ${user}`,
      `create Secret kube-system/${secretName}`,
    ]);
    await apply();
    expect([...(ram.users.get(user)?.keys.keys() ?? [])]).toEqual(['LTAIfake00000001']);
  });

  it('makes a new key where the one that stands there is inactive, and drops the old one', async () => {
    const { ram, secrets, step, apply } = setUp();
    await apply();
    ram.seedKey(user, 'LTAIfake00000001', false);
    const result = await apply();
    expect([...(ram.users.get(user)?.keys.keys() ?? [])]).toEqual(['LTAIfake00000002']);
    expect(secrets.value(secretName, 'access-key-id')?.reveal()).toBe('LTAIfake00000002');
    expect((await step.verify(result)).every(({ status }) => status === 'pass')).toBe(true);
  });

  it('takes a trailing newline off', async () => {
    const { ram, secrets, step, apply } = setUp();
    ram.seedKey(user, 'LTAIgood');
    secrets.seed(secretName, { 'access-key-id': new Secret('LTAIgood\n'), 'access-key-secret': new Secret('abc\n') });
    expect((await step.verify({ userName: user })).find(({ name }) => name === 'terway-key-trimmed')?.status).toBe('fail');
    await apply();
    expect(secrets.value(secretName, 'access-key-secret')?.reveal()).toBe('abc');
    expect((await step.verify({ userName: user })).every(({ status }) => status === 'pass')).toBe(true);
  });

  it('refuses a key of someone else, unless told to replace it', async () => {
    const { secrets, step, faults } = setUp();
    secrets.seed(secretName, { 'access-key-id': new Secret('LTAIsomeoneelse'), 'access-key-secret': new Secret('canary') });
    const error = await step.plan().catch((reason: unknown) => reason as Error);
    expect(error).toMatchObject({ code: 'NotOurs' });
    expect((error as Error).message).toMatchInlineSnapshot(`"Secret kube-system/alibaba-addon-secret: holds the access key …else, which is none of RAM user ack-hybrid-terway-c0123456789abcdef0123456789abcdef"`);
    expect(faults.writes).toEqual([]);
  });

  it('replaces it on request, and undo says that it is lost', async () => {
    const { secrets, apply, step } = setUp({ replace: true });
    secrets.seed(secretName, { 'access-key-id': new Secret('LTAIsomeoneelse'), 'access-key-secret': new Secret('canary'), other: new Secret('kept') });
    await apply();
    const messages: string[] = [];
    await step.undo?.({ onProgress: (message) => messages.push(message) });
    expect(messages.at(-1)).toContain("can't be put back");
    expect(secrets.snapshot()).toEqual([[secretName, {}, {}, [['other', 'kept']]]]);
  });

  it('fills a Secret that was there empty, and undo empties it again', async () => {
    const { secrets, apply, step, world } = setUp();
    secrets.seed(secretName, { 'access-key-id': new Secret(''), 'access-key-secret': new Secret('') });
    const before = world();
    await apply();
    await step.undo?.();
    expect(world()).toEqual(before);
  });

  it('warns of who applies the access key', async () => {
    const { secrets, step } = setUp();
    secrets.seed(secretName, { 'access-key-id': new Secret(''), 'access-key-secret': new Secret('') });
    secrets.apply(secretName, 'gitops', 'access-key-secret');
    expect((await step.plan()).checks).toMatchObject([{ name: 'terway-credentials-applied', status: 'warn', message: expect.stringContaining(`the access key in Secret kube-system/${secretName} is applied by gitops`) as string }]);
  });

  it('keeps a Secret of ours into which others put more', async () => {
    const { secrets, apply, step } = setUp();
    await apply();
    const found = await secrets.read(secretName);
    await secrets.patch(secretName, found?.resourceVersion ?? '', { data: { other: new Secret('kept') } });
    await step.undo?.();
    expect(secrets.snapshot()).toEqual([[secretName, {}, {}, [['other', 'kept']]]]);
  });

  it('leaves the keys of an adopted user alone', async () => {
    const { ram, apply, step, world } = setUp({ adopt: true }, 'made by hand');
    ram.seedKey(user, 'LTAItheirs');
    const before = world();
    await apply();
    expect(ram.users.get(user)?.keys.size).toBe(2);
    await step.undo?.();
    expect(world()).toEqual(before);
  });

  it.each([
    ['a user that is not ours', { adopt: false }, 0, 'NotOurs'],
    ['an adopted user without room for a key', { adopt: true }, 2, 'AccessKeyLimit'],
  ])('refuses %s', async (_what, input, keys, code) => {
    const { ram, step } = setUp(input, 'made by hand');
    for (let index = 0; index < keys; index += 1) ram.seedKey(user, `LTAItheirs${index}`);
    await expect(step.plan()).rejects.toMatchObject({ code });
  });

  it('plans before the user exists, and says which step is missing when applied', async () => {
    const { ram, step, apply } = setUp();
    ram.users.clear();
    expect((await step.plan()).changes).toHaveLength(2);
    await expect(apply()).rejects.toMatchObject({ code: 'EntityNotExist.User', remediation: 'Apply the step terway-permissions first.' });
  });

  it('survives that another writes the Secret at the same time', async () => {
    const { ram, apply, faults } = setUp();
    faults.conflictAt(2);
    await apply();
    expect(ram.users.get(user)?.keys.size).toBe(1);
  });

  it('puts the ConfigMap back byte for byte', async () => {
    const { configMaps, step, apply } = setUp({ form: 'config-map' });
    await apply();
    expect(configMaps.value('eni-config', 'eni_conf')).toContain('secret of LTAIfake00000001');
    expect(JSON.stringify((await configMaps.read('eni-config'))?.annotations)).not.toContain('secret of');
    await step.undo?.();
    expect(configMaps.value('eni-config', 'eni_conf')).toBe(template);
  });
});
