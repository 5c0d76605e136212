import { inspect } from 'node:util';
import { Secret } from '@ack-hybrid/core';
import { describe, expect, it } from 'vitest';
import { KeyRotationError } from '../plan/rotation/rotation-error.ts';
import { Killed } from '../testing/faults.ts';
import { createRotationWorld, eniConf, oldKey, secretName, user, type Mishap } from './rotation-world.testing.ts';

const forms = ['secret', 'config-map'] as const;
const newKey = 'LTAIfake00000001';

it('refuses choices that there are not, at once', () => {
  expect(() => createRotationWorld({ form: 'secret', deletion: 'never' as never, disableAfterMs: -1 })).toThrow('terway-config: deletion: must be wait or later; disableAfterMs: must be a number of milliseconds, 0 or more');
});

describe.each(forms)('keyRotationStep in the form %s', (form) => {
  it('makes, switches, restarts, disables and deletes, in this order, and nothing the second time', async () => {
    const { apply, step, faults, keys, heldNow, terway, violations } = createRotationWorld({ form });
    expect((await step.plan()).changes.map(({ action, target }) => `${action} ${target}`)).toHaveLength(5);
    expect(faults.writes).toEqual([]);
    expect(await apply()).toEqual({ userName: user, pending: false });
    const ofRamAndTerway = faults.writes.filter((write) => /AccessKey|annotate/.test(write));
    expect(ofRamAndTerway).toEqual(['createAccessKey', 'annotate DaemonSet', 'setAccessKeyActive', 'deleteAccessKey']);
    expect(keys()).toEqual({ [newKey]: true });
    expect(heldNow()).toEqual({ id: newKey, secret: `secret of ${newKey}` });
    expect(terway.pods.map(({ key }) => key)).toEqual([newKey, newKey]);
    faults.writes.length = 0;
    // RAM's fake doesn't say when a key was made, so it is not due.
    expect((await step.plan()).changes).toEqual([]);
    await apply();
    expect(faults.writes).toEqual([]);
    expect(await step.undo?.()).toEqual([]);
    expect(violations).toEqual([]);
  });

  it('leaves no mark, no kept key, and all else as it was', async () => {
    const { apply, secrets, configMaps } = createRotationWorld({ form });
    await apply();
    if (form === 'secret') expect(secrets.snapshot()).toEqual([[secretName, { 'app.kubernetes.io/managed-by': 'ack-hybrid' }, {}, [['access-key-id', newKey], ['access-key-secret', `secret of ${newKey}`]]]]);
    else {
      expect(secrets.snapshot()).toEqual([]);
      expect(configMaps.snapshot()).toEqual([['eni-config', {}, {}, [['eni_conf', eniConf.replaceAll(oldKey, newKey)], ['10-terway.conf', '{}']]]]);
    }
  });

  it('leaves both keys active where the other place holds the old one, too, and goes on once it is taken out there', async () => {
    const world = createRotationWorld({ form });
    const text = JSON.stringify({ access_key: oldKey, access_secret: `secret of ${oldKey}` });
    if (form === 'secret') world.configMaps.seed('eni-config', { eni_conf: text });
    else world.secrets.seed(secretName, { 'access-key-id': new Secret(`${oldKey}\n`), 'access-key-secret': new Secret(`secret of ${oldKey}`) });
    await expect(world.apply()).rejects.toMatchObject({ code: 'AccessKeyInUse', message: expect.stringContaining(form === 'secret' ? 'eni-config' : secretName) as string });
    expect(world.keys()).toEqual({ [oldKey]: true, [newKey]: true });
    if (form === 'secret') world.configMaps.seed('eni-config', { eni_conf: '{}' });
    else world.secrets.seed(secretName, {});
    await world.apply();
    expect(world.keys()).toEqual({ [newKey]: true });
    expect(world.violations).toEqual([]);
  });

  const mishaps: readonly Mishap[] = [{ kind: 'killed-before' }, { kind: 'killed-after' }, { kind: 'lost-before' }, { kind: 'lost-after' }, { kind: 'refused' }, { kind: 'conflict' }, { kind: 'late', by: 0 }, { kind: 'late', by: 1 }, { kind: 'late', by: 2 }, { kind: 'late', by: 4 }];
  const until = async (world: ReturnType<typeof createRotationWorld>): Promise<void> => {
    for (let attempt = 0; ; attempt += 1) {
      try {
        await world.apply();
        return;
      } catch (error) {
        if (attempt > 3 || !(error instanceof Error)) throw error;
      }
    }
  };

  describe.each(mishaps.map((mishap) => [inspect(mishap, { compact: true }), mishap] as const))('where one write is %s', (_name, mishap) => {
    it('never leaves Terway without a valid key, at whichever write, and ends with one new key', async () => {
      for (let nth = 1; ; nth += 1) {
        const world = createRotationWorld({ form });
        world.faults.mishapAt(nth, mishap);
        await until(world);
        world.faults.land();
        // A key that was made late, after the rotation was through, is a leftover: the next rotation takes it away.
        const id = world.heldNow().id;
        expect(world.violations, `write ${nth}`).toEqual([]);
        expect(world.keys()[id], `write ${nth}`).toBe(true);
        expect(world.keys(), `write ${nth}`).not.toHaveProperty(oldKey);
        expect(world.terway.pods.map(({ key }) => key), `write ${nth}`).toEqual([id, id]);
        if (!world.faults.hasStruck || nth > 20) {
          expect(nth).toBeGreaterThan(7);
          return;
        }
      }
    });

    it('takes a rotation back that stopped at whichever write, to the old key alone', async () => {
      for (let nth = 1; nth <= 8; nth += 1) {
        const world = createRotationWorld({ form, deletion: 'later' });
        const [before, beforeSecrets] = [world.configMaps.snapshot(), world.secrets.snapshot()];
        await world.apply();
        world.faults.mishapAt(nth, mishap);
        for (let attempt = 0; attempt < 3; attempt += 1) await world.step.undo?.().catch(() => undefined);
        world.faults.land();
        await world.step.undo?.();
        expect(world.violations, `write ${nth}`).toEqual([]);
        expect(world.heldNow().id).toBe(oldKey);
        expect(world.keys(), `write ${nth}`).toEqual({ [oldKey]: true });
        expect(world.terway.pods.map(({ key }) => key), `write ${nth}`).toEqual([oldKey, oldKey]);
        expect([world.configMaps.snapshot(), world.secrets.snapshot()], `write ${nth}`).toEqual([before, beforeSecrets]);
      }
    });
  });

  it('puts the old key back where Terway does not come up with the new one, and says so', async () => {
    const { apply, terway, keys, heldNow, violations, step, secrets } = createRotationWorld({ form });
    terway.accepts = (key) => key === oldKey;
    const error: unknown = await apply().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(KeyRotationError);
    expect(error).toMatchObject({ code: 'KeyRotationFailed', message: expect.stringContaining('Terway did not come up with the new access key …0001, so it has …0001 again') as string });
    expect(keys()).toEqual({ [oldKey]: true });
    expect(heldNow().id).toBe(oldKey);
    expect(terway.pods.every(({ key, ready }) => key === oldKey && ready)).toBe(true);
    expect(violations).toEqual([]);
    expect(inspect(secrets.snapshot(), { depth: 9 })).not.toContain('previous');
    expect((await step.plan()).changes).toHaveLength(5);
  });

  it('keeps secrets out of plan, events, checks, errors and marks', async () => {
    const { step, terway, configMaps, secrets, faults } = createRotationWorld({ form });
    const seen: unknown[] = [];
    const options = { onProgress: (message: string) => seen.push(message) };
    faults.onWrite = () => {
      for (const store of [configMaps, secrets]) seen.push((store.snapshot() as [string, object, object][]).map(([, labels, annotations]) => [labels, annotations]));
    };
    terway.accepts = (key) => key === oldKey;
    seen.push(await step.apply(await step.plan(options), options).catch((error: unknown) => error));
    terway.accepts = () => true;
    const result = await step.apply(await step.plan(options), options);
    seen.push(result, await step.verify(result, options), await step.plan(options), await step.undo?.(options));
    expect(inspect(seen, { depth: 12, showHidden: true })).not.toContain('secret of');
  });
});

