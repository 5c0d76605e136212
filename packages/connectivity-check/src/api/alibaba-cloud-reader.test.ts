import nock from 'nock';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ApiError, createAlibabaCloud, NotFoundError, PermissionError, Secret } from '@ack-hybrid/core';
import { createCloudReader, readRegisteredCluster } from './alibaba-cloud-reader.ts';

const clusterId = 'c5a1d0b7e2f34c6898f0a1b2c3d4e5f60';
const cloud = createAlibabaCloud({
  region: 'cn-hangzhou',
  credentials: { accessKeyId: 'id', accessKeySecret: new Secret('secret') },
  endpoints: { cs: 'http://127.0.0.1:1', ecs: 'http://127.0.0.1:2', vpc: 'http://127.0.0.1:3' },
  retry: { minDelayMs: 1, maxDelayMs: 2, attempts: 3 },
});
const reader = createCloudReader(cloud);
const cs = () => nock('http://127.0.0.1:1');
const body = {
  cluster_id: clusterId, name: 'datacenter', cluster_type: 'ExternalKubernetes', state: 'running', region_id: 'cn-hangzhou', vpc_id: 'vpc-1', security_group_id: 'sg-1', vswitch_ids: ['vsw-1'],
  current_version: '1.33.2', service_cidr: '172.21.0.0/20', master_url: '{"intranet_api_server_endpoint":"https://10.0.0.1:6443"}',
};
const rpc = (port: number, action: string, query: Readonly<Record<string, string>>, answer: object) =>
  nock(`http://127.0.0.1:${port}`, { reqheaders: { 'x-acs-action': action } }).post('/').query((seen) => Object.entries(query).every(([key, value]) => String(seen[key]) === value)).reply(200, answer);

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
});
afterAll(() => nock.enableNetConnect());

describe('readRegisteredCluster', () => {
  it('gives what the other steps need of a cluster', async () => {
    cs().get(`/clusters/${clusterId}`).reply(200, body);
    expect(await readRegisteredCluster(cloud, clusterId)).toEqual({
      id: clusterId,
      name: 'datacenter',
      region: 'cn-hangzhou',
      clusterType: 'ExternalKubernetes',
      state: 'running',
      vpcId: 'vpc-1',
      securityGroupId: 'sg-1',
      vSwitchIds: ['vsw-1'],
      kubernetesVersion: '1.33.2',
      serviceCidr: '172.21.0.0/20',
      apiServer: { public: '', private: 'https://10.0.0.1:6443' },
    });
  });

  it.each(['', 'no JSON', '[]', '{"api_server_endpoint":7}'])('reads no address of a master_url that is %j', async (masterUrl) => {
    cs().get(`/clusters/${clusterId}`).reply(200, { ...body, master_url: masterUrl, vswitch_ids: undefined, vswitch_id: 'vsw-1,vsw-2' });
    expect(await readRegisteredCluster(cloud, clusterId)).toMatchObject({ apiServer: { public: '', private: '' }, vSwitchIds: ['vsw-1', 'vsw-2'] });
  });

  it('says where it looked for a cluster that is not there', async () => {
    cs().get(`/clusters/${clusterId}`).reply(404, { code: 'ErrorClusterNotFound', message: 'The cluster does not exist.' });
    const error: unknown = await readRegisteredCluster(cloud, clusterId).catch((thrown: unknown) => thrown);
    expect(NotFoundError.isInstance(error) && error.message).toContain(`there is no cluster ${clusterId} in cn-hangzhou`);
    expect(NotFoundError.isInstance(error) && error.remediation).toContain('cluster id and the region');
  });

  it.each([
    [404, 'InvalidRegionId.NotFound', ApiError, 'Set the region'],
    [404, 'InvalidAccessKeyId.NotFound', ApiError, 'access key'],
    [400, 'SignatureDoesNotMatch', ApiError, 'access key'],
    [403, 'Forbidden.RAM', PermissionError, 'Grant'],
  ])('turns %i %s into one clear error', async (status, code, type, words) => {
    cs().get(`/clusters/${clusterId}`).reply(status, { code, message: 'no' });
    const error: unknown = await readRegisteredCluster(cloud, clusterId).catch((thrown: unknown) => thrown);
    expect(type.isInstance(error) && error.remediation).toContain(words);
  });

  it.each<[string, number, string | object]>([
    ['an HTML 502', 502, '<html></html>'],
    ['a truncated body', 200, '{"cluster_id": "c5a'],
    ['a throttling 400', 400, { code: 'Throttling.User', message: 'slow down' }],
    ['a 429', 429, { code: 'Throttling', message: 'slow down' }],
    ['a 503', 503, { code: 'ServiceUnavailable', message: 'later' }],
  ])('reads again after %s', async (_, status, answer) => {
    cs().get(`/clusters/${clusterId}`).reply(status, answer);
    cs().get(`/clusters/${clusterId}`).reply(200, body);
    expect((await readRegisteredCluster(cloud, clusterId)).name).toBe('datacenter');
  });
});

