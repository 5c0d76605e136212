import { InvalidInputError, knownAfterApply, NotFoundError, type AlibabaCloud, type Change, type Check, type Kubernetes, type Step, type StepOptions, type StepPlan } from '@ack-hybrid/core';
import { createAddons } from '../api/alibaba-addons.ts';
import { createConfigMaps } from '../api/kubernetes-objects.ts';
import { createClusterReader } from '../api/kubernetes-reader.ts';
import type { AddonInstance, Addons, ClusterReader, ConfigMaps } from '../api/port.ts';
import { compareCrds, parseMarker, renderMarker, type AddonMarker } from '../plan/addon-marker.ts';
import { addonName, checkNames, managedByLabel, managedByValue, markerName, systemNamespace } from '../plan/names.ts';
import { converge, type RetryPatience } from './converge.ts';
import { driveAddon, type AddonPatience } from './drive-addon.ts';

/** What `createAddonStep` needs to know. */
export interface AddonInput extends AddonPatience {
  /** The registered cluster. */
  readonly clusterId: string;
  /** By default the one that Container Service offers. An add-on that is there already isn't upgraded. */
  readonly version?: string;
  /** The add-on's own parameters. They are used at the installation only. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly retry?: RetryPatience;
}

/** What is to be installed. */
export interface DesiredAddon {
  readonly name: string;
  readonly version: string | typeof knownAfterApply;
}

/** What is installed. */
export interface AddonResult {
  readonly version: string;
}

/** What the step calls. */
export interface AddonPorts {
  readonly addons: Addons;
  readonly configMaps: ConfigMaps;
  readonly reader: Pick<ClusterReader, 'calicoCrds'>;
}

/**
 * The step that installs the add-on terway-eniip through Container Service. Before it installs, it makes the ConfigMap
 * kube-system/ack-hybrid-terway-addon, which remembers that the installation is ours and how Calico's CRDs looked: a
 * run that is killed at any moment is taken up again, and undo uninstalls what carries this mark and nothing else.
 *
 * @throws {InvalidInputError} for a bad cluster id or version
 */
export const createAddonStep = (clients: { readonly cloud: AlibabaCloud; readonly kubernetes: Kubernetes }, input: AddonInput): Step<DesiredAddon, AddonResult> =>
  addonStep({ addons: createAddons(clients.cloud), configMaps: createConfigMaps(clients.kubernetes), reader: createClusterReader(clients.kubernetes) }, input);

const addonTarget = `add-on ${addonName}`;
const markerTarget = `ConfigMap ${systemNamespace}/${markerName}`;

/** The step over its ports. */
export const addonStep = (ports: AddonPorts, input: AddonInput): Step<DesiredAddon, AddonResult> => {
  checkNames(input);
  if (input.version !== undefined && !/^v?\d+\.\d+/.test(input.version)) {
    throw new InvalidInputError({ subject: 'terway-config', issues: [{ path: 'version', message: `"${input.version}" is no version such as v1.8.0` }] });
  }
  const run = new AddonRun(ports, input);
  return {
    name: 'terway-addon',
    title: 'Install the Terway add-on',
    plan: (options = {}) => run.plan(options),
    apply: (_plan, options = {}) => run.apply(options),
    verify: (_result, options = {}) => run.verify(options),
    undo: (options = {}) => run.undo(options),
  };
};

const isThere = (instance: AddonInstance | undefined): boolean => instance !== undefined && instance.state !== 'deleting';

class AddonRun {
  readonly #ports: AddonPorts;
  readonly #input: AddonInput;

  constructor(ports: AddonPorts, input: AddonInput) {
    this.#ports = ports;
    this.#input = input;
  }

