import { describe, expect, it } from 'vitest';
import { HybridError, PermissionError } from '@ack-hybrid/core';
import { NotOursError } from '../errors.ts';
import { terwayPolicy } from '../plan/ram-policy.ts';
import { FakeRam } from '../testing/fake-ram.ts';
import { Faults, Killed } from '../testing/faults.ts';
import { permissionsStep, type PermissionsInput } from './permissions.ts';

const clusterId = 'c0123456789abcdef0123456789abcdef';
const marker = `managed by ack-hybrid for cluster ${clusterId}`;
const name = `ack-hybrid-terway-${clusterId}`;
const onectlUser = 'ack-one-user-ce313528c3';
const onectlPolicy = 'ack-one-registered-cluster-policy-terway-eniip';
const policyOf = (Effect: 'Allow' | 'Deny', Action: string | readonly string[]): string => JSON.stringify({ Version: '1', Statement: [{ Effect, Action, Resource: '*' }] });
/** The vendor's guide, as onectl is thought to grant it. */
const vendorDocument = policyOf('Allow', terwayPolicy.actions.filter(({ vendorListed }) => vendorListed).map(({ action }) => action));

interface World {
  readonly input: Omit<PermissionsInput, 'clusterId'>;
  readonly seed: (ram: FakeRam) => void;
}

const setUp = ({ input, seed }: World) => {
  const faults = new Faults();
  const ram = new FakeRam(faults);
  ram.systemPolicies.set('AdministratorAccess', policyOf('Allow', '*'));
  ram.systemPolicies.set('AliyunECSFullAccess', policyOf('Allow', 'ecs:*'));
  seed(ram);
  const step = permissionsStep({ ram, reader: ram }, { clusterId, retry: { minDelayMs: 1, maxDelayMs: 2 }, ...input });
  const before = ram.snapshot();
  const apply = async () => step.apply(await step.plan());
  const failed = async () => (await step.verify(await apply())).filter(({ status }) => status !== 'pass');
  return { faults, ram, step, apply, failed, before };
};

const seedOnectl = (ram: FakeRam): void => {
  ram.seedUser(onectlUser, '');
  ram.seedKey(onectlUser, 'LTAItheirs');
  ram.seedPolicy(onectlPolicy, 'for terway-eniip', policyOf('Allow', 'ecs:Describe*'), vendorDocument);
  ram.users.get(onectlUser)?.policies.add('System/AliyunECSFullAccess');
};

const worlds: Readonly<Record<string, World>> = {
  'a new user': { input: {}, seed: () => undefined },
  "the user that onectl made, beside what it has": { input: { principal: { kind: 'existing-user', userName: onectlUser } }, seed: seedOnectl },
  "onectl's user and onectl's policy": { input: { principal: { kind: 'existing-user', userName: onectlUser }, policyName: onectlPolicy, adopt: true }, seed: seedOnectl },
  "onectl's policy, attached already": {
    input: { principal: { kind: 'existing-user', userName: onectlUser }, policyName: onectlPolicy, adopt: true },
    seed: (ram) => {
      seedOnectl(ram);
      ram.users.get(onectlUser)?.policies.add(`Custom/${onectlPolicy}`);
    },
  },
  "onectl's policy, where the version that says all isn't the default": {
    input: { userName: onectlUser, policyName: onectlPolicy, adopt: true },
    seed: (ram) => {
      ram.seedUser(onectlUser, '');
      ram.seedPolicy(onectlPolicy, '', policyOf('Allow', ['ecs:*', 'vpc:*', 'slb:*']), policyOf('Allow', 'slb:*'));
      // What our version of it would be stands there already.
      ram.policies.get(onectlPolicy)?.versions.unshift({ id: 'v0', document: JSON.stringify({ Version: '1', Statement: [...(JSON.parse(policyOf('Allow', 'slb:*')) as { Statement: object[] }).Statement, ...(JSON.parse(terwayPolicy.document) as { Statement: object[] }).Statement] }) });
    },
  },
  'a role': { input: { principal: { kind: 'role', roleName: 'KubernetesWorkerRole' } }, seed: (ram) => ram.seedRole('KubernetesWorkerRole', 'of the nodes') },
  'a role and a policy of others': {
    input: { principal: { kind: 'role', roleName: 'KubernetesWorkerRole' }, policyName: onectlPolicy, adopt: true },
    seed: (ram) => {
      ram.seedRole('KubernetesWorkerRole');
      ram.seedPolicy(onectlPolicy, '', vendorDocument);
    },
  },
};

