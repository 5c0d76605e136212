import { compareTerwayVersions } from '../terway-versions.ts';
import { differingKeys, mergeAddonConfig, type AddonConfig } from './addon-config.ts';

/** What Container Service has of an add-on. */
export interface InstalledAddon {
  readonly state: string;
  readonly version: string;
  /** Absent where the parameters were not looked at, or can't be read. */
  readonly config?: AddonConfig | undefined;
}

/** What is wanted of it. */
export interface WantedAddon {
  readonly version?: string | undefined;
  readonly config?: AddonConfig | undefined;
}

/** A newer version that Container Service names. */
export interface OfferedUpgrade {
  readonly version: string;
  readonly upgradable: boolean;
  readonly minimumClusterVersion?: string;
}

/** What is to be done with an add-on. */
export type AddonChange =
  | { readonly kind: 'install' }
  | { readonly kind: 'none' }
  | { readonly kind: 'upgrade'; readonly from: string; readonly to: string; readonly keys: readonly string[]; readonly config: AddonConfig | undefined }
  | { readonly kind: 'modify'; readonly keys: readonly string[]; readonly config: AddonConfig }
  | { readonly kind: 'refuse'; readonly message: string; readonly remediation: string };

/**
 * Decides what an add-on needs: installation, an upgrade (which carries the parameters with it), other parameters, or
 * nothing. Container Service has no downgrade.
 *
 * @param upgrades the newer versions that the service names; `undefined` where it wasn't asked or doesn't say
 */
export const planAddonChange = (installed: InstalledAddon | undefined, wanted: WantedAddon, upgrades?: readonly OfferedUpgrade[]): AddonChange => {
  if (installed === undefined || installed.state === 'deleting') return { kind: 'install' };
  if (wanted.config !== undefined && installed.config === undefined) {
    return { kind: 'refuse', message: 'the parameters of the add-on as Container Service gives them are no JSON object: nothing can be set without losing them', remediation: "Set the parameters on the add-on's page of the console, and leave config out." };
  }
  const config = wanted.config === undefined ? installed.config : mergeAddonConfig(installed.config ?? {}, wanted.config);
  const keys = differingKeys(installed.config ?? {}, wanted.config ?? {});
  if (wanted.version !== undefined && wanted.version !== installed.version) {
    if (compareTerwayVersions(wanted.version, installed.version) === 'older') {
      return {
        kind: 'refuse',
        message: `${installed.version} is installed, and ${wanted.version} is older: Container Service upgrades add-ons, it does not downgrade them`,
        remediation: `Ask for ${installed.version} or newer. To have the older one, uninstall the add-on in the console, which takes the network from the cloud nodes' pods.`,
      };
    }
    const offer = upgrades?.find(({ version }) => version === wanted.version);
    if (offer?.upgradable === false || (upgrades !== undefined && upgrades.length > 0 && offer === undefined)) {
      const possible = upgrades?.filter(({ upgradable }) => upgradable).map(({ version }) => version) ?? [];
      return {
        kind: 'refuse',
        message: `Container Service does not upgrade ${installed.version} to ${wanted.version}${offer?.minimumClusterVersion === undefined ? '' : `, which needs Kubernetes ${offer.minimumClusterVersion} or later`}`,
        remediation: possible.length === 0 ? 'Leave the version out to keep what is installed.' : `Ask for one of ${possible.join(', ')}.`,
      };
    }
    return { kind: 'upgrade', from: installed.version, to: wanted.version, keys, config };
  }
  return keys.length === 0 || config === undefined ? { kind: 'none' } : { kind: 'modify', keys, config };
};
