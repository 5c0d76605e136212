import { InvalidInputError, knownAfterApply, NotFoundError, PermissionError, type Change, type Check, type StepOptions, type StepPlan } from '@ack-hybrid/core';
import type { AddonDetails } from '../api/alibaba-addons-port.ts';
import type { AddonInstance } from '../api/port.ts';
import { differingKeys, parseAddonConfig, recordConfig } from '../plan/addon/addon-config.ts';
import { planAddonChange, type AddonChange, type InstalledAddon } from '../plan/addon/plan-addon-change.ts';
import type { AddonChangeRecord, AddonMarker } from '../plan/addon-marker.ts';
import { checkCalico } from '../plan/calico-backup/check-calico.ts';
import { compareDefinitions, compareResources } from '../plan/calico-backup/compare-resources.ts';
import { addonName, markerName, systemNamespace } from '../plan/names.ts';
import { checkTerwayVersion } from '../plan/terway-versions.ts';
import type { AddonInput, AddonPorts, AddonResult, DesiredAddon } from './addon.ts';
import { AddonNotes } from './addon-notes.ts';
import { driveAddon, type AddonGoal } from './drive-addon.ts';

export const addonTarget = `add-on ${addonName}`;
export const markerTarget = `ConfigMap ${systemNamespace}/${markerName}`;

interface Observation {
  readonly installed: InstalledAddon | undefined;
  readonly change: AddonChange;
}

/** Plan, apply and verify of the step that installs the add-on. */
export class AddonRun {
  readonly #ports: AddonPorts;
  readonly #input: AddonInput;
  readonly #notes: AddonNotes;

  constructor(ports: AddonPorts, input: AddonInput) {
    this.#ports = ports;
    this.#input = input;
    this.#notes = new AddonNotes(ports.configMaps, input.clusterId, input.retry);
  }