/** How many writes it takes from this world to the end, and back. */
const writesOf = async (world: World): Promise<readonly [number, number]> => {
  const { apply, step, faults } = setUp(world);
  await apply();
  const applied = faults.writes.length;
  await step.undo?.();
  return [applied, faults.writes.length - applied];
};

describe.each(Object.entries(worlds))('for %s, permissionsStep', (_what, world) => {
  it('grants what Terway calls, writes nothing the second time, and undo leaves RAM as before', async () => {
    const { ram, step, apply, failed, faults, before } = setUp(world);
    expect((await step.plan()).checks?.map(({ status }) => status)).toEqual(['pass', 'pass']);
    expect(faults.writes).toEqual([]);
    expect(await failed()).toEqual([]);
    faults.writes.length = 0;
    expect((await step.plan()).changes).toEqual([]);
    await apply();
    expect(faults.writes).toEqual([]);
    await step.undo?.();
    expect(ram.snapshot()).toEqual(before);
    faults.writes.length = 0;
    expect(await step.undo?.()).toEqual([]);
    expect(faults.writes).toEqual([]);
  });

  it.each(['before', 'after'] as const)('converges, and undoes wholly, where the answer to any one write is lost %s it was done', async (moment) => {
    const [applied, undone] = await writesOf(world);
    expect(applied).toBeGreaterThan(0);
    for (let nth = 1; nth <= Math.max(applied, undone); nth += 1) {
      const { ram, step, failed, faults, before } = setUp(world);
      faults.loseAnswerAt(nth, moment);
      expect(await failed()).toEqual([]);
      faults.loseAnswerAt(nth, moment);
      await step.undo?.();
      expect(ram.snapshot()).toEqual(before);
    }
  });

  it.each(['before', 'after'] as const)('converges, and undoes wholly, when killed %s any one write and started again', async (moment) => {
    const [applied, undone] = await writesOf(world);
    for (let nth = 1; nth <= applied; nth += 1) {
      const { ram, step, apply, failed, faults, before } = setUp(world);
      faults.killAt(nth, moment);
      await expect(apply()).rejects.toBeInstanceOf(Killed);
      expect(await failed()).toEqual([]);
      if (nth <= undone) {
        faults.killAt(nth, moment);
        await expect(step.undo?.()).rejects.toBeInstanceOf(Killed);
      }
      await step.undo?.();
      expect(ram.snapshot()).toEqual(before);
    }
  });

  it('takes back what a run that was killed at any one write had done', async () => {
    const [applied] = await writesOf(world);
    for (let nth = 1; nth <= applied; nth += 1) {
      const { ram, step, apply, faults, before } = setUp(world);
      faults.killAt(nth, 'after');
      await expect(apply()).rejects.toBeInstanceOf(Killed);
      await step.undo?.();
      expect(ram.snapshot()).toEqual(before);
    }
  });
});

