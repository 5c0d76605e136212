import * as Ecs from '@alicloud/ecs20140526';
import { describe, expect, it } from 'vitest';
import { defaultWorld } from '../../world.ts';
import { errorOf, startTestCloud } from '../testing/test-cloud.ts';

const regionId = 'cn-hangzhou';

describe('DescribeRegions', () => {
  it('names the world’s region, also one that is made up', async () => {
    const ecs = await (await startTestCloud({ world: { ...defaultWorld, region: 'xx-test-1' } })).ecs();
    const { body } = await ecs.describeRegions(new Ecs.DescribeRegionsRequest({}));
    const ids = body?.regions?.region?.map((region) => region.regionId);
    expect(ids).toContain('xx-test-1');
    expect(ids).toContain('cn-hangzhou');
  });
});

describe('DescribeZones', () => {
  it('names the zones and the instance types that each has', async () => {
    const ecs = await (await startTestCloud()).ecs();
    const { body } = await ecs.describeZones(new Ecs.DescribeZonesRequest({ regionId }));
    expect(body?.zones?.zone?.map((zone) => [zone.zoneId, zone.availableInstanceTypes?.instanceTypes])).toEqual([
      ['cn-hangzhou-h', ['ecs.g7.xlarge', 'ecs.c7.large']],
      ['cn-hangzhou-i', ['ecs.g7.xlarge', 'ecs.g7.2xlarge']],
      ['cn-hangzhou-j', ['ecs.g7.xlarge', 'ecs.g7.2xlarge']],
    ]);
  });
});

describe('DescribeInstanceTypes', () => {
  it('tells how many addresses pods can have', async () => {
    const ecs = await (await startTestCloud()).ecs();
    const { body } = await ecs.describeInstanceTypes(new Ecs.DescribeInstanceTypesRequest({ instanceTypes: ['ecs.c7.large', 'ecs.none'] }));
    expect(body?.instanceTypes?.instanceType).toMatchObject([{ instanceTypeId: 'ecs.c7.large', eniQuantity: 3, eniPrivateIpAddressQuantity: 6, cpuCoreCount: 2, memorySize: 4 }]);
  });

  it('takes ten types a call', async () => {
    const ecs = await (await startTestCloud()).ecs();
    const ask = (count: number) => ecs.describeInstanceTypes(new Ecs.DescribeInstanceTypesRequest({ instanceTypes: Array.from({ length: count }, () => 'ecs.c7.large') }));
    expect((await ask(10)).statusCode).toBe(200);
    expect((await errorOf(ask(11))).code).toBe('InvalidParameter.InstanceTypes');
  });
});

describe('DescribeAvailableResource', () => {
  it('names the zones that have an instance type', async () => {
    const ecs = await (await startTestCloud()).ecs();
    const { body } = await ecs.describeAvailableResource(new Ecs.DescribeAvailableResourceRequest({ regionId, destinationResource: 'InstanceType', instanceType: 'ecs.g7.2xlarge' }));
    expect(body?.availableZones?.availableZone?.map((zone) => zone.zoneId)).toEqual(['cn-hangzhou-i', 'cn-hangzhou-j']);
    expect(body?.availableZones?.availableZone?.[0]?.availableResources?.availableResource?.[0]?.supportedResources?.supportedResource?.[0]).toMatchObject({ value: 'ecs.g7.2xlarge', status: 'Available' });
  });
});
