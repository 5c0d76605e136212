import { Secret } from '@ack-hybrid/core';
import { eniConfKinds, isSecretKey, misplacedEniConfKeys, retiredEniConfKeys, type EniConf, type EniConfFinding, type EniConfKind } from './eni-conf.ts';
import { nearestName } from './nearest-name.ts';

/** Terway v1.13.7 and later; 5 before. */
const mostSecurityGroups = 10;

const choices: readonly { readonly key: keyof EniConf & string; readonly known: readonly string[]; readonly severity: 'error' | 'warning'; readonly consequence: string }[] = [
  { key: 'ip_stack', known: ['ipv4', 'dual'], severity: 'error', consequence: "Terway's daemon refuses any other, ipv6 alone included" },
  { key: 'vswitch_selection_policy', known: ['ordered', 'random'], severity: 'warning', consequence: 'anything unknown means random' },
  { key: 'eni_selection_policy', known: ['most_ips', 'least_ips'], severity: 'warning', consequence: 'anything unknown means most_ips' },
];

/** What is wrong with a configuration, as findings; changes nothing. */
export const checkEniConf = (config: EniConf): readonly EniConfFinding[] => [
  ...Object.entries(config).flatMap(([key, value]) => [...checkKey(key), ...checkType(key, reveal(value)), ...findPlaceholders(key, reveal(value), key)]),
  ...checkPoolSizes(config),
  ...checkSecurityGroups(config),
  ...checkChoices(config),
  ...checkCredentials(config),
];

const reveal = (value: unknown): unknown => (Secret.isInstance(value) ? value.reveal() : value);

const finding = (severity: 'error' | 'warning', code: string, path: string, message: string, remediation: string): EniConfFinding => ({ code, severity, path, message, remediation });

const checkKey = (key: string): readonly EniConfFinding[] => {
  if (eniConfKinds.has(key)) return [];
  if (retiredEniConfKeys.has(key)) return [finding('warning', 'retired-key', key, `${key} is read by old releases of Terway only`, 'Remove it, unless the installed Terway still reads it.')];
  const elsewhere = misplacedEniConfKeys.get(key);
  if (elsewhere !== undefined) return [finding('warning', 'misplaced-key', key, `${key} is no key of eni_conf: ${elsewhere}`, 'Remove it here; Terway drops it in silence.')];
  const nearest = nearestName(key, [...eniConfKinds.keys()]);
  const meant = nearest === undefined ? 'Check its spelling against the documentation of the installed Terway.' : `Did you mean ${nearest}?`;
  return [finding('warning', 'unknown-key', key, `${key} is no key that Terway knows; keys are case-sensitive and unknown ones are dropped in silence`, meant)];
};

const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isString = (value: unknown): boolean => typeof value === 'string';

const kindTests: Readonly<Record<EniConfKind, { readonly words: string; readonly test: (value: unknown) => boolean }>> = {
  string: { words: 'a string', test: isString },
  integer: { words: 'a whole number', test: (value) => Number.isSafeInteger(value) },
  number: { words: 'a number', test: (value) => typeof value === 'number' && Number.isFinite(value) },
  boolean: { words: 'true or false', test: (value) => typeof value === 'boolean' },
  strings: { words: 'a list of strings', test: (value) => Array.isArray(value) && value.every(isString) },
  list: { words: 'a list', test: (value) => Array.isArray(value) },
  map: { words: 'an object', test: isMap },
  'string-map': { words: 'an object of strings', test: (value) => isMap(value) && Object.values(value).every(isString) },
  'integer-map': { words: 'an object of whole numbers', test: (value) => isMap(value) && Object.values(value).every((item) => Number.isSafeInteger(item)) },
  'strings-map': { words: 'an object of lists of strings', test: (value) => isMap(value) && Object.values(value).every((item) => Array.isArray(item) && item.every(isString)) },
  any: { words: 'any value', test: () => true },
};

// Go's decoder reads null as "not set", whatever the type.
const checkType = (key: string, value: unknown): readonly EniConfFinding[] => {
  const kind = eniConfKinds.get(key);
  if (kind === undefined || value === null || kindTests[kind].test(value)) return [];
  return [finding('error', 'wrong-type', key, `${key} must be ${kindTests[kind].words}`, `Write ${key} as ${kindTests[kind].words}; Terway's daemon fails to start on a value of another type.`)];
};

