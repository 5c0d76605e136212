import { createAlibabaCloud, NotFoundError, PermissionError, Secret } from '@ack-hybrid/core';
import nock from 'nock';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createVpcNetworkReader } from './readers.ts';

type Answer = readonly [status: number, body: object];
type Query = Readonly<Record<string, string>>;

/** The VPC service on the wire: answers by action, and keeps what was asked. */
class FakeVpcService {
  readonly asked: (readonly [action: string, query: Query])[] = [];
  readonly answers: Record<string, (query: Query) => Answer> = {
    DescribeVpcs: () => [200, { Vpcs: { Vpc: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/10', SecondaryCidrBlocks: { SecondaryCidrBlock: ['172.30.0.0/16'] } }] } }],
    DescribeVSwitches: () => [200, { TotalCount: 1, VSwitches: { VSwitch: [vSwitch(1)] } }],
    DescribeRouteTableList: () => [200, { TotalCount: 1, RouterTableList: { RouterTableListType: [{ RouteTableId: 'vtb-1' }] } }],
    DescribeRouteEntryList: () => [200, { RouteEntrys: { RouteEntry: [] } }],
  };

  listen(): void {
    const answer = (action: string, uri: string): [number, object] => this.#answer(action, Object.fromEntries(new URL(uri, 'http://vpc.test').searchParams));
    nock('http://vpc.test')
      .persist()
      .post(/.*/)
      .reply(function (uri) {
        return answer(String(this.req.headers['x-acs-action']), uri);
      });
  }

  #answer(action: string, query: Query): [number, object] {
    this.asked.push([action, query]);
    const [status, body] = this.answers[action]?.(query) ?? [404, { Code: 'InvalidAction.NotFound', Message: action }];
    return [status, { RequestId: 'request-1', ...body }];
  }
}

const vSwitch = (index: number) => ({ VSwitchId: `vsw-${index}`, VSwitchName: `name-${index}`, ZoneId: 'cn-hangzhou-i', CidrBlock: `10.10.${index}.0/24`, AvailableIpAddressCount: 200 + index });

let service: FakeVpcService;
beforeEach(() => {
  nock.disableNetConnect();
  service = new FakeVpcService();
  service.listen();
});
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

const reader = () =>
  createVpcNetworkReader(
    createAlibabaCloud({
      region: 'cn-hangzhou',
      credentials: { accessKeyId: 'id', accessKeySecret: new Secret('key') },
      endpoints: { vpc: 'http://vpc.test' },
      retry: { minDelayMs: 1, maxDelayMs: 2 },
    }),
  );

test('the blocks, the vSwitches with their free counts and the routes of a VPC are read', async () => {
  service.answers['DescribeRouteEntryList'] = () => [
    200,
    {
      RouteEntrys: {
        RouteEntry: [
          { DestinationCidrBlock: '10.100.0.0/16', Type: 'Custom', NextHops: { NextHop: [{ NextHopType: 'RouterInterface', NextHopId: 'ri-1' }] } },
          { DestinationCidrBlock: '10.10.1.0/24', Type: 'System', NextHops: { NextHop: [{ NextHopType: 'local', NextHopId: '' }] } },
        ],
      },
    },
  ];
  expect(await reader().readVpc('vpc-1')).toEqual({
    id: 'vpc-1',
    cidr: '10.0.0.0/10',
    secondaryCidrs: ['172.30.0.0/16'],
    vSwitches: [{ id: 'vsw-1', name: 'name-1', zone: 'cn-hangzhou-i', cidr: '10.10.1.0/24', availableAddresses: 201 }],
    routes: [
      { tableId: 'vtb-1', destination: '10.100.0.0/16', type: 'Custom', nextHop: 'RouterInterface:ri-1' },
      { tableId: 'vtb-1', destination: '10.10.1.0/24', type: 'System', nextHop: 'local' },
    ],
  });
});

test('every page of vSwitches is read', async () => {
  service.answers['DescribeVSwitches'] = (query) => {
    const start = (Number(query['PageNumber']) - 1) * Number(query['PageSize']);
    const items = Array.from({ length: Math.min(Number(query['PageSize']), 120 - start) }, (_, index) => vSwitch(start + index));
    return [200, { TotalCount: 120, VSwitches: { VSwitch: items } }];
  };
  const { vSwitches } = await reader().readVpc('vpc-1');
  expect(new Set(vSwitches.map((one) => one.id)).size).toBe(120);
  expect(service.asked.filter(([action]) => action === 'DescribeVSwitches').map(([, query]) => query['PageNumber'])).toEqual(['1', '2', '3']);
});

test('reading ends where the total promises more than there is', async () => {
  service.answers['DescribeVSwitches'] = (query) => [200, { TotalCount: 99, VSwitches: { VSwitch: query['PageNumber'] === '1' ? [vSwitch(1)] : [] } }];
  expect((await reader().readVpc('vpc-1')).vSwitches).toHaveLength(1);
});

test('every page of routes is read by its token', async () => {
  service.answers['DescribeRouteEntryList'] = (query) => {
    const entry = (cidr: string) => ({ RouteEntrys: { RouteEntry: [{ DestinationCidrBlock: cidr }] } });
    return [200, query['NextToken'] === 'more' ? entry('10.102.0.0/16') : { ...entry('10.101.0.0/16'), NextToken: 'more' }];
  };
  expect((await reader().readVpc('vpc-1')).routes?.map((route) => route.destination)).toEqual(['10.101.0.0/16', '10.102.0.0/16']);
});

test('a VPC that the region does not have is not found', async () => {
  service.answers['DescribeVpcs'] = () => [200, { Vpcs: { Vpc: [] } }];
  const error = await reader().readVpc('vpc-9').catch((thrown: unknown) => thrown);
  expect(NotFoundError.isInstance(error) && error.message).toMatchInlineSnapshot(`"vpc DescribeVpcs failed: the region cn-hangzhou has no VPC vpc-9 (InvalidVpcId.NotFound, request request-1)"`);
});

test('routes that may not be read are left out', async () => {
  service.answers['DescribeRouteTableList'] = () => [403, { Code: 'Forbidden.RAM', Message: 'User not authorized' }];
  expect(await reader().readVpc('vpc-1')).not.toHaveProperty('routes');
});

test('vSwitches that may not be read are an error with the missing action', async () => {
  service.answers['DescribeVSwitches'] = () => [403, { Code: 'Forbidden.RAM', Message: 'User not authorized' }];
  const error = await reader().readVpc('vpc-1').catch((thrown: unknown) => thrown);
  expect(PermissionError.isInstance(error) && error.missing).toBe('vpc:DescribeVSwitches');
});

test('a throttled read is sent again', async () => {
  const answer = service.answers['DescribeVpcs'] as (query: Query) => Answer;
  let calls = 0;
  service.answers['DescribeVpcs'] = (query) => ((calls += 1) === 1 ? [400, { Code: 'Throttling.User', Message: 'slow down' }] : answer(query));
  expect((await reader().readVpc('vpc-1')).cidr).toBe('10.0.0.0/10');
  expect(calls).toBe(2);
});

test('an abort stops the reads', async () => {
  await expect(reader().readVpc('vpc-1', { signal: AbortSignal.abort(new DOMException('stop', 'AbortError')) })).rejects.toThrow('stop');
  expect(service.asked).toEqual([]);
});

test('region and VPC are named in each request', async () => {
  await reader().readVpc('vpc-1');
  expect(service.asked.map(([action, query]) => [action, query['RegionId'], query['VpcId'] ?? query['RouteTableId']])).toEqual([
    ['DescribeVpcs', 'cn-hangzhou', 'vpc-1'],
    ['DescribeVSwitches', 'cn-hangzhou', 'vpc-1'],
    ['DescribeRouteTableList', 'cn-hangzhou', 'vpc-1'],
    ['DescribeRouteEntryList', 'cn-hangzhou', 'vtb-1'],
  ]);
});

test('IPv6 blocks are read, each once', async () => {
  service.answers['DescribeVpcs'] = () => [
    200,
    { Vpcs: { Vpc: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/10', Ipv6CidrBlock: '2408:1::/56', Ipv6CidrBlocks: { Ipv6CidrBlock: [{ Ipv6CidrBlock: '2408:1::/56' }, { Ipv6CidrBlock: '2408:2::/56' }] } }] } },
  ];
  service.answers['DescribeVSwitches'] = () => [200, { TotalCount: 1, VSwitches: { VSwitch: [{ ...vSwitch(1), Ipv6CidrBlock: '2408:1::/64' }] } }];
  const vpc = await reader().readVpc('vpc-1');
  expect([vpc.ipv6Cidrs, vpc.vSwitches[0]?.ipv6Cidr]).toEqual([['2408:1::/56', '2408:2::/56'], '2408:1::/64']);
});
