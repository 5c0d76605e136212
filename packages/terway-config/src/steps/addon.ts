import { InvalidInputError, type AlibabaCloud, type knownAfterApply, type Kubernetes, type Step } from '@ack-hybrid/core';
import { createAddons } from '../api/alibaba-addons.ts';
import type { AddonService } from '../api/alibaba-addons-port.ts';
import { createCalicoResources, type BackupSink, type CalicoResources } from '../api/calico-resources.ts';
import { createConfigMaps } from '../api/kubernetes-objects.ts';
import type { ConfigMaps } from '../api/port.ts';
import { checkNames } from '../plan/names.ts';
import { parseTerwayVersion, type TerwayUse } from '../plan/terway-versions.ts';
import { AddonRun } from './addon-run.ts';
import { undoAddon } from './addon-undo.ts';
import type { RetryPatience } from './converge.ts';
import type { AddonPatience } from './drive-addon.ts';

/** What `createAddonStep` needs to know. */
export interface AddonInput extends AddonPatience {
  /** The registered cluster. */
  readonly clusterId: string;
  /** By default the one that is installed, or else that Container Service offers. A newer one than the installed is an upgrade; an older one is refused. */
  readonly version?: string;
  /** The add-on's own parameters. Those that aren't named stay as they are. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** What the version has to be able to: where it can't, the plan fails before anything is written. */
  readonly uses?: TerwayUse;
  /**
   * Gets a backup of Calico's definitions and custom resources before the add-on is installed, upgraded or changed: YAML
   * text in pieces, to be kept one behind the other. Holds no Secret. Where it throws, nothing is written;
   * `renderCalicoRestore` renders from it what to apply.
   */
  readonly onBackup?: BackupSink;
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
  readonly addons: AddonService;
  readonly configMaps: ConfigMaps;
  readonly calico: CalicoResources;
}

/**
 * The step that installs the add-on terway-eniip through Container Service, upgrades it where a newer version is asked
 * for, and sets its parameters. Before it writes, it makes the ConfigMap kube-system/ack-hybrid-terway-addon, which
 * remembers what is ours and how Calico's definitions and custom resources looked: a run that is killed at any moment is
 * taken up again. Undo uninstalls what we installed; of an add-on that was there before it gives the parameters back,
 * and keeps the version, since Container Service has no downgrade.
 *
 * @throws {InvalidInputError} for a bad cluster id or version
 */
export const createAddonStep = (clients: { readonly cloud: AlibabaCloud; readonly kubernetes: Kubernetes }, input: AddonInput): Step<DesiredAddon, AddonResult> =>
  addonStep({ addons: createAddons(clients.cloud), configMaps: createConfigMaps(clients.kubernetes), calico: createCalicoResources(clients.kubernetes) }, input);

/** The step over its ports. */
export const addonStep = (ports: AddonPorts, input: AddonInput): Step<DesiredAddon, AddonResult> => {
  checkNames(input);
  if (input.version !== undefined && parseTerwayVersion(input.version) === undefined) {
    throw new InvalidInputError({ subject: 'terway-config', issues: [{ path: 'version', message: `"${input.version}" is no version such as v1.8.0` }] });
  }
  const run = new AddonRun(ports, input);
  return {
    name: 'terway-addon',
    title: 'Install the Terway add-on',
    plan: (options = {}) => run.plan(options),
    apply: (_plan, options = {}) => run.apply(options),
    verify: (_result, options = {}) => run.verify(options),
    undo: (options = {}) => undoAddon(ports, input, options),
  };
};
