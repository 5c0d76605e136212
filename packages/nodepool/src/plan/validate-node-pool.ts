import { InvalidInputError, Secret } from '@ack-hybrid/core';
import { judgeLabelValue, judgeNodeLabel, judgeQualifiedName } from './label-syntax.ts';
import { adoptedSizeTag, ownerTag, poolTag, type DesiredNodePool } from './node-pool.ts';

interface Issue {
  readonly path: string;
  readonly message: string;
}

const effects: readonly string[] = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/**
 * Every bad field of a wanted node pool; empty where it can be asked for.
 *
 * Limits are those of CreateClusterNodePool: 1 to 8 vSwitches, 1 to 10 instance types; a password of 8 to 30 characters
 * of three kinds; tags without `aliyun`, `acs:` or a URL.
 */
export const listNodePoolIssues = (pool: DesiredNodePool): readonly Issue[] => [
  ...judgeName(pool.name),
  ...judgeIds('vSwitchIds', pool.vSwitchIds, 1, 8, /^vsw-[\w-]+$/, 'vsw-…'),
  ...judgeIds('instanceTypes', pool.instanceTypes, 1, 10, /^ecs\.[a-z0-9][\w.-]+$/, 'ecs.<family>.<size>'),
  ...(pool.securityGroupIds === undefined ? [] : judgeIds('securityGroupIds', pool.securityGroupIds, 1, 5, /^sg-[\w-]+$/, 'sg-…')),
  ...judgeInteger('size', pool.size, 0, 500),
  ...(pool.systemDisk === undefined ? [] : judgeDisk(pool.systemDisk)),
  ...judgeLogin(pool.login),
  ...Object.entries(pool.labels ?? {}).flatMap(([key, value]) => issue(`labels["${key}"]`, judgeNodeLabel(key, value))),
  ...(pool.taints ?? []).flatMap((taint, index) => [
    ...issue(`taints[${index}].key`, judgeQualifiedName(taint.key)),
    ...issue(`taints[${index}].value`, judgeLabelValue(taint.value ?? '')),
    ...issue(`taints[${index}].effect`, effects.includes(taint.effect) ? undefined : `"${taint.effect}" is none of ${effects.join(', ')}`),
  ]),
  ...Object.entries(pool.tags ?? {}).flatMap(([key, value]) => issue(`tags["${key}"]`, judgeTag(key, value))),
];

/**
 * Refuses a node pool that can't be asked for.
 *
 * @throws {InvalidInputError} with the path of every bad field
 */
export const validateNodePool = (pool: DesiredNodePool): void => {
  const issues = listNodePoolIssues(pool);
  if (issues.length > 0) throw new InvalidInputError({ subject: 'node pool', issues });
};

const issue = (path: string, message: string | undefined): readonly Issue[] => (message === undefined ? [] : [{ path, message }]);

const judgeName = (name: string): readonly Issue[] =>
  issue('name', /^[A-Za-z0-9][\w.-]{0,62}$/.test(name) ? undefined : `"${name}" must be 1 to 63 letters, digits, "-", "_" or ".", the first a letter or digit`);

const judgeIds = (path: string, ids: readonly string[], least: number, most: number, form: RegExp, example: string): readonly Issue[] => [
  ...issue(path, ids.length >= least && ids.length <= most ? undefined : `has ${ids.length} entries; ${least} to ${most} are allowed`),
  ...issue(path, new Set(ids).size === ids.length ? undefined : 'names an entry twice'),
  ...ids.flatMap((id, index) => issue(`${path}[${index}]`, form.test(id) ? undefined : `"${id}" does not have the form ${example}`)),
];

const judgeInteger = (path: string, value: number, least: number, most: number): readonly Issue[] =>
  issue(path, Number.isInteger(value) && value >= least && value <= most ? undefined : `${String(value)} is no whole number from ${least} to ${most}`);

const judgeDisk = (disk: { readonly category: string; readonly size: number }): readonly Issue[] => [
  ...issue('systemDisk.category', /^cloud(_[a-z]+)*$/.test(disk.category) ? undefined : `"${disk.category}" is no disk category such as cloud_essd`),
  ...judgeInteger('systemDisk.size', disk.size, 20, 2_048),
];

const judgeLogin = (login: DesiredNodePool['login']): readonly Issue[] => {
  if (login === undefined) return [];
  if (login.kind === 'key-pair') return issue('login.name', login.name === '' ? 'must name a key pair' : undefined);
  if (!Secret.isInstance(login.password)) return issue('login.password', 'must be a Secret');
  const text = login.password.reveal();
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/].filter((kind) => kind.test(text)).length;
  const fits = text.length >= 8 && text.length <= 30 && kinds >= 3;
  return issue('login.password', fits ? undefined : 'must be 8 to 30 characters with three of upper case, lower case, digits and others');
};

const judgeTag = (key: string, value: string): string | undefined => {
  if ([ownerTag, poolTag, adoptedSizeTag].includes(key)) return 'is kept for ack-hybrid itself';
  if (key === '' || key.length > 128) return 'a key has 1 to 128 characters';
  if (/^(aliyun|acs:)/.test(key) || /^(aliyun|acs:)/.test(value)) return 'neither key nor value may start with "aliyun" or "acs:"';
  return /https?:\/\//.test(key) || /https?:\/\//.test(value) ? 'neither key nor value may contain http:// or https://' : undefined;
};