  async plan(options: StepOptions): Promise<StepPlan<DesiredAddon>> {
    const [{ installed, change }, marker] = await Promise.all([this.#observe(options), this.#notes.read(options)]);
    const there = change.kind === 'install' ? undefined : installed;
    const desired: DesiredAddon = { name: addonName, version: this.#input.version ?? there?.version ?? knownAfterApply };
    const uses = typeof desired.version === 'string' ? checkTerwayVersion(desired.version, this.#input.uses ?? {}).filter(({ status }) => status !== 'pass') : [];
    if (change.kind === 'refuse') return { desired, changes: [], checks: [refusal(change), ...uses] };
    if (change.kind === 'none') {
      const changes: readonly Change[] = marker !== undefined && marker.after === undefined ? [{ action: 'update', target: markerTarget, summary: 'note how Calico looks after the installation' }] : [];
      return { desired, changes, checks: uses };
    }
    // A loss that stands from the change before must not be taken for how Calico was before this one.
    const losses = marker?.after === undefined ? [] : (await this.#checkCalico(marker, options)).filter(({ status }) => status === 'fail');
    const mark: Change = marker === undefined ? { action: 'create', target: markerTarget, summary: `note that the ${change.kind === 'install' ? 'installation' : 'change'} is ours` } : { action: 'update', target: markerTarget, summary: 'note how Calico looks before the change' };
    return { desired, changes: [mark, changeOf(change, desired)], checks: [...losses, ...uses] };
  }

  async apply(options: StepOptions): Promise<AddonResult> {
    const { installed, change } = await this.#observe(options);
    if (change.kind === 'refuse') throw new InvalidInputError({ subject: 'terway-config', issues: [{ path: 'version', message: change.message }], remediation: change.remediation });
    // An installation must name its version, so it is known before the first write.
    const version = change.kind === 'install' ? await this.#version(options) : undefined;
    if (change.kind !== 'none') await this.#note(change, installed, options);
    const settled = await this.#bring(change, version, options);
    await this.#notes.noteAfter(() => this.#ports.calico.read(undefined, options), options);
    return { version: settled };
  }

  async verify(options: StepOptions): Promise<readonly Check[]> {
    const [instance, marker] = await Promise.all([this.#details(options), this.#notes.read(options)]);
    const state = instance?.state ?? 'not installed';
    const log = instance?.log === undefined ? '' : `; its log goes to ${instance.log}`;
    const checks: Check[] = [
      state === 'active'
        ? { name: 'terway-addon-active', status: 'pass', message: `${addonName} ${instance?.version ?? ''} is active${log}` }
        : { name: 'terway-addon-active', status: 'fail', message: `${addonName} is ${state}${log}`, remediation: 'Apply the step terway-addon again, or look at the add-on in the console.' },
    ];
    if (instance !== undefined) checks.push(...this.#checkWanted(instance), ...checkTerwayVersion(instance.version, this.#input.uses ?? {}));
    return marker === undefined ? checks : [...checks, ...(await this.#checkCalico(marker, options))];
  }

  async #observe(options: StepOptions): Promise<Observation> {
    const { addons } = this.#ports;
    const { clusterId, version, config } = this.#input;
    const wantsChange = version !== undefined || config !== undefined;
    const details = wantsChange ? await addons.details(clusterId, addonName, options) : await addons.instance(clusterId, addonName, options);
    const installed: InstalledAddon | undefined = details === undefined ? undefined : { ...details, config: hasConfig(details) ? parseAddonConfig(details.config) : undefined };
    const first = planAddonChange(installed, { version, config });
    if (first.kind !== 'upgrade') return { installed, change: first };
    return { installed, change: planAddonChange(installed, { version, config }, await addons.upgrades(clusterId, addonName, first.from, options)) };
  }

  async #note(change: AddonChange, installed: InstalledAddon | undefined, options: StepOptions): Promise<void> {
    const marker = await this.#notes.read(options);
    // A run that died is under way still: Calico may be changed by now, and the note of how it was is there.
    if (change.kind !== 'install' && installed?.state !== 'active' && marker !== undefined && marker.after === undefined) return;
    const before = await this.#ports.calico.read(this.#input.onBackup, options);
    const changed = change.kind === 'install' ? undefined : this.#record(change, installed, marker?.changed);
    await this.#notes.noteBefore(before, changed, options);
  }

  #record(change: AddonChange, installed: InstalledAddon | undefined, earlier: AddonChangeRecord | undefined): AddonChangeRecord {
    const previousVersion = earlier?.previousVersion ?? (change.kind === 'upgrade' ? change.from : undefined);
    return { ...(previousVersion === undefined ? {} : { previousVersion }), config: recordConfig(installed?.config ?? {}, this.#input.config ?? {}, earlier?.config) };
  }

  async #bring(change: AddonChange, version: string | undefined, options: StepOptions): Promise<string> {
    const { addons } = this.#ports;
    const { clusterId, config } = this.#input;
    const drive = <Instance extends AddonInstance>(find: () => Promise<Instance | undefined>, goal: AddonGoal<Instance>) => driveAddon(addons, find, goal, this.#input, options);
    const begin = (what: string): void => options.onProgress?.(`${addonTarget}: ${what}`);
    const settled = (state: string | undefined): boolean => state === 'active' || state === 'unhealthy';
    const list = () => addons.instance(clusterId, addonName, options);

    if (change.kind === 'upgrade') {
      const found = await drive(list, {
        subject: `the upgrade of ${addonName} to ${change.to}`,
        reached: (instance) => instance?.state === 'active' && instance.version === change.to,
        mayAct: (instance) => settled(instance?.state),
        act: () => {
          begin(`upgrade from ${change.from} to ${change.to}`);
          return addons.upgrade(clusterId, { name: addonName, from: change.from, to: change.to, config: textOf(change.config) }, options);
        },
      });
      return found?.version ?? '';
    }
    if (change.kind === 'modify') {
      const found = await drive(() => this.#details(options), {
        subject: `the change of ${addonName}`,
        reached: (instance) => instance?.state === 'active' && differingKeys(parseAddonConfig(instance.config) ?? {}, config ?? {}).length === 0,
        mayAct: (instance) => settled(instance?.state),
        act: () => {
          begin(`set ${change.keys.join(', ')}`);
          return addons.modify(clusterId, addonName, JSON.stringify(change.config), options);
        },
      });
      return found?.version ?? '';
    }
    const found = await drive(list, {
      subject: `the installation of ${addonName}`,
      reached: (instance) => instance?.state === 'active',
      mayAct: (instance) => instance === undefined,
      act: async () => {
        begin('install');
        return addons.install(clusterId, { name: addonName, version: version ?? (await this.#version(options)), config: config === undefined ? undefined : JSON.stringify(config) }, options);
      },
    });
    return found?.version ?? '';
  }

  async #version(options: StepOptions): Promise<string> {
    const version = this.#input.version ?? (await this.#ports.addons.offeredVersion(this.#input.clusterId, addonName, options));
    if (version !== undefined) return version;
    throw new NotFoundError({
      service: 'cs',
      operation: 'ListAddons',
      errorCode: 'AddonNotFound',
      detail: `Container Service offers no ${addonName} to the cluster ${this.#input.clusterId}`,
      outcome: 'refused',
      remediation: 'Look in the console which add-ons the cluster can have, or give the version.',
    });
  }

  // Parameters and log are asked of the one add-on; whoever may only list the add-ons still learns its state.
  async #details(options: StepOptions): Promise<AddonDetails | undefined> {
    const { clusterId, config } = this.#input;
    try {
      return await this.#ports.addons.details(clusterId, addonName, options);
    } catch (error) {
      if (!PermissionError.isInstance(error) || config !== undefined) throw error;
      const instance = await this.#ports.addons.instance(clusterId, addonName, options);
      return instance === undefined ? undefined : { ...instance, config: '' };
    }
  }

  #checkWanted(instance: AddonDetails): readonly Check[] {
    const { version, config = {} } = this.#input;
    const checks: Check[] = [];
    if (version !== undefined && instance.version !== version) {
      checks.push({ name: 'terway-addon-version', status: 'fail', message: `${instance.version} is installed, ${version} was asked for`, remediation: 'Apply the step terway-addon again; where the installed version is newer, ask for that one.' });
    }
    const keys = differingKeys(parseAddonConfig(instance.config) ?? {}, config);
    if (keys.length > 0) checks.push({ name: 'terway-addon-config', status: 'fail', message: `parameters of ${addonName} are not as asked for: ${keys.join(', ')}`, remediation: 'Apply the step terway-addon again.' });
    return checks;
  }

  async #checkCalico(marker: AddonMarker, options: StepOptions): Promise<readonly Check[]> {
    const { before, after } = marker;
    const isWhole = after !== undefined && compareDefinitions(before.definitions, after.definitions).length === 0 && compareResources(before.resources, after.resources).length === 0;
    return checkCalico(marker, isWhole ? after : await this.#ports.calico.read(undefined, options));
  }
}

const hasConfig = (instance: AddonInstance): instance is AddonDetails => 'config' in instance;

const textOf = (config: Readonly<Record<string, unknown>> | undefined): string | undefined => (config === undefined || Object.keys(config).length === 0 ? undefined : JSON.stringify(config));

const refusal = ({ message, remediation }: AddonChange & { readonly kind: 'refuse' }): Check => ({ name: 'terway-addon-version', status: 'fail', message, remediation });

const changeOf = (change: AddonChange & { readonly kind: 'install' | 'upgrade' | 'modify' }, desired: DesiredAddon): Change => {
  // Names only: a parameter's value may be a credential.
  if (change.kind === 'modify') return { action: 'update', target: addonTarget, summary: `set ${change.keys.join(', ')}` };
  if (change.kind === 'install') return { action: 'create', target: addonTarget, summary: `install ${addonName} ${String(desired.version)}`, after: desired.version };
  const keys = change.keys.length === 0 ? '' : `, and set ${change.keys.join(', ')}`;
  return { action: 'update', target: addonTarget, summary: `upgrade from ${change.from} to ${change.to}${keys}; undo keeps the new version`, before: change.from, after: change.to };
};
