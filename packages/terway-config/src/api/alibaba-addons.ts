import { NotFoundError, type AlibabaCloud } from '@ack-hybrid/core';
import type { AddonService, TaskProgress } from './alibaba-addons-port.ts';
import { taskProgress } from './alibaba-addons-task.ts';
import type { CallContext } from './port.ts';

/** Add-ons through Container Service. Field names from the models of @alicloud/cs20151215 7.2.0. */
export const createAddons = (cloud: AlibabaCloud): AddonService => {
  const load = () => cloud.client('cs', () => import('@alicloud/cs20151215'));
  const send = <Value>(kind: 'read' | 'write', operation: string, invoke: () => Promise<Value>, context: CallContext = {}): Promise<Value> =>
    cloud.call({ service: 'cs', operation, kind }, invoke, context);

  return {
    instance: async (clusterId, name, context) => {
      const { client } = await load();
      const response = await send('read', 'ListClusterAddonInstances', () => client.listClusterAddonInstances(clusterId), context);
      const found = (response.body?.addons ?? []).find((addon) => addon.name === name);
      return found === undefined || found.state === 'deleted' ? undefined : { state: found.state ?? '', version: found.version ?? '' };
    },
    offeredVersion: async (clusterId, name, context) => {
      const { client, sdk } = await load();
      const response = await send('read', 'ListAddons', () => client.listAddons(new sdk.ListAddonsRequest({ clusterId, regionId: cloud.region })), context);
      return (response.body?.addons ?? []).find((addon) => addon.name === name)?.version || undefined;
    },
    install: async (clusterId, addon, context) => {
      const { client, sdk } = await load();
      const body = new sdk.InstallClusterAddonsRequestBody({
        name: addon.name,
        version: addon.version,
        ...(addon.config === undefined ? {} : { config: addon.config }),
      });
      const response = await send('write', 'InstallClusterAddons', () => client.installClusterAddons(clusterId, new sdk.InstallClusterAddonsRequest({ body: [body] })), context);
      return response.body?.taskId || undefined;
    },
    uninstall: async (clusterId, name, context) => {
      const { client, sdk } = await load();
      const request = new sdk.UnInstallClusterAddonsRequest({ addons: [new sdk.UnInstallClusterAddonsRequestAddons({ name })] });
      const response = await send('write', 'UnInstallClusterAddons', () => client.unInstallClusterAddons(clusterId, request), context);
      return response.body?.taskId || undefined;
    },
    details: (clusterId, name, context) =>
      orAbsent(async () => {
        const { client } = await load();
        const { body } = await send('read', 'GetClusterAddonInstance', () => client.getClusterAddonInstance(clusterId, name), context);
        if (body === undefined || body.state === 'deleted') return undefined;
        const { enabled, logProject = '', logstore = '' } = body.logging ?? {};
        return { state: body.state ?? '', version: body.version ?? '', config: body.config ?? '', ...(enabled === true ? { log: `${logProject}/${logstore}` } : {}) };
      }),
    upgrades: (clusterId, name, installedVersion, context) =>
      orAbsent(async () => {
        const { client, sdk } = await load();
        // Without a version the service describes the newest one, than which none is newer.
        const request = new sdk.DescribeAddonRequest({ clusterId, version: installedVersion });
        const { body } = await send('read', 'DescribeAddon', () => client.describeAddon(name, request), context);
        return (body?.newerVersions ?? []).map(({ version = '', upgradable, minimumClusterVersion }) => ({
          version,
          upgradable: upgradable !== false,
          ...(minimumClusterVersion === undefined || minimumClusterVersion === '' ? {} : { minimumClusterVersion }),
        }));
      }),
    upgrade: async (clusterId, addon, context) => {
      const { client, sdk } = await load();
      const body = new sdk.UpgradeClusterAddonsRequestBody({
        componentName: addon.name,
        version: addon.from,
        nextVersion: addon.to,
        ...(addon.config === undefined ? {} : { config: addon.config }),
      });
      const response = await send('write', 'UpgradeClusterAddons', () => client.upgradeClusterAddons(clusterId, new sdk.UpgradeClusterAddonsRequest({ body: [body] })), context);
      return response.body?.taskId || undefined;
    },
    modify: async (clusterId, name, config, context) => {
      const { client, sdk } = await load();
      await send('write', 'ModifyClusterAddon', () => client.modifyClusterAddon(clusterId, name, new sdk.ModifyClusterAddonRequest({ config })), context);
      return undefined;
    },
    task: (taskId, context) =>
      orAbsent(async (): Promise<TaskProgress> => {
        const { client } = await load();
        const response = await send('read', 'DescribeTaskInfo', () => client.describeTaskInfo(taskId), context);
        return taskProgress(response.body ?? {});
      }),
  };
};

const orAbsent = async <Value>(read: () => Promise<Value | undefined>): Promise<Value | undefined> => {
  try {
    return await read();
  } catch (error) {
    if (NotFoundError.isInstance(error)) return undefined;
    throw error;
  }
};
