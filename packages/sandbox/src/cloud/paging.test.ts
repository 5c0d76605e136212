import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultWorld } from '../world.ts';
import { documentation, type ModelledService } from './models/read-sdk-models.testing.ts';
import { errorOf, startSharedTestCloud, type TestCloud } from './testing/test-cloud.ts';
import { recordAnswers, type Call } from './testing/record-answers.testing.ts';

const regionId = defaultWorld.region;
const routeTableId = defaultWorld.vpc.id.replace('vpc-', 'vtb-');
const securityGroupId = defaultWorld.cluster.securityGroupId;
const numbered = <Item>(count: number, item: (index: number) => Item): Item[] => Array.from({ length: count }, (_value, index) => item(index));

let cloud: TestCloud;
let stop: () => Promise<void>;
let calls: Readonly<Record<ModelledService, Call>>;

// More of everything than any page holds by default.
beforeAll(async () => {
  ({ cloud, stop } = await startSharedTestCloud({
    world: {
      vswitches: [...defaultWorld.vswitches, ...numbered(60, (index) => ({ id: `vsw-${index}`, name: '', zone: 'cn-hangzhou-h', cidr: `10.20.${index}.0/24` }))],
      routes: numbered(120, (index) => ({ destination: `172.30.${index}.0/24`, nextHopType: 'Instance', nextHopId: 'i-1' })),
      securityGroups: numbered(120, (index) => ({
        id: index === 0 ? securityGroupId : `sg-${index}`,
        name: '',
        rules: index === 0 ? numbered(1100, (port) => ({ direction: 'ingress', policy: 'accept', protocol: 'tcp', ports: `${port + 1}/${port + 1}`, cidr: '10.0.0.0/8', priority: 1 })) : [],
      })),
      instanceTypes: [...defaultWorld.instanceTypes, ...numbered(20, (index) => ({ id: `ecs.x${index}.large`, cpu: 2, memoryGiB: 4, eniQuantity: 2, eniPrivateIpAddressQuantity: 6, zones: ['cn-hangzhou-h'] }))],
    },
  }));
  ({ calls } = await recordAnswers(cloud));
  const ram = calls.ram;
  const policyDocument = JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });
  for (const index of numbered(105, (number) => number)) {
    await ram('CreatePolicy', { policyName: `p${index}`, policyDocument });
    await ram('CreateUser', { userName: `u${index}` });
    await ram('CreateGroup', { groupName: `g${index}` });
    await ram('CreateRole', { roleName: `r${index}`, assumeRolePolicyDocument: policyDocument });
    await ram('AddUserToGroup', { groupName: 'g0', userName: `u${index}` });
  }
}, 60_000);
afterAll(() => stop());

interface Rule {
  readonly service: ModelledService;
  readonly operation: string;
  /** What else the request needs. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** The field of the request that holds the size, by the SDK's name. */
  readonly size: string;
  /** What the SDK's documentation of that field says. */
  readonly says: RegExp;
  readonly fallback: number;
  readonly max: number;
  /** How many entries come, out of the answer. */
  readonly count: (body: never) => number | undefined;
}

const max50 = /Maximum value: \*\*50\*\*\. Default value: \*\*10\*\*/;
const max100 = /Valid values: 1 to 100\. Default value: 100\./;
const max1000 = /Valid values: 1 to 1000\. Default value: 100\./;
const rules: readonly Rule[] = [
  { service: 'vpc', operation: 'DescribeVpcs', fields: { regionId }, size: 'pageSize', says: max50, fallback: 1, max: 50, count: (body: { vpcs: { vpc: unknown[] } }) => body.vpcs.vpc.length },
  { service: 'vpc', operation: 'DescribeVSwitches', fields: { regionId }, size: 'pageSize', says: max50, fallback: 10, max: 50, count: (body: { vSwitches: { vSwitch: unknown[] } }) => body.vSwitches.vSwitch.length },
  { service: 'vpc', operation: 'DescribeRouteTableList', fields: { regionId }, size: 'pageSize', says: max50, fallback: 1, max: 50, count: (body: { routerTableList: { routerTableListType: unknown[] } }) => body.routerTableList.routerTableListType.length },
  {
    service: 'vpc', operation: 'DescribeRouteEntryList', fields: { regionId, routeTableId }, size: 'maxResult', says: /Valid values: \*\*1\*\* to \*\*100\*\*\. Default value: \*\*10\*\*/, fallback: 10, max: 100,
    count: (body: { routeEntrys: { routeEntry: unknown[] } }) => body.routeEntrys.routeEntry.length,
  },
  {
    service: 'ecs', operation: 'DescribeSecurityGroups', fields: { regionId }, size: 'maxResults', says: /Maximum value: 100\. Default value: 10\./, fallback: 10, max: 100,
    count: (body: { securityGroups: { securityGroup: unknown[] } }) => body.securityGroups.securityGroup.length,
  },
  {
    service: 'ecs', operation: 'DescribeSecurityGroupAttribute', fields: { regionId, securityGroupId }, size: 'maxResults', says: /Minimum value: 10\. - Maximum value: 1000\. Default value: 500\./, fallback: 500, max: 1000,
    count: (body: { permissions: { permission: unknown[] } }) => body.permissions.permission.length,
  },
  { service: 'ram', operation: 'ListPolicies', size: 'maxItems', says: max1000, fallback: 100, max: 1000, count: (body: { policies: { policy: unknown[] } }) => body.policies.policy.length },
  { service: 'ram', operation: 'ListUsers', size: 'maxItems', says: max1000, fallback: 100, max: 1000, count: (body: { users: { user: unknown[] } }) => body.users.user.length },
  { service: 'ram', operation: 'ListGroups', size: 'maxItems', says: max100, fallback: 100, max: 100, count: (body: { groups: { group: unknown[] } }) => body.groups.group.length },
  { service: 'ram', operation: 'ListRoles', size: 'maxItems', says: max1000, fallback: 100, max: 1000, count: (body: { roles: { role: unknown[] } }) => body.roles.role.length },
  { service: 'ram', operation: 'ListUsersForGroup', fields: { groupName: 'g0' }, size: 'maxItems', says: max1000, fallback: 100, max: 1000, count: (body: { users: { user: unknown[] } }) => body.users.user.length },
];

