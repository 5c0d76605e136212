import type { ClusterAgent } from '../../halves.ts';
import { isJsonObject, parseJsonObject, textOf, type Json, type JsonObject } from '../json.ts';
import { ServiceError } from '../service-error.ts';
import type { CloudState } from '../state.ts';
import { addonOffers, newerVersions, newestVersion, type AddonOffer } from './addon-catalogue.ts';
import { bodyList, bodyObject, csOperation, invalid, queryText, requireCluster, requireConnected, type CsCall, type CsOperation } from './cs-call.ts';
import type { Addon, AddonState, Task } from './cs-state.ts';
import { TaskFailure, type TaskRunner } from './tasks.ts';

/** The catalogue is the same for every cluster. */
const ofAnyCluster = ['region', 'region_id', 'cluster_id', 'cluster_type', 'cluster_spec', 'cluster_version', 'cluster_profile', 'profile'];

/** Container Service's operations on add-ons. The agent installs them into the cluster. */
export function addonOperations(state: CloudState, tasks: TaskRunner, agent: ClusterAgent): readonly CsOperation[] {
  const install = (addon: Addon): Promise<void> => agent.installAddon({ name: addon.name, version: addon.version, config: parseJsonObject(addon.config) ?? {} });
  const answer = (call: CsCall, task: Task): JsonObject => ({ cluster_id: state.cs.clusterId, task_id: task.id, request_id: call.requestId });
  const addonOf = (call: CsCall): Addon => findAddon(state, call.path[1] ?? '');

  return [
    csOperation('InstallClusterAddons', 'POST', '/clusters/*/components/install', (call) => {
      requireCluster(state, call);
      requireConnected(state);
      const addons = requireSome(bodyList(call)).map((entry): Addon => {
        const offer = findOffer(textOf(entry['name']) ?? '');
        if (state.cs.addons.has(offer.name)) throw new ServiceError(409, 'AddonAlreadyInstalled', `The add-on ${offer.name} is installed already.`);
        return { name: offer.name, version: requireVersion(offer, textOf(entry['version']) ?? ''), config: checkConfig(entry['config']) ?? '', state: 'initial' };
      });
      for (const addon of addons) state.cs.addons.set(addon.name, addon);
      return answer(call, operate(state, tasks, 'cluster_addon_install', addons, 'initial', install));
    }),

    csOperation('UnInstallClusterAddons', 'POST', '/clusters/*/components/uninstall', (call) => {
      requireCluster(state, call);
      requireConnected(state);
      const addons = requireSome(bodyList(call)).map((entry) => requireSettled(findAddon(state, textOf(entry['name']) ?? '')));
      const task = operate(state, tasks, 'cluster_addon_uninstall', addons, 'deleting', async (addon) => {
        await agent.uninstallAddon(addon.name);
        state.cs.addons.delete(addon.name);
      });
      return answer(call, task);
    }),

    csOperation('UpgradeClusterAddons', 'POST', '/clusters/*/components/upgrade', (call) => {
      requireCluster(state, call);
      requireConnected(state);
      const wanted = requireSome(bodyList(call)).map((entry) => {
        const addon = requireSettled(findAddon(state, textOf(entry['component_name']) ?? ''));
        return { addon, version: requireUpgrade(findOffer(addon.name), addon, textOf(entry['version']), textOf(entry['next_version']) ?? ''), config: checkConfig(entry['config']) };
      });
      for (const { addon, version, config } of wanted) Object.assign(addon, { version, config: config ?? addon.config });
      const addons = wanted.map(({ addon }) => addon);
      return answer(call, operate(state, tasks, 'cluster_addon_upgrade', addons, 'upgrading', install));
    }),

    csOperation('ModifyClusterAddon', 'POST', '/clusters/*/components/*/config', (call) => {
      requireCluster(state, call);
      requireConnected(state);
      const addon = requireSettled(findAddon(state, call.path[1] ?? ''));
      addon.config = checkConfig(bodyObject(call)['config']) ?? addon.config;
      operate(state, tasks, 'cluster_addon_modify', [addon], 'updating', install);
      return undefined;
    }),

    csOperation('ListClusterAddonInstances', 'GET', '/clusters/*/addon_instances', (call) => {
      requireCluster(state, call);
      return { addons: [...state.cs.addons.values()].map(({ name, version, state: addonState }) => ({ name, version, state: addonState })) };
    }),

    csOperation('GetClusterAddonInstance', 'GET', '/clusters/*/addon_instances/*', (call) => {
      requireCluster(state, call);
      return { ...addonBody(addonOf(call)), logging: { capable: false, enabled: false } };
    }),

    csOperation('DescribeClusterAddonInstance', 'GET', '/clusters/*/components/*/instance', (call) => {
      requireCluster(state, call);
      return addonBody(addonOf(call));
    }),

    csOperation('ListAddons', 'GET', '/addons', () => ({ addons: addonOffers.map(offerBody) }), ofAnyCluster),

    csOperation('DescribeAddon', 'GET', '/addons/*', (call) => {
      const offer = findOffer(call.path[0] ?? '');
      // Without a version, the newest one is described.
      const version = requireVersion(offer, queryText(call, 'version') ?? newestVersion(offer));
      const newer = newerVersions(offer, version).map((next) => ({ version: next, upgradable: true, minimum_cluster_version: '1.20.4' }));
      return { ...offerBody(offer), version, newer_versions: newer };
    }, ofAnyCluster),

    csOperation('DescribeAddons', 'GET', '/clusters/components/metadata', () => ({
      ComponentGroups: [...new Set(addonOffers.map((offer) => offer.category))].map((category) => ({
        group_name: category,
        items: addonOffers.filter((offer) => offer.category === category).map(({ name }) => ({ name })),
      })),
      StandardComponents: Object.fromEntries(
        addonOffers.map((offer) => [offer.name, { name: offer.name, version: newestVersion(offer), disabled: false, required: 'false', description: `${offer.name}, as the sandbox offers it` }]),
      ),
    }), ofAnyCluster),
  ];
}

