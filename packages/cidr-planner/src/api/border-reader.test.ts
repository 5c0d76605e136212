import { createAlibabaCloud, Secret } from '@ack-hybrid/core';
import nock from 'nock';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createBorderReader } from './readers.ts';
import type { BorderReaderOptions } from './border-reader.ts';

type Query = Readonly<Record<string, string>>;
type Answer = readonly [status: number, body: object | string];

const refused: Answer = [403, { Code: 'Forbidden.RAM', Message: 'User not authorized' }];
const vpc = { AssociatedCens: { AssociatedCen: [{ CenId: 'cen-1', CenStatus: 'Attached' }] } };
const router = {
  VbrId: 'vbr-1', Name: 'edge', RouteTableId: 'vtb-9', LocalGatewayIp: '10.255.0.1', PeerGatewayIp: '10.255.0.2', PeeringSubnetMask: '255.255.255.252', AssociatedCens: { AssociatedCen: [{ CenId: 'cen-1' }] },
};

let asked: (readonly [action: string, query: Query])[] = [];
let answers: Record<string, (query: Query) => Answer> = {};
beforeEach(() => {
  nock.disableNetConnect();
  asked = [];
  answers = {
    DescribeVpcAttribute: () => [200, vpc],
    DescribeCens: () => [200, { TotalCount: 1, Cens: { Cen: [{ CenId: 'cen-1', ProtectionLevel: 'REDUCED' }] } }],
    DescribeCenAttachedChildInstances: () => [200, { TotalCount: 2, ChildInstances: { ChildInstance: [{ ChildInstanceId: 'vpc-1', ChildInstanceType: 'VPC', ChildInstanceRegionId: 'cn-hangzhou' }, { ChildInstanceId: 'vbr-1', ChildInstanceType: 'VBR', ChildInstanceRegionId: 'cn-hangzhou' }] } }],
    DescribeCenRegionDomainRouteEntries: () => [200, { TotalCount: 1, CenRouteEntries: { CenRouteEntry: [{ DestinationCidrBlock: '10.100.0.0/16', Status: 'Active', NextHopInstanceId: 'vbr-1' }] } }],
    DescribePublishedRouteEntries: ({ ChildInstanceId }) => [
      200,
      { TotalCount: 1, PublishedRouteEntries: { PublishedRouteEntry: ChildInstanceId === 'vbr-1' ? [{ DestinationCidrBlock: '10.100.0.0/16', Conflicts: { Conflict: [{ DestinationCidrBlock: '10.100.0.0/16', InstanceId: 'vpc-2', Status: 'Conflict' }] } }] : [] } },
    ],
    DescribeVirtualBorderRouters: () => [200, { TotalCount: 2, VirtualBorderRouterSet: { VirtualBorderRouterType: [router, { VbrId: 'vbr-2', RouteTableId: 'vtb-8' }] } }],
    DescribeBgpGroups: () => [200, { TotalCount: 1, BgpGroups: { BgpGroup: [{ BgpGroupId: 'bgpg-1', LocalAsn: '45104', PeerAsn: '64601' }] } }],
    DescribeBgpPeers: () => [200, { TotalCount: 1, BgpPeers: { BgpPeer: [{ BgpPeerId: 'bgp-1', BgpGroupId: 'bgpg-1', PeerIpAddress: '10.255.0.2', BgpStatus: 'Established', ReceivedRouteCount: 12, RouteLimit: '110' }] } }],
    DescribeBgpNetworks: () => [200, { TotalCount: 1, BgpNetworks: { BgpNetwork: [{ DstCidrBlock: '10.10.24.0/24' }] } }],
    DescribeRouteEntryList: () => [200, { RouteEntrys: { RouteEntry: [{ DestinationCidrBlock: '10.100.0.0/16', Type: 'BGP', Status: 'Available' }] } }],
  };
  const answer = (action: string, uri: string): [number, object | string] => {
    const query = Object.fromEntries(new URL(uri, 'http://cloud.test').searchParams);
    asked.push([action, query]);
    const [status, body] = answers[action]?.(query) ?? [404, { Code: 'InvalidAction.NotFound', Message: action }];
    return [status, typeof body === 'string' ? body : { RequestId: 'request-1', ...body }];
  };
  nock('http://cloud.test').persist().post(/.*/).reply(function (uri) {
    return answer(String(this.req.headers['x-acs-action']), uri);
  });
});
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

const reader = (options?: BorderReaderOptions) =>
  createBorderReader(
    createAlibabaCloud({
      region: 'cn-hangzhou',
      credentials: { accessKeyId: 'id', accessKeySecret: new Secret('key') },
      endpoints: { vpc: 'http://cloud.test', cbn: 'http://cloud.test' },
      retry: { attempts: 1, minDelayMs: 1, maxDelayMs: 2 },
    }),
    options,
  );

