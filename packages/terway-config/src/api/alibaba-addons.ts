import { NotFoundError, type AlibabaCloud } from '@ack-hybrid/core';
import type { Addons, CallContext, TaskState } from './port.ts';

/** Add-ons through Container Service. Field names from the models of @alicloud/cs20151215 7.2.0. */
export const createAddons = (cloud: AlibabaCloud): Addons => {
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
    task: async (taskId, context) => {
      const { client } = await load();
      try {
        const response = await send('read', 'DescribeTaskInfo', () => client.describeTaskInfo(taskId), context);
        return { state: stateOf(response.body?.state), message: response.body?.error?.message ?? '' };
      } catch (error) {
        if (NotFoundError.isInstance(error)) return undefined;
        throw error;
      }
    },
  };
};

// The service says `fail`; `failed` and `canceled` have been seen on other pages of its documentation.
const stateOf = (state: string | undefined): TaskState['state'] => (state === 'success' ? 'success' : /^(fail|cancel)/.test(state ?? '') ? 'fail' : 'running');
