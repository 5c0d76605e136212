import * as Vpc from '@alicloud/vpc20160428';
import { describe, expect, it } from 'vitest';
import { errorOf, startTestCloud } from '../testing/test-cloud.ts';

const regionId = 'cn-hangzhou';

describe('VPCs', () => {
  it('are described with their vSwitches and route table', async () => {
    const vpc = await (await startTestCloud()).vpc();
    const { body } = await vpc.describeVpcs(new Vpc.DescribeVpcsRequest({ regionId }));
    expect(body?.vpcs?.vpc).toMatchObject([
      { vpcId: 'vpc-bp1sandbox000000001', status: 'Available', vSwitchIds: { vSwitchId: ['vsw-bp1sandboxnodes0001', 'vsw-bp1sandboxpods00001'] }, routerTableIds: { routerTableIds: ['vtb-bp1sandbox000000001'] } },
    ]);
    const attribute = await vpc.describeVpcAttribute(new Vpc.DescribeVpcAttributeRequest({ regionId, vpcId: 'vpc-bp1sandbox000000001' }));
    expect(attribute.body).toMatchObject({ cidrBlock: '10.0.0.0/10', secondaryCidrBlocks: { secondaryCidrBlock: [] } });
  });

  it('that do not exist are not found', async () => {
    const vpc = await (await startTestCloud()).vpc();
    expect((await vpc.describeVpcs(new Vpc.DescribeVpcsRequest({ regionId, vpcId: 'vpc-nobody' }))).body?.totalCount).toBe(0);
    expect((await errorOf(vpc.describeVpcAttribute(new Vpc.DescribeVpcAttributeRequest({ regionId, vpcId: 'vpc-nobody' })))).code).toBe('InvalidVpcID.NotFound');
  });

  it('are created once for one ClientToken', async () => {
    const vpc = await (await startTestCloud()).vpc();
    const create = () => vpc.createVpc(new Vpc.CreateVpcRequest({ regionId, cidrBlock: '172.16.0.0/16', vpcName: 'second', clientToken: 't' }));
    const [first, again] = [await create(), await create()];
    expect(again.body?.vpcId).toBe(first.body?.vpcId);
    const { body } = await vpc.describeVpcs(new Vpc.DescribeVpcsRequest({ regionId, vpcName: 'second' }));
    expect(body?.vpcs?.vpc?.map((one) => one.vpcId)).toEqual([first.body?.vpcId]);
  });

  it.each(['10.0.0.0/7', '10.0.0.0/29', '100.64.0.0/16', '100.0.0.0/8', '224.1.0.0/16', '10.0.0.1/16', 'x'])('are not created with the block %s', async (cidrBlock) => {
    const vpc = await (await startTestCloud()).vpc();
    expect((await errorOf(vpc.createVpc(new Vpc.CreateVpcRequest({ regionId, cidrBlock })))).code).toBe('InvalidCidrBlock');
  });

  it('are not created outside of the world’s region', async () => {
    const vpc = await (await startTestCloud()).vpc();
    expect((await errorOf(vpc.createVpc(new Vpc.CreateVpcRequest({ regionId: 'cn-beijing', cidrBlock: '10.0.0.0/16' })))).code).toBe('SandboxRegionUnsupported');
  });
});

describe('DescribeRegions of the VPC service', () => {
  it('names the endpoint of each region', async () => {
    const vpc = await (await startTestCloud()).vpc();
    const { body } = await vpc.describeRegions(new Vpc.DescribeRegionsRequest({}));
    expect(body?.regions?.region?.find((region) => region.regionId === regionId)?.regionEndpoint).toBe('vpc.cn-hangzhou.aliyuncs.com');
  });
});
