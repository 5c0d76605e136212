import { describe, expect, it } from 'vitest';
import { FakeAddons, FakeCalico } from '../testing/fake-addons.ts';
import { FakeObjects } from '../testing/fake-cluster.ts';
import { Faults, Killed } from '../testing/faults.ts';
import { addonStep, type AddonInput } from './addon.ts';

const clusterId = 'c0123456789abcdef0123456789abcdef';
const marker = 'ack-hybrid-terway-addon';
const resources = { 'ippools.crd.projectcalico.org': { count: 1, digest: 'x', objects: { default: '1' } }, 'felixconfigurations.crd.projectcalico.org': { count: 0, digest: 'e', objects: {} } };
const calico = { 'ippools.crd.projectcalico.org': 'aaa', 'felixconfigurations.crd.projectcalico.org': 'bbb' };

const setUp = (input: Partial<AddonInput> = {}) => {
  const faults = new Faults();
  const addons = new FakeAddons(faults);
  const configMaps = new FakeObjects<string>(faults);
  const crds = new FakeCalico();
  crds.definitions = { ...calico };
  crds.resources = { ...resources };
  const step = addonStep({ addons, configMaps, calico: crds }, { clusterId, intervalMs: 1, timeoutMs: 2_000, retry: { minDelayMs: 1, maxDelayMs: 2 }, ...input });
  const apply = async () => step.apply(await step.plan());
  const world = () => [addons.instanceState, configMaps.snapshot()];
  return { faults, addons, configMaps, crds, step, apply, world };
};

