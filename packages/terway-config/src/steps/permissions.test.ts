import { describe, expect, it } from 'vitest';
import { NotOursError } from '../errors.ts';
import { terwayPolicy } from '../plan/ram-policy.ts';
import { FakeRam } from '../testing/fake-ram.ts';
import { Faults, Killed } from '../testing/faults.ts';
import { permissionsStep, type PermissionsInput } from './permissions.ts';

const clusterId = 'c0123456789abcdef0123456789abcdef';
const marker = `managed by ack-hybrid for cluster ${clusterId}`;
const name = `ack-hybrid-terway-${clusterId}`;
const retry = { minDelayMs: 1, maxDelayMs: 2 };

const setUp = (input: Omit<PermissionsInput, 'clusterId'> = {}) => {
  const faults = new Faults();
  const ram = new FakeRam(faults);
  const step = permissionsStep({ ram, reader: ram }, { clusterId, retry, ...input });
  const apply = async () => step.apply(await step.plan());
  return { faults, ram, step, apply };
};

describe('permissionsStep', () => {
  it('plans policy, user and attachment without a write', async () => {
    const { step, faults } = setUp();
    const { changes } = await step.plan();
    expect(changes.map(({ action, target }) => `${action} ${target}`)).toEqual([`create RAM policy ${name}`, `create RAM user ${name}`, `update RAM user ${name}`]);
    expect(faults.writes).toEqual([]);
  });

  it('applies, verifies, and writes nothing the second time', async () => {
    const { step, apply, faults } = setUp();
    const result = await apply();
    expect(result).toEqual({ principal: { kind: 'user', name }, userName: name, policyName: name });
    expect((await step.verify(result)).map(({ status }) => status)).toEqual(['pass', 'pass', 'pass', 'pass', 'pass']);
    faults.writes.length = 0;
    expect((await step.plan()).changes).toEqual([]);
    await apply();
    expect(faults.writes).toEqual([]);
  });

  it('makes a new default version where the document grants something else, within five versions', async () => {
    const { ram, apply, step } = setUp();
    ram.seedPolicy(name, marker, ...['a', 'b', 'c', 'd', 'e'].map((letter) => `{"Version":"1","Statement":[{"Effect":"Allow","Action":"ecs:${letter}","Resource":"*"}]}`));
    await apply();
    const policy = ram.policies.get(name);
    expect(policy?.versions.map(({ id }) => id)).toEqual(['v2', 'v3', 'v4', 'v5', 'v6']);
    expect((await ram.policy(name))?.document).toBe(terwayPolicy.document);
    expect((await step.plan()).changes).toEqual([]);
  });

  it.each([
    ['user', (ram: FakeRam) => ram.seedUser(name, 'made by hand')],
    ['policy', (ram: FakeRam) => ram.seedPolicy(name, 'made by hand', terwayPolicy.document)],
  ])('refuses a %s of the name that is not ours', async (_what, seed) => {
    const { ram, step, faults } = setUp();
    seed(ram);
    const error: unknown = await step.plan().catch((reason: unknown) => reason);
    expect(NotOursError.isInstance(error)).toBe(true);
    expect((error as NotOursError).remediation).toContain('adopt');
    expect(faults.writes).toEqual([]);
  });

  it('adopts a user on request, and undo only detaches from it', async () => {
    const { ram, step, apply } = setUp({ adopt: true });
    ram.seedUser(name, 'made by hand');
    ram.seedKey(name, 'LTAItheirs');
    const before = ram.snapshot();
    await apply();
    const changes = await step.undo?.();
    expect(changes?.map(({ action, target }) => `${action} ${target}`)).toEqual([`update RAM user ${name}`, `delete RAM policy ${name}`]);
    expect(ram.snapshot()).toEqual(before);
  });

  it('undo deletes keys, user, spare versions and policy, and a second undo does nothing', async () => {
    const { ram, step, apply, faults } = setUp();
    const before = ram.snapshot();
    ram.seedPolicy(name, marker, '{"Version":"1","Statement":[]}');
    await apply();
    ram.seedKey(name, 'LTAIours');
    await step.undo?.();
    expect(ram.snapshot()).toEqual(before);
    faults.writes.length = 0;
    expect(await step.undo?.()).toEqual([]);
    expect(faults.writes).toEqual([]);
  });

  it('undo refuses to break what others attached', async () => {
    const { ram, step, apply } = setUp();
    await apply();
    ram.users.get(name)?.policies.add('Custom/theirs');
    const before = ram.snapshot();
    await expect(step.undo?.()).rejects.toThrow(/has policies that others attached: Custom\/theirs/);
    expect(ram.snapshot()).toEqual(before);
  });

  for (const moment of ['before', 'after'] as const) {
    it.each([1, 2, 3])(`converges when killed ${moment} write %i, and undo leaves nothing`, async (nth) => {
      const { ram, step, apply, faults } = setUp();
      const before = ram.snapshot();
      faults.killAt(nth, moment);
      await expect(apply()).rejects.toBeInstanceOf(Killed);
      const result = await apply();
      expect((await step.verify(result)).every(({ status }) => status === 'pass')).toBe(true);
      faults.killAt(nth, moment);
      await expect(step.undo?.()).rejects.toBeInstanceOf(Killed);
      await step.undo?.();
      expect(ram.snapshot()).toEqual(before);
    });

    it.each([1, 2, 3])(`looks again when the answer to write %i was lost ${moment} it was done`, async (nth) => {
      const { step, apply, faults } = setUp();
      faults.loseAnswerAt(nth, moment);
      const result = await apply();
      expect((await step.verify(result)).every(({ status }) => status === 'pass')).toBe(true);
    });
  }

  it('says what is wrong where the world moved away', async () => {
    const { ram, step, apply } = setUp();
    const result = await apply();
    ram.users.get(name)?.policies.clear();
    expect((await step.verify(result)).filter(({ status }) => status === 'fail').map((check) => check.name)).toEqual(['terway-policy-attached', 'terway-actions-allowed']);
  });

  it('refuses names that RAM does not take', () => {
    const ram = new FakeRam(new Faults());
    expect(() => permissionsStep({ ram, reader: ram }, { clusterId: 'a/b', userName: 'x y', policyName: 'x_y' })).toThrowErrorMatchingInlineSnapshot(`[InvalidInputError: terway-config: clusterId: "a/b" is no cluster id such as c0123456789abcdef…; userName: a RAM user name is 1 to 64 letters, digits, periods, hyphens and underscores; policyName: a RAM policy name is 1 to 128 letters, digits and hyphens]`);
  });
});