const findPlaceholders = (path: string, value: unknown, topLevelKey: string): readonly EniConfFinding[] => {
  if (typeof value === 'string') return placeholderIn(value, topLevelKey) ? [placeholder(path, isSecretKey(topLevelKey) ? undefined : value)] : [];
  if (Array.isArray(value)) return value.flatMap((item, index) => findPlaceholders(`${path}[${index}]`, item, topLevelKey));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => [
    ...(placeholderIn(key, topLevelKey) ? [placeholder(`${path}.${key}`, key)] : []),
    ...findPlaceholders(`${path}.${key}`, item, topLevelKey),
  ]);
};

const placeholderIn = (text: string, topLevelKey: string): boolean => /\{\{.*?\}\}/s.test(text) || (topLevelKey === 'vswitches' && /^(AZoneID|VswitchId)$/i.test(text));

const placeholder = (path: string, text: string | undefined): EniConfFinding =>
  finding('error', 'placeholder', path, text === undefined ? 'a placeholder of the template was never replaced' : `"${text}" is a placeholder of the template that was never replaced`, 'Put the real value there; Terway accepts the placeholder in silence and fails later.');

const checkPoolSizes = ({ min_pool_size: least, max_pool_size: most }: EniConf): readonly EniConfFinding[] => {
  const findings: EniConfFinding[] = [];
  for (const [path, value] of [['min_pool_size', least], ['max_pool_size', most]] as const) {
    if (typeof value === 'number' && value < 0) findings.push(finding('error', 'pool-size', path, `${path} is ${value}`, 'A pool size is 0 or more addresses a node.'));
  }
  if (typeof least === 'number' && typeof most === 'number' && least > most) {
    findings.push(finding('error', 'pool-size', 'min_pool_size', `min_pool_size ${least} is more than max_pool_size ${most}`, 'Lower min_pool_size or raise max_pool_size.'));
  }
  return findings;
};

/** Every security group that a configuration names, once. */
export const securityGroupsOf = (config: EniConf): readonly string[] => {
  const many: unknown = config.security_groups;
  const one: unknown = config.security_group;
  const all: readonly unknown[] = [...(Array.isArray(many) ? (many as readonly unknown[]) : []), one];
  return [...new Set(all.filter((id): id is string => typeof id === 'string' && id !== ''))];
};

const checkSecurityGroups = (config: EniConf): readonly EniConfFinding[] => {
  const count = securityGroupsOf(config).length;
  if (count > mostSecurityGroups) {
    return [finding('error', 'security-groups', 'security_groups', `${count} security groups, security_group counted in, but Terway takes ${mostSecurityGroups} at most`, 'Name fewer security groups; before v1.13.7 even 5 at most.')];
  }
  if (count === 0) return [finding('warning', 'security-groups', 'security_group', 'no security group is named, so each ENI gets that of the primary ENI', 'Name the security group that lets the on-premises blocks in.')];
  return [];
};

const checkChoices = (config: EniConf): readonly EniConfFinding[] =>
  choices.flatMap(({ key, known, severity, consequence }) => {
    const value = config[key];
    if (typeof value !== 'string' || value === '' || known.includes(value) || placeholderIn(value, key)) return [];
    return [finding(severity, `unknown-${key.replaceAll('_', '-')}`, key, `${key} "${value}" is none of ${known.join(', ')}: ${consequence}`, `Use one of ${known.join(', ')}.`)];
  });

const checkCredentials = (config: EniConf): readonly EniConfFinding[] =>
  (['access_key', 'access_secret'] as const).flatMap((key) => {
    const value = reveal(config[key]);
    if (typeof value !== 'string' || value === '' || placeholderIn(value, key)) return [];
    return [finding('warning', 'plain-credentials', key, `${key} stands in a ConfigMap, which everyone may read who may read ConfigMaps`, 'Since v1.8.0 Terway reads the Secret kube-system/alibaba-addon-secret: put the key there and empty this value.')];
  });
