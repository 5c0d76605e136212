import { InvalidInputError } from '@ack-hybrid/core/errors';
import type { AlibabaCloud } from '@ack-hybrid/core';
import type { InstanceLimits } from '../plan/capacity/terway-addresses.ts';
import type { ReadOptions } from './port.ts';

/** Reads the ENI limits of instance types. */
export interface InstanceTypeReader {
  /**
   * @returns the limits by the id of the type, in the order asked
   * @throws {InvalidInputError} where the region has no such type, with each
   */
  readLimits(types: readonly string[], options?: ReadOptions): Promise<ReadonlyMap<string, InstanceLimits>>;
}

/** The most types that DescribeInstanceTypes takes in one call. */
const batchSize = 10;

/** Reads ENI limits, as {@link createInstanceTypeReader} says. */
export const readLimits = async (cloud: AlibabaCloud, types: readonly string[], options: ReadOptions = {}): Promise<ReadonlyMap<string, InstanceLimits>> => {
  const asked = [...new Set(types)];
  checkTypes(asked);
  const found = new Map<string, InstanceLimits>();
  for (let start = 0; start < asked.length; start += batchSize) {
    for (const [id, limits] of await readBatch(cloud, asked.slice(start, start + batchSize), options)) found.set(id, limits);
  }
  const unknown = asked.filter((type) => !found.has(type));
  if (unknown.length > 0) throw refuse(unknown, `the region ${cloud.region} has no such instance type`);
  return new Map(asked.map((type) => [type, found.get(type) as InstanceLimits]));
};

const readBatch = async (cloud: AlibabaCloud, types: string[], { signal }: ReadOptions): Promise<readonly (readonly [string, InstanceLimits])[]> => {
  const { client, sdk } = await cloud.client('ecs', () => import('@alicloud/ecs20140526'));
  const all: (readonly [string, InstanceLimits])[] = [];
  let nextToken: string | undefined;
  do {
    const request = new sdk.DescribeInstanceTypesRequest({ instanceTypes: types, ...(nextToken === undefined ? {} : { nextToken }) });
    const response = await cloud.call({ service: 'ecs', operation: 'DescribeInstanceTypes', kind: 'read' }, () => client.describeInstanceTypes(request), { signal });
    for (const { instanceTypeId, eniQuantity, eniPrivateIpAddressQuantity } of response.body?.instanceTypes?.instanceType ?? []) {
      // A type without these figures is left out, and so named as unknown: a guess would plan too few addresses.
      if (instanceTypeId !== undefined && eniQuantity !== undefined && eniPrivateIpAddressQuantity !== undefined) all.push([instanceTypeId, { eniQuantity, eniPrivateIpAddressQuantity }]);
    }
    nextToken = response.body?.nextToken || undefined;
  } while (nextToken !== undefined);
  return all;
};

// An empty list would ask for every type of the region.
const checkTypes = (types: readonly string[]): void => {
  const bad = types.filter((type) => !/^ecs\.[a-z0-9-]+(\.[a-z0-9-]+)+$/u.test(type));
  if (bad.length > 0) throw refuse(bad, 'this is no id of an instance type; write one such as ecs.g7.xlarge');
};

const refuse = (types: readonly string[], why: string): InvalidInputError =>
  new InvalidInputError({
    subject: 'instance types',
    issues: types.map((type) => ({ path: JSON.stringify(type), message: why })),
    remediation: 'Check the id of the instance type and the region, or give eniQuantity and eniPrivateIpAddressQuantity by hand.',
  });