  async plan(options: StepOptions): Promise<StepPlan<DesiredAddon>> {
    const [instance, marker] = await Promise.all([this.#find(options), this.#marker(options)]);
    const desired: DesiredAddon = { name: addonName, version: this.#input.version ?? instance?.version ?? knownAfterApply };
    if (isThere(instance)) {
      const changes: readonly Change[] = marker?.crdsAfter === undefined && marker !== undefined ? [{ action: 'update', target: markerTarget, summary: "note how Calico's CRDs look after the installation" }] : [];
      return { desired, changes, checks: this.#checkVersion(instance) };
    }
    const mark: readonly Change[] = marker === undefined ? [{ action: 'create', target: markerTarget, summary: 'note that the installation is ours' }] : [];
    return { desired, changes: [...mark, { action: 'create', target: addonTarget, summary: `install ${addonName} ${String(desired.version)}`, after: desired.version }] };
  }

  async apply(options: StepOptions): Promise<AddonResult> {
    let version: string | undefined;
    if (!isThere(await this.#find(options))) {
      // An installation must name its version, so it is known before the first write.
      version = await this.#version(options);
      await this.#ensureMarker(options);
    }
    const instance = await driveAddon(
      this.#ports.addons,
      () => this.#find(options),
      {
        subject: `the installation of ${addonName}`,
        reached: (found) => found?.state === 'active',
        mayAct: (found) => found === undefined,
        act: async () => {
          options.onProgress?.(`${addonTarget}: install`);
          const chosen = version ?? (await this.#version(options));
          return this.#ports.addons.install(this.#input.clusterId, { name: addonName, version: chosen, config: this.#input.config === undefined ? undefined : JSON.stringify(this.#input.config) }, options);
        },
      },
      this.#input,
      options,
    );
    await this.#noteCrds(options);
    return { version: instance?.version ?? '' };
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

  async verify(options: StepOptions): Promise<readonly Check[]> {
    const [instance, marker] = await Promise.all([this.#find(options), this.#marker(options)]);
    const state = instance?.state ?? 'not installed';
    const checks: Check[] = [
      state === 'active'
        ? { name: 'terway-addon-active', status: 'pass', message: `${addonName} ${instance?.version ?? ''} is active` }
        : { name: 'terway-addon-active', status: 'fail', message: `${addonName} is ${state}`, remediation: 'Apply the step terway-addon again, or look at the add-on in the console.' },
      ...this.#checkVersion(instance),
    ];
    return marker === undefined ? checks : [...checks, checkCrds(marker, await this.#ports.reader.calicoCrds(options))];
  }

  async undo(options: StepOptions): Promise<readonly Change[]> {
    if ((await this.#marker(options)) === undefined) {
      if (isThere(await this.#find(options))) options.onProgress?.(`${addonTarget} was not installed by us: left in place`);
      return [];
    }
    const changes: Change[] = [];
    if ((await this.#find(options)) !== undefined) changes.push({ action: 'delete', target: addonTarget, summary: `uninstall ${addonName}` });
    await driveAddon(
      this.#ports.addons,
      () => this.#find(options),
      {
        subject: `the uninstallation of ${addonName}`,
        reached: (found) => found === undefined,
        mayAct: (found) => found?.state === 'active' || found?.state === 'unhealthy',
        act: () => this.#ports.addons.uninstall(this.#input.clusterId, addonName, options),
      },
      this.#input,
      options,
    );
    await this.#converge(options, async () => {
      const found = await this.#ports.configMaps.read(markerName, options);
      if (found !== undefined) await this.#ports.configMaps.remove(markerName, found.resourceVersion, options);
    });
    return [...changes, { action: 'delete', target: markerTarget, summary: 'remove the note of our installation' }];
  }

  #find(options: StepOptions): Promise<AddonInstance | undefined> {
    return this.#ports.addons.instance(this.#input.clusterId, addonName, options);
  }

  async #marker(options: StepOptions): Promise<AddonMarker | undefined> {
    const found = await this.#ports.configMaps.read(markerName, options);
    const marker = found?.labels[managedByLabel] === managedByValue ? parseMarker(found.data) : undefined;
    return marker?.clusterId === this.#input.clusterId ? marker : undefined;
  }

  async #ensureMarker(options: StepOptions): Promise<void> {
    await this.#converge(options, async () => {
      const found = await this.#ports.configMaps.read(markerName, options);
      if (found !== undefined) return;
      const crdsBefore = await this.#ports.reader.calicoCrds(options);
      await this.#ports.configMaps.create(markerName, { labels: { [managedByLabel]: managedByValue }, annotations: {}, data: renderMarker({ clusterId: this.#input.clusterId, crdsBefore }) }, options);
    });
  }

  // Kept, so that a later upgrade of Calico isn't taken for something that this installation did.
  async #noteCrds(options: StepOptions): Promise<void> {
    await this.#converge(options, async () => {
      const marker = await this.#marker(options);
      if (marker === undefined || marker.crdsAfter !== undefined) return;
      const found = await this.#ports.configMaps.read(markerName, options);
      if (found === undefined) return;
      const crdsAfter = await this.#ports.reader.calicoCrds(options);
      await this.#ports.configMaps.patch(markerName, found.resourceVersion, { data: renderMarker({ ...marker, crdsAfter }) }, options);
    });
  }

  #converge(options: StepOptions, attempt: () => Promise<void>): Promise<void> {
    return converge(attempt, { signal: options.signal, retry: this.#input.retry });
  }

  #checkVersion(instance: AddonInstance | undefined): readonly Check[] {
    const asked = this.#input.version;
    if (asked === undefined || instance === undefined || instance.version === asked) return [];
    return [{ name: 'terway-addon-version', status: 'warn', message: `${instance.version} is installed, ${asked} was asked for`, remediation: 'Upgrade the add-on in the console; this step installs, it does not upgrade.' }];
  }
}

const checkCrds = ({ crdsBefore, crdsAfter }: AddonMarker, now: Readonly<Record<string, string>>): Check => {
  const difference = compareCrds(crdsBefore, crdsAfter ?? now);
  // A CRD that was put back since is no longer lost.
  const lost = [...difference.changed, ...difference.removed].filter((name) => now[name] !== crdsBefore[name]);
  const name = 'calico-crds-unchanged';
  if (lost.length > 0) {
    return { name, status: 'fail', message: `the installation of ${addonName} changed Calico's CRDs: ${lost.join(', ')}`, remediation: "Apply the CRDs of the installed Calico release again; its custom resources may have lost fields that Terway's copies don't know." };
  }
  const added = difference.added.length === 0 ? '' : `; ${difference.added.length} were added`;
  return { name, status: 'pass', message: `the ${Object.keys(crdsBefore).length} CRDs of Calico were not changed by the installation${added}` };
};
