import { describe, expect, it } from 'vitest';
import { InvalidInputError, NotFoundError, PermissionError } from '@ack-hybrid/core';
import type { CloudReader } from './api/port.ts';
import { lookAround, type PreflightInput } from './run-preflight.ts';
import { neededPermissions } from './plan/needed-permissions.ts';
import { buildPreflightStep } from './steps/preflight-step.ts';
import { clusterOf, factsOf, portsOf, wishes } from './testing/preflight-facts-builder.testing.ts';

const input: PreflightInput = { ...wishes, clusterId: clusterOf().id };
const rulesOf = factsOf().rules;
const allRules = rulesOf.read ? rulesOf.value : [];
const refusal = { service: 'vpc', operation: 'DescribeVpcs', errorCode: 'Forbidden.RAM', detail: 'no', outcome: 'refused' } as const;

describe('the preflight', () => {
  it('reads everything once and passes', async () => {
    const report = await lookAround(portsOf(), input);
    expect(report.checks.filter((check) => check.status !== 'pass')).toEqual([]);
    expect(report.cluster.vpcId).toBe('vpc-1');
  });

  it('throws what is wrong with cluster, region or credentials once, before it asks anything else', async () => {
    let asked = 0;
    const count = async (): Promise<never> => {
      asked += 1;
      throw new Error('not to be asked');
    };
    const ports = portsOf({ readCluster: async () => Promise.reject(new NotFoundError({ ...refusal, errorCode: 'ErrorClusterNotFound' })), readVpc: count }, { readVersion: count, readAgentDeployment: count });
    await expect(lookAround(ports, input)).rejects.toSatisfy((error) => NotFoundError.isInstance(error));
    expect(asked).toBe(0);
  });

  it.each([{ region: 'cn-beijing' }, { clusterType: 'ManagedKubernetes' }])('stops at a cluster that is another: %j', async (changes) => {
    const { checks } = await lookAround(portsOf({ readCluster: async () => clusterOf(changes), readVpc: async () => Promise.reject(new NotFoundError(refusal)) }), input);
    expect(checks.map((check) => [check.name, check.status])).toEqual([['registered-cluster', 'fail']]);
  });

  it('warns of what may not be looked at and goes on', async () => {
    const ports = portsOf({ readVpc: async () => Promise.reject(new PermissionError({ ...refusal, missing: 'vpc:DescribeVpcs' })) }, { mayDo: async () => Promise.reject(new NotFoundError({ ...refusal, errorCode: 'NotFound' })) });
    const { checks } = await lookAround(ports, input);
    expect(checks.filter((check) => check.status !== 'pass').map((check) => [check.name, check.status])).toEqual([
      ['vpc', 'warn'],
      ['kubernetes-permissions', 'warn'],
    ]);
  });

  it('throws where the cloud does not answer', async () => {
    await expect(lookAround(portsOf({ listRoutes: async () => Promise.reject(new NotFoundError(refusal)) }), input)).rejects.toThrow('DescribeVpcs');
  });

  it('looks at the security groups that are named instead of the cluster\'s own', async () => {
    const asked: string[] = [];
    const reader: Partial<CloudReader> = { listSecurityGroupRules: async (id) => (asked.push(id), [...allRules]) };
    await lookAround(portsOf(reader), { ...input, securityGroupIds: ['sg-7', 'sg-8'] });
    expect(asked).toEqual(['sg-7', 'sg-8']);
  });

  it('asks for every right that the steps need, in words', async () => {
    let asked = 0;
    const { checks } = await lookAround(portsOf({}, { mayDo: async ({ verb, name }) => ((asked += 1), !(verb === 'patch' && name === 'eni-config')) }), input);
    expect(checks.find((check) => check.name === 'kubernetes-permissions')?.message).toBe('the caller may not patch configmaps eni-config in kube-system');
    expect(asked).toBe(neededPermissions.length);
  });

  it('only warns of a right that is missing, but needed by some clusters alone', async () => {
    const { checks } = await lookAround(portsOf({}, { mayDo: async ({ resource }) => resource !== 'installations' }), input);
    expect(checks.find((check) => check.name === 'kubernetes-permissions')).toMatchObject({
      status: 'warn',
      message: expect.stringContaining('patch installations.operator.tigera.io default (only needed for Calico of the Tigera operator)') as string,
    });
  });

  it('asks once for each instance type, and for none where none is named', async () => {
    const asked: string[] = [];
    const reader: Partial<CloudReader> = { listInstanceTypeOffers: async (type) => (asked.push(type), [{ instanceType: type, zone: 'cn-hangzhou-i', stock: 'WithStock' }]) };
    const statusOf = async (wish: Partial<PreflightInput>) => (await lookAround(portsOf(reader), { ...input, ...wish })).checks.find((check) => check.name === 'instance-types-in-zones')?.status;
    expect(await statusOf({})).toBeUndefined();
    expect(asked).toEqual([]);
    expect(await statusOf({ instanceTypes: ['ecs.g7.xlarge', 'ecs.c7.large', 'ecs.g7.xlarge'] })).toBe('pass');
    expect(asked).toEqual(['ecs.g7.xlarge', 'ecs.c7.large']);
  });

  it('warns where the caller may not see what zones sell', async () => {
    const refused = new PermissionError({ ...refusal, service: 'ecs', operation: 'DescribeAvailableResource', missing: 'ecs:DescribeAvailableResource' });
    const { checks } = await lookAround(portsOf({ listInstanceTypeOffers: async () => Promise.reject(refused) }), { ...input, instanceTypes: ['ecs.g7.xlarge'] });
    expect(checks.filter((check) => check.status !== 'pass')).toEqual([expect.objectContaining({ name: 'instance-types-in-zones', status: 'warn', remediation: expect.stringContaining('ecs:DescribeAvailableResource') as string })]);
  });

  it.each<[readonly string[], string]>([
    [[], 'instanceTypes'],
    [Array.from({ length: 11 }, (_, index) => `ecs.g7.${index + 2}xlarge`), 'instanceTypes'],
    [['ecs.g7.xlarge', 'g7.xlarge'], 'instanceTypes[1]'],
    [['ecs.'], 'instanceTypes[0]'],
  ])('takes no instance types %j', (instanceTypes, path) => {
    expect(() => buildPreflightStep(portsOf(), { ...input, instanceTypes })).toThrow(expect.toSatisfy((error: unknown) => InvalidInputError.isInstance(error) && error.issues.map((issue) => issue.path).join() === path));
  });

  it('takes no instance types without a vSwitch for nodes', () => {
    const vSwitches = [{ id: 'vsw-n', zone: 'cn-hangzhou-i' }];
    expect(() => buildPreflightStep(portsOf(), { ...input, vSwitches, instanceTypes: ['ecs.g7.xlarge'] })).toThrow('none has the use "nodes"');
    expect(buildPreflightStep(portsOf(), { ...input, vSwitches }).name).toBe('preflight');
  });

  it('stands in the plan of its step, which changes nothing', async () => {
    const step = buildPreflightStep(portsOf({ readVpc: async () => undefined }), input);
    const plan = await step.plan();
    expect(plan.changes).toEqual([]);
    expect(plan.checks?.filter((check) => check.status === 'fail').map((check) => check.name)).toEqual(['vpc']);
    const cluster = await step.apply(plan);
    expect(cluster.name).toBe('datacenter');
    expect(await step.verify(cluster)).toEqual([]);
    expect(step.undo).toBeUndefined();
  });

  it('names every bad field of its input at once', () => {
    const bad: PreflightInput = { clusterId: 'x', vSwitches: [], apiServer: 'a b', onPremises: { nodeCidrs: ['192.168.0.1/24'], podCidrs: [] } };
    expect(() => buildPreflightStep(portsOf(), bad)).toThrow(
      expect.toSatisfy(
        (error: unknown) => InvalidInputError.isInstance(error) && error.issues.map((issue) => issue.path).join() === 'clusterId,onPremises.nodeCidrs[0],onPremises.podCidrs,vSwitches,apiServer',
      ),
    );
  });
});
