import type { EniConf, EniConfFinding } from '../eni-conf.ts';
import { compareTerwayVersions } from '../terway-versions.ts';
import { describeEniConfKeys } from './eni-conf-keys.ts';

/**
 * The keys of a configuration that a version of Terway passes over, as far as the two sources of {@link describeEniConfKeys} tell. From v1.8.0 on a
 * recent key counts as read: in which release it came isn't known. Keys that no release reads are another finding, of `parseEniConf`.
 *
 * @param version as Container Service writes it; where it has no numbers, nothing is said
 * @example
 * findUnreadKeys(config, 'v1.7.2'); // "enable_ip_prefix isn't read by Terway v1.7.2, …"
 */
export const findUnreadKeys = (config: EniConf, version: string): readonly EniConfFinding[] => {
  const order = compareTerwayVersions(version, 'v1.8.0');
  if (order === 'unknown') return [];
  const old = order === 'older';
  const read = new Map(describeEniConfKeys().map(({ key, readBy }) => [key, readBy.includes(old ? 'before v1.8.0' : 'newest')]));
  return Object.keys(config)
    .filter((key) => read.get(key) === false)
    .map((key) => ({
      code: 'key-not-read',
      severity: 'warning',
      path: key,
      message: `${key} isn't read by Terway ${version}${old ? ', as far as releases before v1.8.0 were looked at' : ''}`,
      remediation: old ? 'Upgrade Terway, or remove the key.' : 'Remove the key; it does nothing.',
    }));
};
