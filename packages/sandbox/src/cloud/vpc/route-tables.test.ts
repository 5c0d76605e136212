import * as Vpc from '@alicloud/vpc20160428';
import { describe, expect, it } from 'vitest';
import { errorOf, startTestCloud } from '../testing/test-cloud.ts';

const regionId = 'cn-hangzhou';
const routeTableId = 'vtb-bp1sandbox000000001';

async function entries(filter: object): Promise<string[]> {
  const vpc = await (await startTestCloud()).vpc();
  const { body } = await vpc.describeRouteEntryList(new Vpc.DescribeRouteEntryListRequest({ regionId, routeTableId, ...filter }));
  return (body?.routeEntrys?.routeEntry ?? []).map((entry) => `${entry.type} ${entry.destinationCidrBlock} ${entry.nextHops?.nextHop?.[0]?.nextHopType}`);
}

describe('route tables', () => {
  it('are listed by VPC', async () => {
    const vpc = await (await startTestCloud()).vpc();
    const { body } = await vpc.describeRouteTableList(new Vpc.DescribeRouteTableListRequest({ regionId, vpcId: 'vpc-bp1sandbox000000001' }));
    expect(body?.routerTableList?.routerTableListType).toMatchObject([{ routeTableId, routeTableType: 'System', vSwitchIds: { vSwitchId: ['vsw-bp1sandboxnodes0001', 'vsw-bp1sandboxpods00001'] } }]);
  });

  it('hold an entry for each vSwitch and the world’s own', async () => {
    expect(await entries({})).toEqual([
      'System 10.10.24.0/24 local',
      'System 10.10.25.0/24 local',
      'System 100.64.0.0/10 local',
      'Custom 192.168.0.0/24 Attachment',
      'Custom 10.100.0.0/16 Attachment',
    ]);
  });

  it.each<[object, string[]]>([
    [{ routeEntryType: 'Custom' }, ['Custom 192.168.0.0/24 Attachment', 'Custom 10.100.0.0/16 Attachment']],
    [{ destinationCidrBlock: '10.100.0.0/16' }, ['Custom 10.100.0.0/16 Attachment']],
    [{ nextHopType: 'VpnGateway' }, []],
  ])('are filtered by %j', async (filter, expected) => {
    expect(await entries(filter)).toEqual(expected);
  });

  it('are read on by token', async () => {
    const vpc = await (await startTestCloud()).vpc();
    const read = (more: object) => vpc.describeRouteEntryList(new Vpc.DescribeRouteEntryListRequest({ regionId, routeTableId, maxResult: 3, ...more }));
    const first = await read({});
    const second = await read({ nextToken: first.body?.nextToken });
    expect([first.body?.routeEntrys?.routeEntry?.length, second.body?.routeEntrys?.routeEntry?.length, second.body?.nextToken]).toEqual([3, 2, '']);
  });

  it('that do not exist are not found', async () => {
    const vpc = await (await startTestCloud()).vpc();
    const read = vpc.describeRouteEntryList(new Vpc.DescribeRouteEntryListRequest({ regionId, routeTableId: 'vtb-nobody' }));
    expect((await errorOf(read)).code).toBe('InvalidRouteTableId.NotFound');
  });
});