test('the CEN and the border routers of a VPC are read', async () => {
  expect(await reader().readBorder('vpc-1')).toEqual({
    cens: [
      {
        id: 'cen-1',
        protectionLevel: 'reduced',
        members: [{ id: 'vpc-1', type: 'VPC', region: 'cn-hangzhou' }, { id: 'vbr-1', type: 'VBR', region: 'cn-hangzhou' }],
        routes: [{ destination: '10.100.0.0/16', status: 'Active', memberId: 'vbr-1' }],
        conflicts: [{ memberId: 'vbr-1', destination: '10.100.0.0/16', otherId: 'vpc-2', otherDestination: '10.100.0.0/16', status: 'conflict' }],
      },
    ],
    borderRouters: [
      {
        id: 'vbr-1',
        name: 'edge',
        links: [{ localAddress: '10.255.0.1', peerAddress: '10.255.0.2', mask: '255.255.255.252' }],
        peers: [{ id: 'bgp-1', address: '10.255.0.2', localAsn: '45104', peerAsn: '64601', state: 'Established', receivedRoutes: 12, routeLimit: 110 }],
        announced: ['10.10.24.0/24'],
        routes: [{ tableId: 'vtb-9', destination: '10.100.0.0/16', type: 'BGP', nextHop: '', status: 'Available' }],
      },
    ],
    unread: [],
  });
});

test('a VPC without a CEN has no border, and no border router is asked for', async () => {
  answers['DescribeVpcAttribute'] = () => [200, {}];
  expect(await reader().readBorder('vpc-1')).toEqual({ cens: [], borderRouters: [], unread: [] });
  expect(asked.map(([action]) => action)).toEqual(['DescribeVpcAttribute']);
});

test('CENs and border routers may be named instead of found', async () => {
  const border = await reader({ cenIds: [], borderRouterIds: ['vbr-2'] }).readBorder('vpc-1');
  expect(border.borderRouters.map((one) => one.id)).toEqual(['vbr-2']);
  expect(asked.map(([action]) => action)).not.toContain('DescribeVpcAttribute');
});

test.each([
  ['DescribeVpcAttribute', 'vpc:DescribeVpcAttribute'],
  ['DescribeCens', 'cen:DescribeCens'],
  ['DescribeCenAttachedChildInstances', 'cen:DescribeCenAttachedChildInstances'],
  ['DescribeCenRegionDomainRouteEntries', 'cen:DescribeCenRegionDomainRouteEntries'],
  ['DescribePublishedRouteEntries', 'cen:DescribePublishedRouteEntries'],
  ['DescribeVirtualBorderRouters', 'vpc:DescribeVirtualBorderRouters'],
  ['DescribeBgpGroups', 'vpc:DescribeBgpGroups'],
  ['DescribeBgpPeers', 'vpc:DescribeBgpPeers'],
  ['DescribeBgpNetworks', 'vpc:DescribeBgpNetworks'],
  ['DescribeRouteEntryList', 'vpc:DescribeRouteEntryList'],
])('where %s is forbidden, the rest is read and the RAM action is named', async (operation, action) => {
  answers[operation] = () => refused;
  const { unread } = await reader().readBorder('vpc-1');
  expect([...new Set(unread.map((part) => part.action))]).toEqual([action]);
});

test('a CEN of another account, which is not found, is named with what the cloud says', async () => {
  answers['DescribeCenAttachedChildInstances'] = () => [404, { Code: 'InvalidCenId.NotFound', Message: 'no such CEN' }];
  const { unread } = await reader().readBorder('vpc-1');
  expect(unread[0]?.reason).toContain('no such CEN');
});

test('every page of the members is read', async () => {
  answers['DescribeCenAttachedChildInstances'] = ({ PageNumber, PageSize }) => {
    const start = (Number(PageNumber) - 1) * Number(PageSize);
    const items = Array.from({ length: Math.min(Number(PageSize), 120 - start) }, (_, index) => ({ ChildInstanceId: `vpc-${100 + start + index}`, ChildInstanceType: 'VPC', ChildInstanceRegionId: 'cn-hangzhou' }));
    return [200, { TotalCount: 120, ChildInstances: { ChildInstance: items } }];
  };
  const { cens } = await reader().readBorder('vpc-1');
  expect(new Set(cens[0]?.members.map((member) => member.id)).size).toBe(120);
});

test.each<[string, object | string]>([
  ['a list that is text', { ChildInstances: { ChildInstance: 'vpc-1' } }],
  ['a list of texts', { ChildInstances: { ChildInstance: ['vpc-1'] } }],
  ['a holder that is a list', { ChildInstances: [] }],
  ['a page of a gateway', '<html>bad gateway</html>'],
])('an answer that is not what the service sends is an error: %s', async (_name, body) => {
  answers['DescribeCenAttachedChildInstances'] = () => [200, body];
  await expect(reader().readBorder('vpc-1')).rejects.toThrow(/cbn DescribeCenAttachedChildInstances failed/u);
});

test('a service that is down is an error, and not a part that was not read', async () => {
  answers['DescribeBgpPeers'] = () => [503, { Code: 'ServiceUnavailable', Message: 'later' }];
  await expect(reader().readBorder('vpc-1')).rejects.toThrow('ServiceUnavailable');
});

test('an abort stops the reads', async () => {
  await expect(reader().readBorder('vpc-1', { signal: AbortSignal.abort(new DOMException('stop', 'AbortError')) })).rejects.toThrow('stop');
  expect(asked).toEqual([]);
});