/** Works on add-ons side by side; one that fails is `unhealthy` and fails the task. */
function operate(state: CloudState, tasks: TaskRunner, type: string, addons: readonly Addon[], during: AddonState, work: (addon: Addon) => Promise<void>): Task {
  for (const addon of addons) addon.state = during;
  return tasks.start(type, { type: 'addon', id: addons.map((addon) => addon.name).join(',') }, async (task) => {
    for (const addon of addons) note(task, state, 'normal', 'AddonOperationStart', `${addon.name} ${addon.version} is ${during}`);
    const ends = await Promise.allSettled(addons.map(work));
    const reasons: string[] = [];
    for (const [index, addon] of addons.entries()) {
      const end = ends[index];
      const reason = end?.status === 'rejected' ? messageOf(end.reason) : undefined;
      if (reason !== undefined) reasons.push(reason);
      if (reason === undefined) note(task, state, 'normal', 'AddonOperationSucceeded', `${addon.name} is done`);
      else note(task, state, 'error', 'AddonOperationFailed', `${addon.name}: ${reason}`);
      if (state.cs.addons.has(addon.name)) addon.state = reason === undefined ? 'active' : 'unhealthy';
      task.results.push({ data: reason === undefined ? addon.name : `${addon.name}: ${reason}`, status: reason === undefined ? 'success' : 'fail' });
    }
    if (reasons.length > 0) throw new TaskFailure('AddonOperationFailed', reasons.join('; '));
  });
}

/** What DescribeTaskInfo shows of the work as its events. */
function note(task: Task, state: CloudState, level: 'normal' | 'error', reason: string, message: string): void {
  task.events.push({ reason, message, source: 'addon', at: state.now(), level });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function findAddon(state: CloudState, name: string): Addon {
  const addon = state.cs.addons.get(name);
  if (addon === undefined) throw new ServiceError(404, 'AddonNotFound', `The add-on ${name} is not installed.`);
  return addon;
}

function findOffer(name: string): AddonOffer {
  const offer = addonOffers.find((candidate) => candidate.name === name);
  if (offer === undefined) throw new ServiceError(404, 'AddonNotFound', `The add-on ${name} does not exist.`);
  return offer;
}

/** An add-on does one thing at a time. The code is one that clients are known to retry. */
function requireSettled(addon: Addon): Addon {
  if (addon.state !== 'active' && addon.state !== 'unhealthy') throw new ServiceError(409, 'OperationConflict', `The add-on ${addon.name} is ${addon.state}. Try again later.`);
  return addon;
}

function requireSome<Item>(items: readonly Item[]): readonly Item[] {
  if (items.length === 0) throw invalid('The list of add-ons is empty.');
  return items;
}

function requireVersion(offer: AddonOffer, version: string): string {
  if (!offer.versions.includes(version)) throw invalid(`The add-on ${offer.name} has no version ${version}; it has ${offer.versions.join(', ')}.`);
  return version;
}

/** An upgrade goes from what is installed to a newer version. */
function requireUpgrade(offer: AddonOffer, addon: Addon, from: string | undefined, version: string): string {
  if (from !== undefined && from !== '' && from !== addon.version) throw invalid(`The add-on ${addon.name} has version ${addon.version}, not ${from}.`);
  if (!newerVersions(offer, addon.version).includes(requireVersion(offer, version))) throw invalid(`The add-on ${addon.name} can't be upgraded from ${addon.version} to ${version}.`);
  return version;
}

/** The configuration is JSON in a string. */
function checkConfig(value: Json | undefined): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string' || !isJsonObject(parseJsonObject(value))) throw invalid('config must be a JSON object in a string.');
  return value;
}

function addonBody(addon: Addon): JsonObject {
  return { name: addon.name, version: addon.version, state: addon.state, config: addon.config };
}

function offerBody(offer: AddonOffer): JsonObject {
  return {
    name: offer.name,
    version: newestVersion(offer),
    category: offer.category,
    architecture: ['amd64', 'arm64'],
    config_schema: '{"type":"object"}',
    install_by_default: false,
    managed: false,
    supported_actions: ['Install', 'Upgrade', 'Modify', 'Uninstall'],
  };
}
