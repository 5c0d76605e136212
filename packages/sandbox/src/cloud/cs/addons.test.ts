import * as Cs from '@alicloud/cs20151215';
import { describe, expect, it } from 'vitest';
import { errorOf, startTestCloud, until, type TestCloud } from '../testing/test-cloud.ts';
import { clusterId, taskEnd } from '../testing/node-pools.testing.ts';

const install = (name = 'terway-eniip', more: object = {}) => new Cs.InstallClusterAddonsRequest({ body: [new Cs.InstallClusterAddonsRequestBody({ name, version: 'v1.15.3', ...more })] });

async function withTerway(options: Parameters<typeof startTestCloud>[0] = {}): Promise<{ cloud: TestCloud; cs: Awaited<ReturnType<TestCloud['cs']>> }> {
  const cloud = await startTestCloud(options);
  const cs = await cloud.cs();
  const { body } = await cs.installClusterAddons(clusterId, install());
  await taskEnd(cs, body?.taskId);
  return { cloud, cs };
}

describe('installing an add-on', () => {
  it('is initial until the agent has installed it', async () => {
    const cloud = await startTestCloud({ clock: 'manual', timing: { taskMs: 100 } });
    const cs = await cloud.cs();
    const { body } = await cs.installClusterAddons(clusterId, install('terway-eniip', { version: 'v1.14.2', config: '{"IPVlan":"false"}' }));
    const state = async () => (await cs.getClusterAddonInstance(clusterId, 'terway-eniip')).body?.state;
    expect(await state()).toBe('initial');
    expect(cloud.agent.installed).toEqual([]);
    await cloud.clock.advance(100);
    expect((await taskEnd(cs, body?.taskId)).state).toBe('success');
    expect(await state()).toBe('active');
    expect(cloud.agent.installed).toEqual([{ name: 'terway-eniip', version: 'v1.14.2', config: { IPVlan: 'false' } }]);
  });

  it('is listed once it is there', async () => {
    const { cs } = await withTerway();
    const { body } = await cs.listClusterAddonInstances(clusterId);
    expect(body?.addons).toMatchObject([{ name: 'terway-eniip', version: 'v1.15.3', state: 'active' }]);
  });

  it('is unhealthy where the agent fails', async () => {
    const cloud = await startTestCloud();
    const cs = await cloud.cs();
    cloud.agent.failure = new RangeError('forbidden: daemonsets');
    const { body } = await cs.installClusterAddons(clusterId, install());
    const end = await taskEnd(cs, body?.taskId);
    expect([end.state, end.error?.message]).toEqual(['fail', 'forbidden: daemonsets']);
    expect((await cs.getClusterAddonInstance(clusterId, 'terway-eniip')).body?.state).toBe('unhealthy');
  });

  it.each<[string, Cs.InstallClusterAddonsRequest, string]>([
    ['an add-on that does not exist', install('nobody'), 'AddonNotFound'],
    ['a version that does not exist', install('terway-eniip', { version: 'v0' }), 'InvalidParameter'],
    ['no version: the model demands one', install('terway-eniip', { version: undefined }), 'InvalidParameter'],
    ['a configuration that is no JSON', install('terway-eniip', { config: 'x' }), 'InvalidParameter'],
    ['no add-on', new Cs.InstallClusterAddonsRequest({ body: [] }), 'InvalidParameter'],
  ])('is refused for %s', async (_name, request, code) => {
    const cs = await (await startTestCloud()).cs();
    expect((await errorOf(cs.installClusterAddons(clusterId, request))).code).toBe(code);
  });

  it('is refused where it is installed', async () => {
    const { cs } = await withTerway();
    expect(await errorOf(cs.installClusterAddons(clusterId, install()))).toMatchObject({ code: 'AddonAlreadyInstalled', statusCode: 409 });
  });
});