describe('addonStep', () => {
  it('plans the note and the installation, the version known after apply', async () => {
    const { step, faults } = setUp();
    const { changes, desired } = await step.plan();
    expect(changes.map(({ action, target }) => `${action} ${target}`)).toEqual([`create ConfigMap kube-system/${marker}`, 'create add-on terway-eniip']);
    expect(String(desired.version)).toBe('(known after apply)');
    expect(faults.writes).toEqual([]);
  });

  it('installs, waits until it is active, and writes nothing the second time', async () => {
    const { step, apply, faults, addons } = setUp({ config: { IPVlan: 'false' } });
    const result = await apply();
    expect(result).toEqual({ version: 'v1.14.1' });
    expect(addons.installs).toEqual([{ name: 'terway-eniip', version: 'v1.14.1', config: '{"IPVlan":"false"}' }]);
    expect((await step.verify(result)).map(({ name, status }) => `${name} ${status}`)).toEqual(['terway-addon-active pass', 'calico-crds-unchanged pass', 'calico-resources-unchanged pass']);
    faults.writes.length = 0;
    expect((await step.plan()).changes).toEqual([]);
    await apply();
    expect(faults.writes).toEqual([]);
  });

  it('writes nothing where Container Service offers no version to the cluster: an installation must name one', async () => {
    const { apply, addons, faults } = setUp();
    addons.offered = undefined;
    await expect(apply()).rejects.toMatchObject({ code: 'AddonNotFound', message: expect.stringContaining('offers no terway-eniip to the cluster') });
    expect(faults.writes).toEqual([]);
    const chosen = setUp({ version: 'v1.15.0' });
    chosen.addons.offered = undefined;
    expect(await chosen.apply()).toEqual({ version: 'v1.15.0' });
  });

  it('leaves an add-on alone that was there before, also with undo', async () => {
    const { step, apply, addons, faults } = setUp();
    addons.instanceState = { state: 'active', version: 'v1.14.1' };
    expect((await step.plan()).changes).toEqual([]);
    await apply();
    const messages: string[] = [];
    expect(await step.undo?.({ onProgress: (message) => messages.push(message) })).toEqual([]);
    expect(messages).toEqual(['add-on terway-eniip was not installed by us: left in place']);
    expect(faults.writes).toEqual([]);
  });

  for (const moment of ['before', 'after'] as const) {
    it.each([1, 2, 3])(`converges when killed ${moment} write %i, and undo restores`, async (nth) => {
      const { step, apply, faults, world } = setUp();
      const before = world();
      faults.killAt(nth, moment);
      await expect(apply()).rejects.toBeInstanceOf(Killed);
      const result = await apply();
      expect((await step.verify(result)).every(({ status }) => status === 'pass')).toBe(true);
      faults.killAt(Math.min(nth, 2), moment);
      await expect(step.undo?.()).rejects.toBeInstanceOf(Killed);
      await step.undo?.();
      expect(world()).toEqual(before);
      expect(await step.undo?.()).toEqual([]);
    });

    it.each([1, 2, 3])(`undoes a run that was killed ${moment} write %i and never taken up again`, async (nth) => {
      const { step, apply, faults, world } = setUp();
      const before = world();
      faults.killAt(nth, moment);
      await expect(apply()).rejects.toBeInstanceOf(Killed);
      await step.undo?.();
      expect(world()).toEqual(before);
    });

    it.each([1, 2, 3])(`installs once where the answer to write %i is lost ${moment} it was done`, async (nth) => {
      const { step, apply, faults, addons } = setUp();
      faults.loseAnswerAt(nth, moment);
      const result = await apply();
      expect(addons.installs).toHaveLength(1);
      expect((await step.verify(result)).every(({ status }) => status === 'pass')).toBe(true);
    });
  }

  it.each([
    ['changed', { ...calico, 'ippools.crd.projectcalico.org': 'zzz' }, 'fail'],
    ['removed', { 'ippools.crd.projectcalico.org': 'aaa' }, 'fail'],
    ['only added', { ...calico, 'new.crd.projectcalico.org': 'ccc' }, 'pass'],
  ])('reports Calico CRDs that the installation %s', async (_what, after, status) => {
    const { step, apply, addons, crds } = setUp();
    addons.onSettled = () => (crds.definitions = after);
    const check = (await step.verify(await apply())).find(({ name }) => name === 'calico-crds-unchanged');
    expect(check?.status).toBe(status);
  });

  it('raises no alarm for an upgrade of Calico later on, and none once lost CRDs are back', async () => {
    const { step, apply, addons, crds } = setUp();
    const result = await apply();
    crds.definitions = { 'ippools.crd.projectcalico.org': 'upgraded' };
    expect((await step.verify(result)).every(({ status }) => status === 'pass')).toBe(true);
    const other = setUp();
    other.addons.onSettled = () => (other.crds.definitions = {});
    await other.apply();
    other.crds.definitions = { ...calico };
    expect((await other.step.verify(result)).every(({ status }) => status === 'pass')).toBe(true);
    expect(addons.installs).toHaveLength(1);
  });

  it("surfaces the vendor's reason where the task fails", async () => {
    const { addons, apply } = setUp();
    addons.stuck = true;
    addons.taskState = { state: 'fail', message: 'agent is in restricted mode', progress: '' };
    await expect(apply()).rejects.toMatchObject({ code: 'AddonFailed', message: 'the installation of terway-eniip failed: agent is in restricted mode (task T-1)' });
  });

  it('gives up at its deadline with the states seen', async () => {
    const { addons, apply } = setUp({ timeoutMs: 20 });
    addons.stuck = true;
    await expect(apply()).rejects.toMatchObject({ code: 'WaitTimeout', statesSeen: ['absent', 'initial'] });
  });

  it('says which state is wrong', async () => {
    const { addons, step } = setUp();
    addons.instanceState = { state: 'unhealthy', version: 'v1.14.1' };
    expect((await step.verify({ version: '' }))[0]).toMatchObject({ status: 'fail', message: 'terway-eniip is unhealthy' });
  });

  it('refuses a version that is none', () => {
    expect(() => setUp({ version: 'latest' })).toThrowErrorMatchingInlineSnapshot(`[InvalidInputError: terway-config: version: "latest" is no version such as v1.8.0]`);
  });
});
