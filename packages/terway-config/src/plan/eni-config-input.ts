import { InvalidInputError } from '@ack-hybrid/core';
import type { EniConfRequest } from './merge-eni-conf.ts';

/** What the configuration of Terway is to say. */
export interface EniConfigInput {
  /** The registered cluster. */
  readonly clusterId: string;
  /** Zone id → ids of its pod vSwitches, one at least. */
  readonly vSwitches: Readonly<Record<string, readonly string[]>>;
  /** 1 to 10. */
  readonly securityGroupIds: readonly string[];
  /** The CIDR block of the on-premises cluster's Services; an IPv4 and an IPv6 one, separated by a comma, under dual stack. */
  readonly serviceCidr: string;
  /** Idle addresses a node, at most. */
  readonly maxPoolSize?: number;
  /** Idle addresses a node, at least. */
  readonly minPoolSize?: number;
  /** Tags for the ENIs beside the cluster's own. */
  readonly eniTags?: Readonly<Record<string, string>>;
  readonly vSwitchSelectionPolicy?: 'ordered' | 'random';
  readonly ipStack?: 'ipv4' | 'dual';
}

/**
 * Checks an input and turns it into what is asked of `eni_conf`.
 *
 * @throws {InvalidInputError} with the path of every bad field
 */
export const requestOf = (input: EniConfigInput): EniConfRequest => {
  const issues = [...zoneIssues(input.vSwitches), ...groupIssues(input.securityGroupIds), ...cidrIssues(input), ...sizeIssues(input), ...tagIssues(input)];
  if (issues.length > 0) throw new InvalidInputError({ issues, subject: 'terway-config' });
  const { clusterId, vSwitches, securityGroupIds, serviceCidr, maxPoolSize, minPoolSize, eniTags, vSwitchSelectionPolicy, ipStack } = input;
  return {
    clusterId,
    vSwitches,
    securityGroupIds,
    serviceCidr,
    ...(maxPoolSize === undefined ? {} : { maxPoolSize }),
    ...(minPoolSize === undefined ? {} : { minPoolSize }),
    ...(eniTags === undefined ? {} : { eniTags }),
    ...(vSwitchSelectionPolicy === undefined ? {} : { vSwitchSelectionPolicy }),
    ...(ipStack === undefined ? {} : { ipStack }),
  };
};

interface Issue {
  readonly path: string;
  readonly message: string;
}

const zoneIssues = (vSwitches: Readonly<Record<string, readonly string[]>>): Issue[] => {
  const zones = Object.entries(vSwitches);
  if (zones.length === 0) return [{ path: 'vSwitches', message: 'name the pod vSwitches of one zone at least' }];
  return zones.flatMap(([zone, ids]) => [
    ...(/^[a-z]{2,}-[a-z0-9-]+$/.test(zone) ? [] : [{ path: `vSwitches.${zone}`, message: `"${zone}" is no zone id such as cn-hangzhou-i` }]),
    ...(ids.length === 0 ? [{ path: `vSwitches.${zone}`, message: 'name one vSwitch at least, or leave the zone out' }] : []),
    ...ids.flatMap((id, index) => (/^vsw-[a-z0-9]+$/.test(id) ? [] : [{ path: `vSwitches.${zone}[${index}]`, message: `"${id}" is no vSwitch id such as vsw-bp1…` }])),
  ]);
};

const groupIssues = (ids: readonly string[]): Issue[] => [
  ...(ids.length >= 1 && ids.length <= 10 ? [] : [{ path: 'securityGroupIds', message: `Terway takes 1 to 10 security groups, not ${ids.length}` }]),
  ...ids.flatMap((id, index) => (/^sg-[a-z0-9]+$/.test(id) ? [] : [{ path: `securityGroupIds[${index}]`, message: `"${id}" is no security group id such as sg-bp1…` }])),
];

const ipv4Block = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!\/)|(?=\/))){4}\/(?:3[0-2]|[12]?\d)$/;
const ipv6Block = /^[0-9a-fA-F:]*:[0-9a-fA-F:]*\/(?:12[0-8]|1[01]\d|[1-9]?\d)$/;

const cidrIssues = ({ serviceCidr }: EniConfigInput): Issue[] =>
  serviceCidr.split(',').every((block) => ipv4Block.test(block) || ipv6Block.test(block))
    ? []
    : [{ path: 'serviceCidr', message: `"${serviceCidr}" is no CIDR block such as 172.21.0.0/20` }];

const sizeIssues = ({ minPoolSize, maxPoolSize }: EniConfigInput): Issue[] => {
  const issues = ([['minPoolSize', minPoolSize], ['maxPoolSize', maxPoolSize]] as const).flatMap(([path, value]) =>
    value === undefined || (Number.isSafeInteger(value) && value >= 0) ? [] : [{ path, message: `${value} is no whole number of 0 or more` }],
  );
  if (issues.length === 0 && minPoolSize !== undefined && maxPoolSize !== undefined && minPoolSize > maxPoolSize) {
    issues.push({ path: 'minPoolSize', message: `${minPoolSize} is more than maxPoolSize ${maxPoolSize}` });
  }
  return issues;
};

// Go's decoder reads half of a surrogate pair as U+FFFD, so the ENI would get another tag than was asked for.
const tagIssues = ({ eniTags }: EniConfigInput): Issue[] =>
  Object.entries(eniTags ?? {}).flatMap(([key, value]) => (/\p{Surrogate}/u.test(key + value) ? [{ path: `eniTags.${key}`, message: 'holds half of a surrogate pair, which is no text in UTF-8' }] : []));