describe('permissionsStep, what it takes back', () => {
  const adopted = worlds["onectl's user and onectl's policy"] as World;

  it('leaves the default that somebody chose since', async () => {
    const { ram, step, apply } = setUp(adopted);
    await apply();
    await ram.setDefaultVersion(onectlPolicy, 'v1');
    await step.undo?.();
    expect(ram.policies.get(onectlPolicy)).toMatchObject({ defaultVersion: 'v1', versions: [{ id: 'v1' }, { id: 'v2' }], tags: new Map() });
  });

  it('leaves the default where the one before is gone, and says so', async () => {
    const { ram, step, apply } = setUp(adopted);
    await apply();
    await ram.deletePolicyVersion(onectlPolicy, 'v2');
    const lines: string[] = [];
    await step.undo?.({ onProgress: (line) => lines.push(line) });
    expect(ram.policies.get(onectlPolicy)).toMatchObject({ defaultVersion: 'v3', tags: new Map() });
    expect(lines).toContain(`RAM policy ${onectlPolicy}: its version v2, the default before, was deleted since: the default stays`);
  });

  it('takes back the versions of an older release, too', async () => {
    const { ram, step, apply, before } = setUp(adopted);
    await apply();
    // An older release allowed less.
    const older = JSON.parse(ram.policies.get(onectlPolicy)?.versions.at(-1)?.document ?? '') as { Statement: { Action: string[] }[] };
    older.Statement.at(-1)?.Action.pop();
    ram.policies.get(onectlPolicy)?.versions.splice(-1, 1, { id: 'v3', document: JSON.stringify(older) });
    await apply();
    expect(ram.policies.get(onectlPolicy)?.versions.map(({ id }) => id)).toEqual(['v1', 'v2', 'v3', 'v4']);
    await step.undo?.();
    expect(ram.snapshot()).toEqual(before);
  });

  it.each<[string, (ram: FakeRam) => void, RegExp]>([
    ['the user is in a group', (ram) => ram.seedGroup('network', [name], []), /RAM user .*: is in groups: network/],
    ['the user may log on to the console', (ram) => ram.logins.add(name), /RAM user .*: is used beside Terway: it has a console login/],
    ['the policy is attached to a group', (ram) => ram.seedGroup('network', [], [`Custom/${name}`]), /RAM policy .*: is attached elsewhere: group network/],
    ['the user has another policy', (ram) => ram.users.get(name)?.policies.add('System/AliyunECSFullAccess'), /has policies that others attached: System\/AliyunECSFullAccess/],
  ])('refuses before the first write where %s', async (_what, change, message) => {
    const { ram, step, apply, faults } = setUp(worlds['a new user'] as World);
    await apply();
    change(ram);
    const kept = ram.snapshot();
    faults.writes.length = 0;
    const error: unknown = await step.undo?.().catch((reason: unknown) => reason);
    expect(NotOursError.isInstance(error) && error.message).toMatch(message);
    expect([ram.snapshot(), faults.writes]).toEqual([kept, []]);
  });

  it('undoes also where it may not look for a console login', async () => {
    const { ram, step, apply, before } = setUp(worlds['a new user'] as World);
    await apply();
    ram.denied.add('hasLogin');
    await step.undo?.();
    expect(ram.snapshot()).toEqual(before);
  });

  it('never deletes a user that was to exist, even one that carries our mark', async () => {
    const { ram, step, apply, before } = setUp({ input: { principal: { kind: 'existing-user', userName: 'u' } }, seed: (fake) => fake.seedUser('u', marker) });
    await apply();
    await step.undo?.();
    expect(ram.snapshot()).toEqual(before);
  });
});

describe('permissionsStep, what the principal really has', () => {
  const existing = (seed: (ram: FakeRam) => void, more: Omit<PermissionsInput, 'clusterId'> = {}) =>
    setUp({
      input: { principal: { kind: 'existing-user', userName: 'u' }, ...more },
      seed: (ram) => {
        ram.seedUser('u', '');
        seed(ram);
      },
    });

  it('grants nothing where nothing is missing and that is all that is asked for, through a group too', async () => {
    const { step, failed, faults, ram, before } = existing((fake) => fake.seedGroup('admins', ['u'], ['System/AdministratorAccess']), { grant: 'missing' });
    expect((await step.plan()).changes).toEqual([]);
    expect(await failed()).toEqual([]);
    expect(await step.undo?.()).toEqual([]);
    expect([ram.snapshot(), faults.writes]).toEqual([before, []]);
  });

  it('grants where something is missing, and says what', async () => {
    const { step, failed } = existing((fake) => fake.users.get('u')?.policies.add('System/AliyunECSFullAccess'), { grant: 'missing' });
    expect((await step.plan()).changes.at(-1)?.summary).toBe(`attach the policy ${name} (so far it isn't allowed vpc:DescribeVSwitches, or not everywhere)`);
    expect(await failed()).toEqual([]);
    expect((await step.plan()).changes).toEqual([]);
  });

  it('fails in the plan where a Deny stands against it, and in the proof', async () => {
    const { step, failed } = existing((fake) => {
      fake.seedPolicy('no-deletes', '', policyOf('Deny', 'ecs:Delete*'));
      fake.seedGroup('careful', ['u'], ['Custom/no-deletes']);
    });
    const denied = (await step.plan()).checks?.find(({ status }) => status === 'fail');
    expect(denied?.message).toBe('user u is denied ecs:DeleteNetworkInterface by Statement[0] of Custom/no-deletes of group careful');
    expect((await failed()).map((check) => check.name)).toEqual(['terway-actions-not-denied']);
  });

  it('counts what an adopted policy denies before it is attached', async () => {
    const { step } = existing((fake) => fake.seedPolicy('theirs', '', JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }, { Effect: 'Deny', Action: 'ecs:Attach*', Resource: '*' }] })), { policyName: 'theirs', adopt: true });
    expect((await step.plan()).checks?.[0]).toMatchObject({ status: 'fail', message: 'user u is denied ecs:AttachNetworkInterface by Statement[1] of Custom/theirs of user u' });
  });

  it('does not count what its own policy says before it is replaced', async () => {
    const { step, failed } = existing((fake) => {
      fake.seedPolicy(name, marker, policyOf('Deny', 'ecs:*'));
      fake.users.get('u')?.policies.add(`Custom/${name}`);
    });
    expect((await step.plan()).checks?.map(({ status }) => status)).toEqual(['pass', 'pass']);
    expect(await failed()).toEqual([]);
  });

  it('warns of a policy that it can’t read, and goes on', async () => {
    const { step, failed } = existing((fake) => {
      fake.seedPolicy('strange', '', '{"Version":"2"}');
      fake.users.get('u')?.policies.add('Custom/strange');
    });
    expect((await step.plan()).checks?.map(({ status }) => status)).toEqual(['warn']);
    expect((await failed()).map((check) => check.message)).toEqual(['what the policies of user u allow could not be told: RAM policy Custom/strange: Version: must be "1", the only version of the policy language; Statement: must be a list of at least one statement']);
  });

  it('warns where it may not read the groups, and goes on', async () => {
    const { ram, failed, step } = existing(() => undefined, { grant: 'missing' });
    ram.denied.add('groupsOf');
    expect((await step.plan()).checks).toMatchObject([{ name: 'terway-actions-allowed', status: 'warn', message: 'what the policies of user u allow could not be told: the caller may not ram:groupsOf' }]);
    expect((await failed()).map(({ status }) => status)).toEqual(['warn']);
  });

  it('asks for a user that exists', async () => {
    const { step } = setUp({ input: { principal: { kind: 'existing-user', userName: 'u' } }, seed: () => undefined });
    const error: unknown = await step.plan().catch((reason: unknown) => reason);
    expect(HybridError.isInstance(error) && [error.code, error.remediation]).toEqual(['PrincipalNotFound', 'Create the user, name one that exists, or leave out principal, so that the step makes one.']);
  });
});

