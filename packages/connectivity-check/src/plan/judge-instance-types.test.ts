import { describe, expect, it } from 'vitest';
import { factsOf, wishes } from '../testing/preflight-facts-builder.testing.ts';
import { checkInstanceTypes } from './judge-instance-types.ts';
import type { InstanceTypeOffer, PreflightFacts, PreflightWishes } from './preflight-facts.ts';

const offer = (instanceType: string, zone: string, stock = 'WithStock'): InstanceTypeOffer => ({ instanceType, zone: `cn-hangzhou-${zone}`, stock });
const judge = (instanceTypes: readonly string[], value: readonly InstanceTypeOffer[], changes: Partial<PreflightFacts> = {}, wish: Partial<PreflightWishes> = {}) =>
  checkInstanceTypes(factsOf({ offers: { read: true, value }, ...changes }), { ...wishes, instanceTypes, ...wish });
const nodesIn = (...zones: readonly string[]) => ({ vSwitches: zones.map((zone) => ({ id: `vsw-${zone}`, zone: `cn-hangzhou-${zone}`, use: 'nodes' as const })) });

describe('checkInstanceTypes', () => {
  it.each<[string, readonly string[], readonly InstanceTypeOffer[], 'pass' | 'warn' | 'fail', string]>([
    ['the zone sells the type', ['ecs.g7.xlarge'], [offer('ecs.g7.xlarge', 'i')], 'pass', 'cn-hangzhou-i sells ecs.g7.xlarge'],
    ['the zone sells none, though another one does', ['ecs.c7.large'], [offer('ecs.c7.large', 'h')], 'fail', 'zone cn-hangzhou-i does not sell ecs.c7.large'],
    ['the zone sells neither of two', ['ecs.c7.large', 'ecs.c8.large'], [], 'fail', 'zone cn-hangzhou-i does not sell ecs.c7.large or ecs.c8.large'],
    ['the zone sells one of two', ['ecs.g7.xlarge', 'ecs.c7.large'], [offer('ecs.g7.xlarge', 'i')], 'warn', 'zone cn-hangzhou-i sells ecs.g7.xlarge, but not ecs.c7.large'],
    ['the type is out of stock', ['ecs.g7.xlarge'], [offer('ecs.g7.xlarge', 'i', 'WithoutStock')], 'warn', 'ecs.g7.xlarge is out of stock in cn-hangzhou-i'],
    ['the type runs out', ['ecs.g7.xlarge'], [offer('ecs.g7.xlarge', 'i', 'ClosedWithStock')], 'warn', 'ecs.g7.xlarge is low in stock and will not be replenished in cn-hangzhou-i'],
    ['the type ran out for good', ['ecs.g7.xlarge'], [offer('ecs.g7.xlarge', 'i', 'ClosedWithoutStock')], 'warn', 'ecs.g7.xlarge is out of stock and will not be replenished in cn-hangzhou-i'],
    ['the stock is not told', ['ecs.g7.xlarge'], [offer('ecs.g7.xlarge', 'i', '')], 'pass', 'cn-hangzhou-i sells ecs.g7.xlarge'],
    ['a type is named twice', ['ecs.g7.xlarge', 'ecs.g7.xlarge'], [offer('ecs.g7.xlarge', 'i')], 'pass', 'cn-hangzhou-i sells ecs.g7.xlarge'],
  ])('judges that %s', (_, types, offers, status, message) => {
    expect(judge(types, offers)).toMatchObject({ name: 'instance-types-in-zones', status, message, ...(status === 'pass' ? {} : { remediation: expect.stringMatching(/./) as string }) });
  });

  it('says which zones have the type, without those that ran out', () => {
    const check = judge(['ecs.c7.large'], [offer('ecs.c7.large', 'j'), offer('ecs.c7.large', 'h'), offer('ecs.c7.large', 'k', 'WithoutStock')]);
    expect(check.remediation).toMatchInlineSnapshot(`"Name an instance type that cn-hangzhou-i sells (\`aliyun ecs DescribeAvailableResource --RegionId cn-hangzhou --ZoneId cn-hangzhou-i --DestinationResource InstanceType\` lists them), or a vSwitch for nodes in another zone: ecs.c7.large is sold in cn-hangzhou-h, cn-hangzhou-j."`);
  });

  it('says that no zone has a type which does not exist', () => {
    expect(judge(['ecs.g7.xlrage'], []).remediation).toContain('no zone of cn-hangzhou sells ecs.g7.xlrage: check how it is written');
  });

  it('says that a type ran out wherever it is sold', () => {
    expect(judge(['ecs.c7.large'], [offer('ecs.c7.large', 'h', 'ClosedWithoutStock')]).remediation).toContain('ecs.c7.large is out of stock in all of cn-hangzhou');
  });

  it('names each zone of nodes that sells none, and looks at no zone of pods', () => {
    const unread = { read: false, reason: 'Forbidden.RAM', remediation: 'Grant vpc:DescribeVSwitches.' } as const;
    const nodes = nodesIn('i', 'h', 'j').vSwitches;
    const check = judge(['ecs.g7.xlarge'], [offer('ecs.g7.xlarge', 'h')], { vSwitches: unread }, { vSwitches: [...nodes, { id: 'vsw-p', zone: 'cn-hangzhou-k', use: 'pods' }] });
    expect([check.status, check.message]).toEqual(['fail', 'zone cn-hangzhou-i does not sell ecs.g7.xlarge; zone cn-hangzhou-j does not sell ecs.g7.xlarge']);
  });

  it('takes the zone that the vSwitch has over the one that was told', () => {
    expect(judge(['ecs.g7.xlarge'], [offer('ecs.g7.xlarge', 'i')], {}, { vSwitches: [{ id: 'vsw-n', zone: 'cn-hangzhou-h', use: 'nodes' }] }).status).toBe('pass');
  });

  it('warns where no zone is known', () => {
    expect(judge(['ecs.g7.xlarge'], [], {}, { vSwitches: [{ id: 'vsw-gone', use: 'nodes' }] })).toMatchObject({ status: 'warn', message: expect.stringContaining('zones of the nodes are not known') as string });
  });

  it('tells a missing type and a short one together, with a remedy for each', () => {
    const check = judge(['ecs.g7.xlarge', 'ecs.c7.large'], [offer('ecs.g7.xlarge', 'i', 'WithoutStock'), offer('ecs.c7.large', 'h')]);
    expect(check.message).toBe('zone cn-hangzhou-i sells ecs.g7.xlarge, but not ecs.c7.large; ecs.g7.xlarge is out of stock in cn-hangzhou-i');
    expect(check.remediation).toMatch(/ecs\.c7\.large is sold in cn-hangzhou-h\. Name further instance types/);
  });

  it('warns where the offers may not be read', () => {
    const offers = { read: false, reason: 'Forbidden.RAM', remediation: 'Grant ecs:DescribeAvailableResource.' } as const;
    expect(judge(['ecs.g7.xlarge'], [], { offers })).toMatchObject({ status: 'warn', remediation: 'Grant ecs:DescribeAvailableResource.' });
  });
});
