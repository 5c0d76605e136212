import type { Check, StepOptions } from '@ack-hybrid/core';
import type { Addons } from '../api/port.ts';
import { addonName } from '../plan/names.ts';
import { checkTerwayVersion, type TerwayUse } from '../plan/terway-versions.ts';

/**
 * Compares what a step is about to rely on with what the installed version of the add-on can do. Where no add-on is
 * installed yet there is nothing to compare: its version is known after it is.
 *
 * @example
 * await checkInstalledTerway(addons, clusterId, { credentials: 'secret' }) // one check
 */
export const checkInstalledTerway = async (addons: Pick<Addons, 'instance'>, clusterId: string, use: TerwayUse, options: StepOptions = {}): Promise<readonly Check[]> => {
  const instance = await addons.instance(clusterId, addonName, options);
  return instance === undefined || instance.state === 'deleting' ? [] : checkTerwayVersion(instance.version, use);
};
