import * as Vpc from '@alicloud/vpc20160428';
import { describe, expect, it } from 'vitest';
import { borderWorld } from '../testing/border-world.testing.ts';
import { startTestCloud } from '../testing/test-cloud.ts';

const regionId = 'cn-hangzhou';
const [router] = borderWorld.borderRouters;
const start = async (world: object = borderWorld) => (await startTestCloud({ world })).vpc();

describe('border routers', () => {
  it('are none by default', async () => {
    const { body } = await (await start({})).describeVirtualBorderRouters(new Vpc.DescribeVirtualBorderRoutersRequest({ regionId }));
    expect(body?.totalCount).toBe(0);
  });

  it('name the CENs that they are in and their route table, which can be read', async () => {
    const vpc = await start();
    const { body } = await vpc.describeVirtualBorderRouters(new Vpc.DescribeVirtualBorderRoutersRequest({ regionId }));
    const [found] = body?.virtualBorderRouterSet?.virtualBorderRouterType ?? [];
    expect(found?.associatedCens?.associatedCen?.map((cen) => cen.cenId)).toEqual([borderWorld.cens[0].id]);
    const routes = await vpc.describeRouteEntryList(new Vpc.DescribeRouteEntryListRequest({ regionId, routeTableId: found?.routeTableId }));
    expect(routes.body?.routeEntrys?.routeEntry?.map((entry) => entry.destinationCidrBlock)).toEqual(['192.168.0.0/24', '10.100.0.0/16']);
  });

  it.each([
    [router.id, 1],
    ['vbr-other', 0],
  ])('have their BGP groups, peers and networks by router: %s', async (routerId, count) => {
    const vpc = await start();
    const groups = await vpc.describeBgpGroups(new Vpc.DescribeBgpGroupsRequest({ regionId, routerId }));
    const peers = await vpc.describeBgpPeers(new Vpc.DescribeBgpPeersRequest({ regionId, routerId }));
    const networks = await vpc.describeBgpNetworks(new Vpc.DescribeBgpNetworksRequest({ regionId, routerId }));
    expect([groups.body?.totalCount, peers.body?.totalCount, networks.body?.totalCount]).toEqual([count, count, 2 * count]);
  });
});