describe('the cloud reader', () => {
  it('keeps the addresses of the agent\'s manifests, and nothing of their credentials', async () => {
    const manifest = (endpoint: string) => ({ config: `env:\n- {name: ENDPOINT, value: "${endpoint}"}\n- {name: TOKEN, value: canary}` });
    cs().get(`/k8s/${clusterId}/external/agent/deployment`).query({ PrivateIpAddress: 'true' }).reply(200, manifest('c.agent.internal.example:5533'));
    cs().get(`/k8s/${clusterId}/external/agent/deployment`).query({ PrivateIpAddress: 'false' }).reply(200, { config: 'kind: Secret' });
    expect(await reader.readAgentEndpoints(clusterId)).toEqual({ private: 'c.agent.internal.example:5533' });
  });

  it('reads a VPC with all its blocks, and tells one that is not there', async () => {
    rpc(3, 'DescribeVpcs', { VpcId: 'vpc-1', RegionId: 'cn-hangzhou' }, { Vpcs: { Vpc: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/10', Status: 'Available', SecondaryCidrBlocks: { SecondaryCidrBlock: ['172.16.0.0/12'] } }] } });
    rpc(3, 'DescribeVpcs', { VpcId: 'vpc-2' }, { Vpcs: { Vpc: [] } });
    expect(await reader.readVpc('vpc-1')).toEqual({ id: 'vpc-1', status: 'Available', cidrs: ['10.0.0.0/10', '172.16.0.0/12'] });
    expect(await reader.readVpc('vpc-2')).toBeUndefined();
  });

  it('reads every page of the vSwitches', async () => {
    const vSwitch = (id: string) => ({ VSwitchId: id, ZoneId: 'cn-hangzhou-i', CidrBlock: '10.10.24.0/24', Status: 'Available', AvailableIpAddressCount: 252 });
    rpc(3, 'DescribeVSwitches', { VpcId: 'vpc-1', PageNumber: '1', PageSize: '50' }, { TotalCount: 51, VSwitches: { VSwitch: Array.from({ length: 50 }, (_, index) => vSwitch(`vsw-${index}`)) } });
    rpc(3, 'DescribeVSwitches', { PageNumber: '2' }, { TotalCount: 51, VSwitches: { VSwitch: [vSwitch('vsw-50')] } });
    const found = await reader.listVSwitches('vpc-1');
    expect([found.length, found.at(-1)]).toEqual([51, { id: 'vsw-50', zone: 'cn-hangzhou-i', cidr: '10.10.24.0/24', status: 'Available', availableAddresses: 252 }]);
  });

  it('reads the entries of every route table that carries what nodes send', async () => {
    rpc(3, 'DescribeRouteTableList', { VpcId: 'vpc-1' }, {
      TotalCount: 2,
      RouterTableList: { RouterTableListType: [{ RouteTableId: 'vtb-1', AssociateType: 'VSwitch' }, { RouteTableId: 'vtb-2', AssociateType: 'Gateway' }] },
    });
    rpc(3, 'DescribeRouteEntryList', { RouteTableId: 'vtb-1', MaxResult: '100' }, {
      NextToken: 'more',
      RouteEntrys: { RouteEntry: [{ DestinationCidrBlock: '192.168.0.0/24', Type: 'Custom', Status: 'Available', NextHops: { NextHop: [{ NextHopType: 'Attachment', NextHopId: 'tr-1' }] } }] },
    });
    rpc(3, 'DescribeRouteEntryList', { RouteTableId: 'vtb-1', NextToken: 'more' }, { NextToken: '', RouteEntrys: { RouteEntry: [{ DestinationCidrBlock: '10.10.24.0/24', Type: 'System', Status: 'Available' }] } });
    expect(await reader.listRoutes('vpc-1')).toEqual([
      { routeTableId: 'vtb-1', destination: '192.168.0.0/24', type: 'Custom', status: 'Available', nextHopType: 'Attachment', nextHopId: 'tr-1' },
      { routeTableId: 'vtb-1', destination: '10.10.24.0/24', type: 'System', status: 'Available', nextHopType: '', nextHopId: '' },
    ]);
  });

  it('reads in which zones of the region an instance type is sold, and its stock', async () => {
    const zone = (id: string, ...supported: readonly object[]) => ({ RegionId: 'cn-hangzhou', ZoneId: id, Status: 'Available', AvailableResources: { AvailableResource: [{ Type: 'InstanceType', SupportedResources: { SupportedResource: supported } }] } });
    nock('http://127.0.0.1:2', { reqheaders: { 'x-acs-action': 'DescribeAvailableResource' } })
      .post('/')
      .query({ RegionId: 'cn-hangzhou', DestinationResource: 'InstanceType', InstanceType: 'ecs.c7.large' })
      .reply(200, {
        AvailableZones: {
          AvailableZone: [
            zone('cn-hangzhou-h', { Value: 'ecs.c7.large', Status: 'Available', StatusCategory: 'WithStock' }, { Value: 'ecs.c7.xlarge', Status: 'Available', StatusCategory: 'WithStock' }),
            zone('cn-hangzhou-i', { Value: 'ecs.c7.large', Status: 'SoldOut', StatusCategory: 'ClosedWithoutStock' }),
            zone('cn-hangzhou-j', { Value: 'ecs.c7.large', Status: 'SoldOut' }),
            zone('cn-hangzhou-k', { Value: 'ecs.c7.large', Status: 'Available' }),
            { ZoneId: 'cn-hangzhou-b' },
          ],
        },
      });
    expect(await reader.listInstanceTypeOffers('ecs.c7.large')).toEqual([
      { instanceType: 'ecs.c7.large', zone: 'cn-hangzhou-h', stock: 'WithStock' },
      { instanceType: 'ecs.c7.large', zone: 'cn-hangzhou-i', stock: 'ClosedWithoutStock' },
      { instanceType: 'ecs.c7.large', zone: 'cn-hangzhou-j', stock: 'WithoutStock' },
      { instanceType: 'ecs.c7.large', zone: 'cn-hangzhou-k', stock: '' },
    ]);
  });

  const refuseOffers = (status: number, code: string) => nock('http://127.0.0.1:2').post('/').query(true).reply(status, { Code: code, Message: 'no' });

  it.each([{ AvailableZones: { AvailableZone: [] } }, { RequestId: 'r' }])('finds no zone in %j', async (answer) => {
    rpc(2, 'DescribeAvailableResource', { InstanceType: 'ecs.none' }, answer);
    expect(await reader.listInstanceTypeOffers('ecs.none')).toEqual([]);
  });

  it.each([[400, 'InvalidParameter.InstanceType'], [404, 'InvalidInstanceType.NotFound']])('takes %i %s for a type that no zone sells', async (status, code) => {
    refuseOffers(status, code);
    expect(await reader.listInstanceTypeOffers('ecs.none')).toEqual([]);
  });

  it('says which right is missing to see what zones sell, and asks again after a throttle', async () => {
    refuseOffers(403, 'Forbidden.RAM');
    const error: unknown = await reader.listInstanceTypeOffers('ecs.c7.large').catch((thrown: unknown) => thrown);
    expect(PermissionError.isInstance(error) && error.missing).toBe('ecs:DescribeAvailableResource');
    refuseOffers(400, 'Throttling.User');
    rpc(2, 'DescribeAvailableResource', { InstanceType: 'ecs.c7.large' }, { AvailableZones: { AvailableZone: [] } });
    expect(await reader.listInstanceTypeOffers('ecs.c7.large')).toEqual([]);
    refuseOffers(400, 'InvalidRegionId.NotFound');
    await expect(reader.listInstanceTypeOffers('ecs.c7.large')).rejects.toSatisfy((thrown) => ApiError.isInstance(thrown));
  });

  it('reads the rules of a security group in both directions', async () => {
    rpc(2, 'DescribeSecurityGroupAttribute', { SecurityGroupId: 'sg-1', Direction: 'all' }, {
      NextToken: '',
      Permissions: {
        Permission: [
          { Direction: 'ingress', Policy: 'Accept', IpProtocol: 'TCP', PortRange: '10250/10250', SourceCidrIp: '192.168.0.0/24', Priority: '1' },
          { Direction: 'egress', Policy: 'Drop', IpProtocol: 'ALL', PortRange: '-1/-1', DestCidrIp: '0.0.0.0/0', Priority: '100' },
          { Direction: 'ingress', Policy: 'Accept', IpProtocol: 'ALL', PortRange: '-1/-1', SourceGroupId: 'sg-2', Priority: '1' },
        ],
      },
    });
    expect(await reader.listSecurityGroupRules('sg-1')).toEqual([
      { direction: 'ingress', policy: 'accept', protocol: 'tcp', portRange: '10250/10250', cidr: '192.168.0.0/24', priority: 1 },
      { direction: 'egress', policy: 'drop', protocol: 'all', portRange: '-1/-1', cidr: '0.0.0.0/0', priority: 100 },
      { direction: 'ingress', policy: 'accept', protocol: 'all', portRange: '-1/-1', cidr: '', priority: 1 },
    ]);
  });
});
