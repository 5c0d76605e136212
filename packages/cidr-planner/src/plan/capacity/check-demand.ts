import { InvalidInputError } from '@ack-hybrid/core/errors';
import type { CapacityDemand } from './capacity-demand.ts';

interface Issue {
  readonly path: string;
  readonly message: string;
}

const show = (value: unknown): string => (typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? typeof value));

/** The fields of a demand that no capacity can be planned from; none where all are well. Paths start with `demand.`. */
export const findDemandIssues = (demand: CapacityDemand): readonly Issue[] => {
  const { instance, terway, growth } = demand;
  const whole = (path: string, value: unknown, least: number): readonly Issue[] =>
    value === undefined || (Number.isSafeInteger(value) && (value as number) >= least) ? [] : [{ path: `demand.${path}`, message: `${show(value)} is no whole number from ${least} on` }];
  const amount = (path: string, value: unknown): readonly Issue[] =>
    value === undefined || (Number.isFinite(value) && (value as number) >= 0) ? [] : [{ path: `demand.${path}`, message: `${show(value)} is no number from 0 on` }];
  const oneOf = (path: string, value: unknown, values: readonly unknown[]): readonly Issue[] =>
    value === undefined || values.includes(value) ? [] : [{ path: `demand.${path}`, message: `${show(value)} is unknown; write ${values.join(' or ')}` }];
  return [
    ...(['nodes', 'surgeNodes', 'maxPoolSize', 'minPoolSize', 'hostNetworkPods'] as const).flatMap((key) => whole(key, demand[key], 0)),
    ...(['podsPerNode', 'maxPods', 'nodeQuota'] as const).flatMap((key) => whole(key, demand[key], 1)),
    ...(['eniQuantity', 'eniPrivateIpAddressQuantity'] as const).flatMap((key) => whole(`instance.${key}`, instance?.[key], 1)),
    ...amount('terway.eniCapRatio', terway?.eniCapRatio),
    ...whole('terway.eniCapShift', terway?.eniCapShift, Number.MIN_SAFE_INTEGER),
    ...whole('terway.maxEni', terway?.maxEni, 0),
    ...oneOf('terway.mode', terway?.mode, ['shared', 'exclusive']),
    ...(growth === undefined ? [] : checkGrowth(growth, amount)),
    ...oneOf('zoneFailure', demand.zoneFailure, [true, false]),
  ];
};

const checkGrowth = (growth: object, amount: (path: string, value: unknown) => readonly Issue[]): readonly Issue[] => {
  const { nodesPerYear, percentPerYear } = growth as { readonly nodesPerYear?: unknown; readonly percentPerYear?: unknown };
  if ((nodesPerYear === undefined) === (percentPerYear === undefined)) return [{ path: 'demand.growth', message: 'write either nodesPerYear or percentPerYear' }];
  return [...amount('growth.nodesPerYear', nodesPerYear), ...amount('growth.percentPerYear', percentPerYear)];
};

/** @throws {InvalidInputError} with the path of each bad field, all at once */
export const checkDemand = (demand: CapacityDemand): void => {
  const issues = findDemandIssues(demand);
  if (issues.length > 0) throw new InvalidInputError({ subject: 'capacity demand', issues, remediation: 'Mend each field that is named, and plan again.' });
};
