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

  describe('of an add-on that was there before', () => {
    const there = (input: Partial<AddonInput> = { version: 'v1.15.3', config: { IPVlan: 'false', New: 'x' } }) => {
      const all = setUp(input);
      all.addons.instanceState = { state: 'active', version: 'v1.14.2' };
      all.addons.config = '{"IPVlan":"true","Kept":"k"}';
      return all;
    };

    it('plans the upgrade with the parameters, and says that undo keeps the version', async () => {
      const { step, faults } = there();
      expect((await step.plan()).changes.map(({ action, target, summary }) => `${action} ${target}: ${summary}`)).toEqual([
        `create ConfigMap kube-system/${marker}: note that the change is ours`,
        'update add-on terway-eniip: upgrade from v1.14.2 to v1.15.3, and set IPVlan, New; undo keeps the new version',
      ]);
      expect(faults.writes).toEqual([]);
    });

    it('upgrades once, keeps the other parameters, and undo gives the parameters back and keeps the version', async () => {
      const { step, apply, addons, faults, configMaps } = there();
      const result = await apply();
      expect(result).toEqual({ version: 'v1.15.3' });
      expect(addons.upgradeCalls).toEqual([{ name: 'terway-eniip', from: 'v1.14.2', to: 'v1.15.3', config: '{"IPVlan":"false","Kept":"k","New":"x"}' }]);
      expect((await step.verify(result)).every(({ status }) => status === 'pass')).toBe(true);
      faults.writes.length = 0;
      expect((await step.plan()).changes).toEqual([]);
      await apply();
      expect(faults.writes).toEqual([]);

      expect(await step.undo?.()).toEqual([
        { action: 'update', target: 'add-on terway-eniip', summary: 'give back IPVlan, New' },
        { action: 'delete', target: `ConfigMap kube-system/${marker}`, summary: 'remove the note of our change; v1.15.3 stays, where v1.14.2 was before: Container Service has no downgrade' },
      ]);
      expect(addons.config).toBe('{"IPVlan":"true","Kept":"k"}');
      expect(configMaps.snapshot()).toEqual([]);
      expect(await step.undo?.()).toEqual([]);
    });

    for (const moment of ['before', 'after'] as const) {
      it.each([1, 2, 3])(`upgrades once where the answer to write %i is lost ${moment} it was done`, async (nth) => {
        const { step, apply, faults, addons } = there();
        faults.loseAnswerAt(nth, moment);
        const result = await apply();
        expect([addons.instanceState?.version, addons.config]).toEqual(['v1.15.3', '{"IPVlan":"false","Kept":"k","New":"x"}']);
        expect(addons.upgradeCalls).toHaveLength(1);
        expect((await step.verify(result)).every(({ status }) => status === 'pass')).toBe(true);
      });

      it.each([1, 2, 3])(`sets parameters, and gives them back, where write %i is lost or kills the run ${moment} it was done`, async (nth) => {
        const { step, apply, faults, addons, world } = there({ config: { IPVlan: 'false' } });
        const before = world();
        faults.killAt(nth, moment);
        await expect(apply()).rejects.toBeInstanceOf(Killed);
        faults.loseAnswerAt(1, moment);
        await apply();
        expect(addons.config).toBe('{"IPVlan":"false","Kept":"k"}');
        faults.loseAnswerAt(Math.min(nth, 2), moment);
        await step.undo?.();
        expect(addons.config).toBe('{"IPVlan":"true","Kept":"k"}');
        expect(world()).toEqual(before);
      });
    }

    it.each([
      ['an older version', { version: 'v1.14.1' }, 'is older'],
      ['a version that the service does not upgrade to', { version: 'v1.16.0' }, 'which needs Kubernetes 1.32 or later'],
    ])('refuses %s in the plan, and in apply', async (_what, input, message) => {
      const { step, apply, addons, faults } = there(input);
      addons.newer = [{ version: 'v1.15.3', upgradable: true }, { version: 'v1.16.0', upgradable: false, minimumClusterVersion: '1.32' }];
      expect((await step.plan()).checks).toMatchObject([{ name: 'terway-addon-version', status: 'fail', message: expect.stringContaining(message) }]);
      await expect(apply()).rejects.toMatchObject({ code: 'InvalidInput', message: expect.stringContaining(message) });
      expect(faults.writes).toEqual([]);
    });

    it('does not wait for a new parameter to go where the service keeps what it is not sent', async () => {
      const { step, apply, addons, faults } = there({ config: { New: 'x' }, timeoutMs: 200 });
      addons.merges = true;
      await apply();
      faults.writes.length = 0;
      await step.undo?.();
      expect(faults.writes).toEqual(['modify', `delete ${marker}`]);
      expect(addons.config).toBe('{"IPVlan":"true","Kept":"k","New":"x"}');
    });

    it('fails the plan where the version cannot do what is asked of it', async () => {
      const { step, addons } = there({ uses: { credentials: 'secret' } });
      addons.instanceState = { state: 'active', version: 'v1.7.0' };
      expect((await step.plan()).checks).toMatchObject([{ name: 'terway-version-reads-secret', status: 'fail' }]);
      expect((await step.verify({ version: 'v1.7.0' })).find(({ name }) => name === 'terway-version-reads-secret')?.status).toBe('fail');
    });

    it('raises the alarm where the upgrade changes or removes custom resources, until they are back', async () => {
      const { step, apply, addons, crds } = there();
      addons.onSettled = () => (crds.resources = {});
      const result = await apply();
      const alarm = async () => (await step.verify(result)).filter(({ status }) => status === 'fail').map(({ message }) => message);
      expect(await alarm()).toEqual(["Calico's custom resources were changed while the add-on was, by it or by somebody else: ippools.crd.projectcalico.org/default (removed)"]);
      crds.resources = { ...resources };
      expect(await alarm()).toEqual([]);
    });

    it('does not go over a loss that stands: the next change fails in its plan', async () => {
      const { apply, addons, crds, configMaps, faults } = there();
      addons.onSettled = () => (crds.definitions = {});
      await apply();
      const next = addonStep({ addons, configMaps, calico: crds }, { clusterId, config: { Other: 1 } });
      expect((await next.plan()).checks).toMatchObject([{ name: 'calico-crds-unchanged', status: 'fail' }]);
      expect(faults.writes.filter((write) => write === 'modify')).toEqual([]);
    });
  });

  it('gives the backup before the first write, once, and writes nothing where it cannot be kept', async () => {
    const pieces: string[] = [];
    const { apply, faults, step } = setUp({ onBackup: (text) => void pieces.push(`${faults.writes.length} ${text}`) });
    await step.plan();
    expect(pieces).toEqual([]);
    await apply();
    await apply();
    expect(pieces).toEqual([`0 ---\n${JSON.stringify(Object.keys(calico))}\n`]);

    const full = setUp({ onBackup: () => Promise.reject(new Error('disk full')) });
    await expect(full.apply()).rejects.toThrow('disk full');
    expect(full.faults.writes).toEqual([]);
  });

  it('says where the log goes', async () => {
    const { step, addons } = setUp();
    addons.instanceState = { state: 'active', version: 'v1.14.1' };
    addons.log = 'k8s-log-c1/terway';
    expect((await step.verify({ version: '' }))[0]?.message).toBe('terway-eniip v1.14.1 is active; its log goes to k8s-log-c1/terway');
  });

  it('refuses a version that is none', () => {
    expect(() => setUp({ version: 'latest' })).toThrowErrorMatchingInlineSnapshot(`[InvalidInputError: terway-config: version: "latest" is no version such as v1.8.0]`);
  });
});
