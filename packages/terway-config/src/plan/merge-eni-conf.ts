import { Secret, type Change } from '@ack-hybrid/core';
import { securityGroupsOf } from './check-eni-conf.ts';
import { isSecretKey, type EniConf } from './eni-conf.ts';
import { objectOf, sameJson } from './read-json.ts';

/** What is asked of an `eni_conf`; whatever is absent stays as it is. */
export interface EniConfRequest {
  /** Zone id → ids of its pod vSwitches. Zones that aren't named keep theirs; the template's `AZoneID` is dropped. */
  readonly vSwitches?: Readonly<Record<string, readonly string[]>>;
  /** Exactly these security groups, 1 to 10. */
  readonly securityGroupIds?: readonly string[];
  /** The CIDR block of the on-premises cluster's Services. */
  readonly serviceCidr?: string;
  /** Added to the tags that are there; `{{.ClusterID}}` of the template gives way to `clusterId`. */
  readonly eniTags?: Readonly<Record<string, string>>;
  /** Becomes the tag `ack.aliyun.com` where that is missing or still the template's placeholder. */
  readonly clusterId?: string;
  readonly maxPoolSize?: number;
  readonly minPoolSize?: number;
  readonly vSwitchSelectionPolicy?: string;
  readonly ipStack?: 'ipv4' | 'dual';
  /** For Terway before v1.8.0 only, which doesn't read the Secret. */
  readonly credentials?: { readonly accessKeyId: string; readonly accessKeySecret: Secret };
}

/** What `mergeEniConf` gives. */
export interface MergedEniConf {
  readonly config: EniConf;
  /** One entry a changed key, values of credentials hidden. */
  readonly changes: readonly Change[];
}

/** How plans name the document. */
export const eniConfTarget = 'ConfigMap kube-system/eni-config';

const clusterTag = 'ack.aliyun.com';
const hidden = '[secret]';

/**
 * Changes in a configuration what is asked and nothing else: unknown keys and zones that aren't named stay, and where the
 * world already agrees there is no change. Merging the result again changes nothing.
 *
 * @example
 * const { config, changes } = mergeEniConf(current, { vSwitches: { 'cn-hangzhou-i': ['vsw-1'] }, maxPoolSize: 10 });
 */
export const mergeEniConf = (current: EniConf, desired: EniConfRequest): MergedEniConf => {
  const wanted = new Map<string, unknown>();
  const want = (key: string, value: unknown): unknown => value !== undefined && wanted.set(key, value);
  if (desired.vSwitches !== undefined) want('vswitches', { ...withoutTemplateZone(mapOf(current.vswitches)), ...desired.vSwitches });
  const tags = mergeTags(current, desired);
  if (tags !== undefined) want('eni_tags', tags);
  if (desired.securityGroupIds !== undefined) wantSecurityGroups(current, desired.securityGroupIds, wanted);
  want('service_cidr', desired.serviceCidr);
  want('max_pool_size', desired.maxPoolSize);
  want('min_pool_size', desired.minPoolSize);
  want('vswitch_selection_policy', desired.vSwitchSelectionPolicy);
  want('ip_stack', desired.ipStack);
  want('access_key', desired.credentials?.accessKeyId);
  want('access_secret', desired.credentials?.accessKeySecret);
  return setKeys(current, wanted);
};

/** Sets keys of a configuration, or takes them out (`null`), and says what that changes. */
export const setKeys = (current: EniConf, wanted: ReadonlyMap<string, unknown>): MergedEniConf => {
  const config = new Map(Object.entries(current));
  const changes: Change[] = [];
  for (const [key, value] of wanted) {
    const before = config.get(key);
    if (value === null ? !config.has(key) : config.has(key) && sameValue(before, value)) continue;
    changes.push(describe(key, config.has(key), before, value));
    if (value === null) config.delete(key);
    else config.set(key, value);
  }
  return { config: objectOf([...config].map(([key, value]) => ({ key, value }))), changes };
};

/**
 * What changed from one configuration to another, a line a key in the order of the first, values of credentials hidden.
 *
 * @example
 * diffEniConf(parseEniConf(before).config, parseEniConf(after).config).map(({ summary }) => summary);
 */
export const diffEniConf = (before: EniConf, after: EniConf): readonly Change[] =>
  setKeys(before, new Map([...Object.keys(before).map((key) => [key, null] as const), ...Object.entries(after)])).changes;

const describe = (key: string, present: boolean, before: unknown, after: unknown): Change => {
  const [from, to] = [present ? show(key, before) : undefined, after === null ? undefined : show(key, after)];
  const text = (value: unknown): string => (value === undefined ? '(absent)' : JSON.stringify(value));
  return {
    action: 'update',
    target: eniConfTarget,
    summary: `eni_conf.${key}: ${text(from)} → ${text(to)}`,
    ...(from === undefined ? {} : { before: from }),
    ...(to === undefined ? {} : { after: to }),
  };
};

const show = (key: string, value: unknown): unknown => {
  const plain = revealed(value);
  if (plain === '' || plain === null) return plain;
  if (key === 'access_key') return typeof plain === 'string' && plain.length >= 12 ? shortKeyId(plain) : hidden;
  if (isSecretKey(key) || Secret.isInstance(value)) return hidden;
  if (Array.isArray(value)) return (value as readonly unknown[]).map((item) => show('', item));
  if (typeof value !== 'object' || value === null) return value;
  return objectOf(Object.entries(value).map(([inner, item]) => ({ key: inner, value: show(inner, item as unknown) })));
};

/** An access key id as people may see it: its last four characters. */
export const shortKeyId = (id: string): string => `…${id.slice(-4)}`;

const revealed = (value: unknown): unknown => (Secret.isInstance(value) ? value.reveal() : value);
const sameValue = (left: unknown, right: unknown): boolean => sameJson(revealed(left), revealed(right));

const mapOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {};

const withoutTemplateZone = (zones: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(zones).filter(([zone]) => !/^AZoneID$/i.test(zone)));

const mergeTags = (current: EniConf, { eniTags, clusterId }: EniConfRequest): Readonly<Record<string, unknown>> | undefined => {
  const tags = mapOf(current.eni_tags);
  const tag = tags[clusterTag];
  const fill = clusterId !== undefined && eniTags?.[clusterTag] === undefined && (tag === undefined || (typeof tag === 'string' && tag.includes('{{')));
  if (eniTags === undefined && !fill) return undefined;
  return { ...tags, ...(fill ? { [clusterTag]: clusterId } : {}), ...eniTags };
};

// One group goes where the template has it; a list that is there already, or more than one group, goes into the list.
const wantSecurityGroups = (current: EniConf, ids: readonly string[], wanted: Map<string, unknown>): void => {
  const asked = [...new Set(ids)];
  const present = securityGroupsOf(current);
  if (present.length === asked.length && asked.every((id) => present.includes(id))) return;
  if (asked.length === 1 && current.security_groups === undefined) {
    wanted.set('security_group', asked[0]);
    return;
  }
  wanted.set('security_groups', asked);
  if (current.security_group !== undefined) wanted.set('security_group', null);
};
