import { Secret } from '@ack-hybrid/core';
import { checkPeriods } from './check-periods.ts';
import { isPlaceholder } from './eni-conf/placeholders.ts';
import { isSecretKey, type EniConf, type EniConfFinding } from './eni-conf.ts';

/** Terway v1.13.7 and later; before, {@link fewSecurityGroups}. */
const mostSecurityGroups = 10;
const fewSecurityGroups = 5;

const choices: readonly { readonly key: keyof EniConf & string; readonly known: readonly string[]; readonly severity: 'error' | 'warning'; readonly consequence: string }[] = [
  { key: 'ip_stack', known: ['ipv4', 'dual'], severity: 'error', consequence: "Terway's daemon refuses any other; ipv6 alone it takes only since its IPv6-only mode of September 2026" },
  { key: 'vswitch_selection_policy', known: ['ordered', 'random'], severity: 'warning', consequence: 'anything unknown means random' },
  { key: 'eni_selection_policy', known: ['most_ips', 'least_ips'], severity: 'warning', consequence: 'anything unknown means most_ips' },
];

/** What the values of a configuration mean, as findings; changes nothing. Whether they have the right type is another check, `checkShape`. */
export const checkEniConf = (config: EniConf): readonly EniConfFinding[] => [
  ...Object.entries(config).flatMap(([key, value]) => findPlaceholders(key, reveal(value), key)),
  ...checkPeriods(config),
  ...checkPoolSizes(config),
  ...findEmptyIds(config),
  ...checkSecurityGroups(config),
  ...checkChoices(config),
  ...checkCredentials(config),
];

const reveal = (value: unknown): unknown => (Secret.isInstance(value) ? value.reveal() : value);

const finding = (severity: 'error' | 'warning', code: string, path: string, message: string, remediation: string): EniConfFinding => ({ code, severity, path, message, remediation });

const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const findPlaceholders = (path: string, value: unknown, topLevelKey: string): readonly EniConfFinding[] => {
  if (typeof value === 'string') return isPlaceholder(value, topLevelKey) ? [placeholder(path, isSecretKey(topLevelKey) || topLevelKey === 'access_key' ? undefined : value)] : [];
  if (Array.isArray(value)) return value.flatMap((item, index) => findPlaceholders(`${path}[${index}]`, item, topLevelKey));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => [
    ...(isPlaceholder(key, topLevelKey) ? [placeholder(`${path}.${key}`, isSecretKey(topLevelKey) ? undefined : key)] : []),
    ...findPlaceholders(`${path}.${key}`, item, topLevelKey),
  ]);
};


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

/**
 * Every security group that Terway gives to an ENI, once. An empty id in the list is one, too, as Terway passes it on.
 */
export const securityGroupsOf = (config: EniConf): readonly string[] => {
  const one: unknown = config.security_group;
  return [...new Set([...listedGroups(config), ...(typeof one === 'string' && one !== '' ? [one] : [])])];
};

const listedGroups = (config: EniConf): readonly string[] => {
  const many: unknown = config.security_groups;
  return Array.isArray(many) ? (many as readonly unknown[]).map((id) => id ?? '').filter((id) => typeof id === 'string') : [];
};

// The daemon counts the list as it is written, the control plane each group once with security_group counted in
// (Terway types/daemon: Config.Validate, ConfigFromConfigMap).
const checkSecurityGroups = (config: EniConf): readonly EniConfFinding[] => {
  const count = Math.max(securityGroupsOf(config).length, listedGroups(config).length);
  if (count > mostSecurityGroups) {
    return [finding('error', 'security-groups', 'security_groups', `${count} security groups, security_group counted in, but Terway takes ${mostSecurityGroups} at most`, `Name fewer security groups, each once; before v1.13.7 even ${fewSecurityGroups} at most.`)];
  }
  if (count > fewSecurityGroups) {
    return [finding('warning', 'security-groups', 'security_groups', `${count} security groups, security_group counted in: Terway before v1.13.7 takes ${fewSecurityGroups} at most and fails to start`, 'Name fewer security groups, unless Terway is v1.13.7 or newer.')];
  }
  if (count === 0) return [finding('warning', 'security-groups', 'security_group', 'no security group is named, so each ENI gets that of the primary ENI', 'Name the security group that lets the on-premises blocks in.')];
  return [];
};

// Go reads null in a list of strings as an empty one.
const findEmptyIds = (config: EniConf): readonly EniConfFinding[] => {
  const zones: unknown = config.vswitches;
  const lists: readonly (readonly [path: string, ids: unknown])[] = [
    ['security_groups', config.security_groups],
    ...(isMap(zones) ? Object.entries(zones).map(([zone, ids]) => [`vswitches.${zone}`, ids] as const) : []),
  ];
  return lists.flatMap(([path, ids]) => (Array.isArray(ids) ? (ids as readonly unknown[]).flatMap((id, index) => (id === null || id === '' ? [emptyId(`${path}[${index}]`)] : [])) : []));
};

const emptyId = (path: string): EniConfFinding => finding('error', 'empty-item', path, `${path} is an empty id`, 'Take it out; Terway passes it on, and no ENI can be made with it.');

const checkChoices = (config: EniConf): readonly EniConfFinding[] =>
  choices.flatMap(({ key, known, severity, consequence }) => {
    const value = config[key];
    if (typeof value !== 'string' || value === '' || known.includes(value) || isPlaceholder(value, key)) return [];
    return [finding(severity, `unknown-${key.replaceAll('_', '-')}`, key, `${key} "${value}" is none of ${known.join(', ')}: ${consequence}`, `Use one of ${known.join(', ')}.`)];
  });

const checkCredentials = (config: EniConf): readonly EniConfFinding[] =>
  (['access_key', 'access_secret'] as const).flatMap((key) => {
    const value = reveal(config[key]);
    if (typeof value !== 'string' || value === '' || isPlaceholder(value, key)) return [];
    return [finding('warning', 'plain-credentials', key, `${key} stands in a ConfigMap, which everyone may read who may read ConfigMaps`, 'Since v1.8.0 Terway reads the Secret kube-system/alibaba-addon-secret: put the key there and empty this value.')];
  });