describe('permissionsStep, where a call is denied', () => {
  it.each(['createPolicy', 'createUser', 'attach', 'policy', 'principal'])('%s: says what is missing and prints the policy for an administrator', async (operation) => {
    const { ram, apply } = setUp(worlds['a new user'] as World);
    ram.denied.add(operation);
    const error: unknown = await apply().catch((reason: unknown) => reason);
    if (!PermissionError.isInstance(error)) throw new TypeError('no PermissionError');
    expect(error.missing).toBe(`ram:${operation}`);
    expect(error.message).toBe(`ram ${operation} failed: You are not authorized to do this action. (NoPermission, HTTP 403)`);
    expect(error.remediation).toBe(`Grant ram:${operation} to the caller and run again, or let an administrator make the RAM policy ${name} of the following document, and attach it to the RAM user ${name}: ${terwayPolicy.document}`);
  });

  it('is content once an administrator granted it by hand', async () => {
    const { ram, step } = setUp({
      input: { principal: { kind: 'existing-user', userName: 'u' }, grant: 'missing' },
      seed: (fake) => {
        fake.seedUser('u', '');
        fake.seedPolicy('by-hand', '', terwayPolicy.document);
        fake.users.get('u')?.policies.add('Custom/by-hand');
      },
    });
    for (const operation of ['createPolicy', 'attach']) ram.denied.add(operation);
    const result = await step.apply(await step.plan());
    expect((await step.verify(result)).every(({ status }) => status === 'pass')).toBe(true);
  });
});

describe('permissionsStep, what it may be told', () => {
  it.each<[string, Omit<PermissionsInput, 'clusterId'>, string]>([
    ['two users', { userName: 'u', principal: { kind: 'new-user', userName: 'v' } }, 'terway-config: userName: names a user beside principal, which names who Terway calls as'],
    ['a role name with an underscore', { principal: { kind: 'role', roleName: 'a_b' } }, 'terway-config: principal.roleName: a RAM role name is 1 to 64 letters, digits, periods and hyphens'],
    ['an empty user name', { principal: { kind: 'existing-user', userName: '' } }, 'terway-config: userName: a RAM user name is 1 to 64 letters, digits, periods, hyphens and underscores'],
  ])('refuses %s', (_what, input, message) => {
    expect(() => setUp({ input, seed: () => undefined })).toThrow(message);
  });

  it('names a new user as it is told', async () => {
    const { apply } = setUp({ input: { principal: { kind: 'new-user', userName: 'terway' } }, seed: () => undefined });
    expect(await apply()).toEqual({ principal: { kind: 'user', name: 'terway' }, userName: 'terway', policyName: name });
  });

  it('gives no user for a role', async () => {
    expect(await setUp(worlds['a role'] as World).apply()).toEqual({ principal: { kind: 'role', name: 'KubernetesWorkerRole' }, policyName: name });
  });
});