describe('keyRotationStep', () => {
  it('leaves disabling and deleting to later runs where it is told to', async () => {
    const { apply, step, keys, pass, violations } = createRotationWorld({ deletion: 'later', disableAfterMs: 1_000, deleteAfterMs: 5_000 });
    expect(await apply()).toMatchObject({ pending: true });
    expect(keys()).toEqual({ [oldKey]: true, [newKey]: true });
    expect((await step.plan()).changes).toEqual([]);
    await pass(1_000);
    expect((await step.plan()).changes.map(({ summary }) => summary)).toEqual(['disable the old access key', 'delete the old access key']);
    expect(await apply()).toMatchObject({ pending: true });
    expect(keys()).toEqual({ [oldKey]: false, [newKey]: true });
    await pass(5_000);
    expect(await apply()).toMatchObject({ pending: false });
    expect(keys()).toEqual({ [newKey]: true });
    expect(violations).toEqual([]);
  });

  it('puts a disabled key back with undo: active first, then in the place', async () => {
    const { apply, step, keys, pass, violations, heldNow } = createRotationWorld({ deletion: 'later', disableAfterMs: 10 });
    await apply();
    await pass(1_000);
    await apply();
    expect(keys()[oldKey]).toBe(false);
    expect((await step.undo?.())?.map(({ action }) => action)).toEqual(['update', 'update', 'delete']);
    expect(keys()).toEqual({ [oldKey]: true });
    expect(heldNow()).toEqual({ id: oldKey, secret: `secret of ${oldKey}` });
    expect(violations).toEqual([]);
  });

  it('does not disable a key that someone else uses, and does so on request', async () => {
    const world = createRotationWorld({ deletion: 'later' });
    await world.apply();
    const key = world.ram.users.get(user)?.keys.get(oldKey);
    if (key !== undefined) key.lastUsed = '2026-07-01T00:02:30Z';
    await world.pass(600_000);
    await expect(world.apply()).rejects.toMatchObject({ code: 'AccessKeyInUse' });
    expect(world.keys()[oldKey]).toBe(true);
    const onRequest = createRotationWorld({ evenIfUsed: true });
    onRequest.ram.seedKey(user, oldKey, true, { createdAt: '2026-01-01T00:00:00Z', lastUsed: '2027-01-01T00:00:00Z' });
    await onRequest.apply();
    expect(onRequest.keys()).toEqual({ [newKey]: true });
  });

  it('goes on where the use may not be read, and warns', async () => {
    const { apply, ram, step, keys } = createRotationWorld();
    ram.denied.add('accessKeyLastUsed');
    const result = await apply();
    expect(keys()).toEqual({ [newKey]: true });
    expect((await step.verify(result)).find(({ name }) => name === 'terway-key-used')?.status).toBe('warn');
  });

  it('keeps both keys while a pod on a node that is not Ready has the old one', async () => {
    const { apply, terway, keys, violations } = createRotationWorld();
    const [node] = terway.nodeList;
    if (node !== undefined) terway.nodeList[0] = { ...node, ready: false };
    await expect(apply()).rejects.toMatchObject({ code: 'KeyRotationUnproved', message: expect.stringContaining('terway-1 on cloud-0 is from before the switch') as string });
    expect(keys()).toEqual({ [oldKey]: true, [newKey]: true });
    if (node !== undefined) terway.nodeList[0] = node;
    await apply();
    expect(keys()).toEqual({ [newKey]: true });
    expect(violations).toEqual([]);
  });

  it.each([
    ['inactive', false, '2026-05-01T00:00:00Z'],
    ['never used', true, undefined],
  ])('drops a second key of our user that is %s', async (_what, active, lastUsed) => {
    const { apply, ram, keys } = createRotationWorld();
    ram.seedKey(user, 'LTAIsecond', active, lastUsed === undefined ? {} : { lastUsed });
    await apply();
    expect(keys()).toEqual({ [newKey]: true });
  });

  it.each([
    ['that is in use', 'managed by ack-hybrid for cluster c0123456789abcdef0123456789abcdef', { lastUsed: '2026-05-01T00:00:00Z' }, true],
    ['of a user that is not ours', 'made by hand', {}, false],
  ])('refuses a second key %s', async (_what, comments, dates, active) => {
    const { step, ram, faults } = createRotationWorld({ adopt: true }, { comments });
    ram.seedKey(user, 'LTAIsecond', active, dates);
    await expect(step.plan()).rejects.toMatchObject({ code: 'AccessKeyLimit' });
    expect(faults.writes).toEqual([]);
  });

  it('rotates a key of an adopted user, and of no other that is not ours', async () => {
    const { apply, keys } = createRotationWorld({ adopt: true }, { comments: 'made by hand' });
    await apply();
    expect(keys()).toEqual({ [newKey]: true });
    await expect(createRotationWorld({}, { comments: 'made by hand' }).step.plan()).rejects.toMatchObject({ code: 'NotOurs' });
  });

  it.each([
    ['by age, before its time', { due: { kind: 'age', olderThanMs: 400 * 86_400_000 } }, 0],
    ['by age', { due: { kind: 'age', olderThanMs: 86_400_000 } }, 5],
    ['by id', { due: { kind: 'key', keyId: oldKey } }, 5],
    ['by the id of another', { due: { kind: 'key', keyId: 'LTAIother' } }, 0],
  ] as const)('is due %s', async (_what, input, changes) => {
    expect((await createRotationWorld(input).step.plan()).changes).toHaveLength(changes);
  });

  it('stops promptly on abort, and goes on later', async () => {
    const world = createRotationWorld();
    const controller = new AbortController();
    world.faults.onWrite = () => {
      if (world.faults.writes.length === 3) controller.abort(new Error('stop'));
    };
    await expect(world.step.apply(await world.step.plan(), { signal: controller.signal })).rejects.toThrow('stop');
    expect(world.faults.writes).toHaveLength(3);
    await world.apply();
    expect(world.keys()).toEqual({ [newKey]: true });
  });

  it('has nothing to do where there is no key, and says so', async () => {
    const world = createRotationWorld();
    const found = await world.secrets.read(secretName);
    await world.secrets.remove(secretName, found?.resourceVersion ?? '');
    expect(await world.step.plan()).toMatchObject({ changes: [], checks: [{ name: 'terway-key-rotation', status: 'warn' }] });
    world.faults.writes.length = 0;
    await world.apply();
    expect(world.faults.writes).toEqual([]);
  });

  it('is killed as any run, without putting anything back', async () => {
    const world = createRotationWorld();
    world.faults.mishapAt(4, { kind: 'killed-before' });
    await expect(world.apply()).rejects.toBeInstanceOf(Killed);
    expect(world.keys()).toEqual({ [oldKey]: true, [newKey]: true });
  });
});
