import type { Check } from '@ack-hybrid/core';
import type { AddonMarker } from '../addon-marker.ts';
import type { CalicoFingerprints } from './calico-resource.ts';
import { compareDefinitions, compareResources, type CalicoLoss } from './compare-resources.ts';

/** Losses between the looks that the marker remembers, before what was put back since is left out. */
export interface CalicoLosses {
  readonly definitions: readonly CalicoLoss[];
  readonly resources: readonly CalicoLoss[];
}

/** What Calico lost from before the change to after it, or to `now` where the look after it is missing. */
export const lossesOf = ({ before, after }: AddonMarker, now: CalicoFingerprints): CalicoLosses => {
  const then = after ?? now;
  // What was put back since is no longer lost.
  const stillDefinition = ({ target }: CalicoLoss): boolean => now.definitions[target] !== before.definitions[target];
  const still = new Set(compareResources(before.resources, now.resources).map(({ target }) => target));
  return {
    definitions: compareDefinitions(before.definitions, then.definitions).filter(stillDefinition),
    resources: compareResources(before.resources, then.resources).filter(({ target }) => still.has(target) || (target.endsWith('/*') && [...still].some((other) => other.startsWith(target.slice(0, -1))))),
  };
};

/** The checks of Calico's definitions and custom resources: a change or a loss by the add-on fails. */
export const checkCalico = (marker: AddonMarker, now: CalicoFingerprints): readonly Check[] => {
  const { definitions, resources } = lossesOf(marker, now);
  const added = Object.keys((marker.after ?? now).definitions).filter((name) => marker.before.definitions[name] === undefined).length;
  const restore = 'renderCalicoRestore renders what to apply from the backup that onBackup was given; without one, apply the manifests of the installed Calico release again.';
  const count = Object.keys(marker.before.definitions).length;
  const checks: Check[] = [
    definitions.length > 0
      ? { name: 'calico-crds-unchanged', status: 'fail', message: `Calico's CRDs were changed while the add-on was: ${list(definitions)}`, remediation: `Custom resources may have lost fields that Terway's copies don't know: ${restore}` }
      : { name: 'calico-crds-unchanged', status: 'pass', message: `the ${count} CRDs of Calico were not changed by the add-on${added === 0 ? '' : `; ${added} were added`}` },
  ];
  if (resources.length > 0) {
    checks.push({ name: 'calico-resources-unchanged', status: 'fail', message: `Calico's custom resources were changed while the add-on was, by it or by somebody else: ${list(resources)}`, remediation: `Where nobody of yours did it: ${restore}` });
    return checks;
  }
  const unread = Object.keys(marker.before.definitions).filter((name) => marker.before.resources[name] === undefined);
  const objects = Object.values(marker.before.resources).reduce((sum, { count: some }) => sum + some, 0);
  checks.push(
    unread.length > 0
      ? { name: 'calico-resources-unchanged', status: 'warn', message: `${unread.length} of the ${count} kinds of Calico's custom resources were not compared: they may not be listed, or none of their versions is served`, remediation: 'Grant list *.crd.projectcalico.org at the cluster scope to the caller and run again.' }
      : { name: 'calico-resources-unchanged', status: 'pass', message: `none of the ${objects} custom resources of Calico was changed or removed` },
  );
  return checks;
};

const mostListed = 10;

const list = (losses: readonly CalicoLoss[]): string => {
  const words = losses.slice(0, mostListed).map(({ target, what }) => `${target} (${what})`);
  return `${words.join(', ')}${losses.length > mostListed ? ` and ${losses.length - mostListed} more` : ''}`;
};