describe.each(rules)('the pages of $service $operation', ({ service, operation, fields = {}, size, says, fallback, max, count }) => {
  it('are as the SDK’s documentation says', () => {
    expect(documentation(service, `${operation}Request`).get(size)).toMatch(says);
  });

  it(`hold what is there, up to ${fallback} by default and ${max} at most`, async () => {
    expect(count((await calls[service](operation, fields)) as never)).toBe(fallback);
    const most = count((await calls[service](operation, { ...fields, [size]: max })) as never) ?? 0;
    expect(most).toBeGreaterThanOrEqual(fallback);
    expect(most).toBeLessThanOrEqual(max);
  });

  it.each([max + 1, -1])('are refused for a size of %s', async (asked) => {
    expect((await errorOf(calls[service](operation, { ...fields, [size]: asked }))).code).toMatch(/^InvalidParameter\./);
  });
});

describe.each([
  ['DescribeInstances', /less than 10, the default value is 10\. - If you set this parameter to a value greater than 100, the default value is 100/],
  ['DescribeNetworkInterfaces', /less than 10, the default value is 10\. - If you set this parameter to a value greater than 500, the default value is 500/],
])('the pages of ecs %s', (operation, says) => {
  it('take the nearest size that is allowed, as the SDK’s documentation says', async () => {
    expect(documentation('ecs', `${operation}Request`).get('maxResults')).toMatch(says);
    for (const maxResults of [1, 501]) await calls.ecs(operation, { regionId, maxResults });
  });
});

describe('the pages of ecs DescribeInstanceTypes', () => {
  it('hold every type by default', async () => {
    expect(documentation('ecs', 'DescribeInstanceTypesRequest').get('maxResults')).toMatch(/Maximum value: 1600\. Default value: 1600\./);
    const { instanceTypes } = (await calls.ecs('DescribeInstanceTypes')) as { instanceTypes: { instanceType: unknown[] } };
    expect(instanceTypes.instanceType).toHaveLength(23);
  });
});

describe('a token', () => {
  it.each([
    ['vpc', 'DescribeRouteEntryList', { regionId, routeTableId, maxResult: 10 }, 'nextToken'],
    ['ecs', 'DescribeSecurityGroups', { regionId, maxResults: 10 }, 'nextToken'],
    ['ecs', 'DescribeSecurityGroupAttribute', { regionId, securityGroupId, maxResults: 10 }, 'nextToken'],
    ['ecs', 'DescribeInstanceTypes', { maxResults: 10 }, 'nextToken'],
    ['ram', 'ListPolicies', { maxItems: 10 }, 'marker'],
    ['ram', 'ListGroups', { maxItems: 10 }, 'marker'],
    ['ram', 'ListUsersForGroup', { groupName: 'g0', maxItems: 10 }, 'marker'],
  ] as const)('of %s %s leads through all pages, and one that is made up is refused', async (service, operation, fields, name) => {
    const seen = new Set<string>();
    let token: unknown = undefined;
    do {
      const body: Readonly<Record<string, unknown>> = await calls[service](operation, { ...fields, ...(token === undefined ? {} : { [name]: token }) });
      seen.add(JSON.stringify({ ...body, requestId: '', nextToken: '', marker: '' }));
      token = body[name] || undefined;
    } while (token !== undefined);
    expect(seen.size).toBeGreaterThan(2);
    expect((await errorOf(calls[service](operation, { ...fields, [name]: 'made up' }))).code).toMatch(/^InvalidParameter\./);
  });
});

describe('the pages of Container Service', () => {
  const clusterId = [defaultWorld.cluster.id];
  it('of nodes are as the SDK’s documentation says', async () => {
    expect(documentation('cs', 'DescribeClusterNodesRequest').get('pageSize')).toMatch(/Valid values: \[1, 100\]\. Default value: 10\./);
    const { page } = (await calls.cs('DescribeClusterNodes', {}, clusterId)) as { page: object };
    expect(page).toMatchObject({ pageNumber: 1, pageSize: 10, totalCount: 0 });
    await calls.cs('DescribeClusterNodes', { pageSize: '100' }, clusterId);
    for (const pageSize of ['101', '0', 'x']) expect((await errorOf(calls.cs('DescribeClusterNodes', { pageSize }, clusterId))).code).toBe('InvalidParameter');
  });
});