describe('an add-on that is installed', () => {
  it('can be given another configuration', async () => {
    const { cloud, cs } = await withTerway();
    await cs.modifyClusterAddon(clusterId, 'terway-eniip', new Cs.ModifyClusterAddonRequest({ config: '{"a":1}' }));
    await until(() => cs.getClusterAddonInstance(clusterId, 'terway-eniip'), (answer) => answer.body?.state === 'active');
    expect(cloud.agent.installed.at(-1)?.config).toEqual({ a: 1 });
  });

  it('can be upgraded', async () => {
    const cloud = await startTestCloud();
    const cs = await cloud.cs();
    await taskEnd(cs, (await cs.installClusterAddons(clusterId, install('terway-eniip', { version: 'v1.14.2', config: '{"a":1}' }))).body?.taskId);
    const { body } = await cs.upgradeClusterAddons(clusterId, new Cs.UpgradeClusterAddonsRequest({ body: [new Cs.UpgradeClusterAddonsRequestBody({ componentName: 'terway-eniip', nextVersion: 'v1.15.3' })] }));
    await taskEnd(cs, body?.taskId);
    expect(cloud.agent.installed.at(-1)).toEqual({ name: 'terway-eniip', version: 'v1.15.3', config: { a: 1 } });
  });

  it.each([
    ['to an older version', { nextVersion: 'v1.14.2' }],
    ['to the version that it has', { nextVersion: 'v1.15.3' }],
    ['to a version that does not exist', { nextVersion: 'v9' }],
    ['from a version that it does not have', { version: 'v1.14.2', nextVersion: 'v1.15.3' }],
  ])('is not upgraded %s', async (_name, upgrade) => {
    const { cloud, cs } = await withTerway();
    const request = new Cs.UpgradeClusterAddonsRequest({ body: [new Cs.UpgradeClusterAddonsRequestBody({ componentName: 'terway-eniip', ...upgrade })] });
    expect((await errorOf(cs.upgradeClusterAddons(clusterId, request))).code).toBe('InvalidParameter');
    expect(cloud.agent.installed).toHaveLength(1);
  });

  it('tells by the events of its task what is done, and why it failed', async () => {
    const { cloud, cs } = await withTerway();
    cloud.agent.failure = new RangeError('forbidden: daemonsets');
    const { body } = await cs.unInstallClusterAddons(clusterId, new Cs.UnInstallClusterAddonsRequest({ addons: [new Cs.UnInstallClusterAddonsRequestAddons({ name: 'terway-eniip' })] }));
    const end = await taskEnd(cs, body?.taskId);
    expect(end.events?.map(({ level, reason, message }) => `${level} ${reason}: ${message}`)).toEqual(['normal AddonOperationStart: terway-eniip v1.15.3 is deleting', 'error AddonOperationFailed: terway-eniip: forbidden: daemonsets']);
  });

  it('can be taken away, and is not found then', async () => {
    const { cloud, cs } = await withTerway();
    const { body } = await cs.unInstallClusterAddons(clusterId, new Cs.UnInstallClusterAddonsRequest({ addons: [new Cs.UnInstallClusterAddonsRequestAddons({ name: 'terway-eniip' })] }));
    await taskEnd(cs, body?.taskId);
    expect(cloud.agent.calls).toEqual(['install terway-eniip v1.15.3', 'uninstall terway-eniip']);
    expect(await errorOf(cs.getClusterAddonInstance(clusterId, 'terway-eniip'))).toMatchObject({ code: 'AddonNotFound', statusCode: 404 });
  });

  it('does one thing at a time', async () => {
    const cloud = await startTestCloud({ clock: 'manual' });
    const cs = await cloud.cs();
    await cs.installClusterAddons(clusterId, install());
    const change = cs.modifyClusterAddon(clusterId, 'terway-eniip', new Cs.ModifyClusterAddonRequest({ config: '{}' }));
    expect(await errorOf(change)).toMatchObject({ code: 'OperationConflict', statusCode: 409 });
  });
});

describe('the catalogue', () => {
  it('offers Terway in each of its forms', async () => {
    const cs = await (await startTestCloud()).cs();
    const listed = await cs.listAddons(new Cs.ListAddonsRequest({ clusterId }));
    expect(listed.body?.addons?.find((addon) => addon.name === 'terway-eniip')).toMatchObject({ version: 'v1.15.3', category: 'network' });
    const described = await cs.describeAddons(new Cs.DescribeAddonsRequest({ region: 'cn-hangzhou', clusterType: 'ExternalKubernetes' }));
    expect(described.body?.standardComponents?.['terway-eniip']?.version).toBe('v1.15.3');
    const one = await cs.describeAddon('terway-eniip', new Cs.DescribeAddonRequest({}));
    expect([one.body?.name, one.body?.version, one.body?.newerVersions]).toEqual(['terway-eniip', 'v1.15.3', []]);
  });

  it('names the versions that are newer than one', async () => {
    const cs = await (await startTestCloud()).cs();
    const { body } = await cs.describeAddon('terway-eniip', new Cs.DescribeAddonRequest({ clusterId, version: 'v1.14.2' }));
    expect([body?.version, body?.newerVersions?.map(({ version, upgradable }) => `${version} ${upgradable}`)]).toEqual(['v1.14.2', ['v1.15.3 true']]);
    expect((await errorOf(cs.describeAddon('terway-eniip', new Cs.DescribeAddonRequest({ version: 'v0' })))).code).toBe('InvalidParameter');
  });
});
