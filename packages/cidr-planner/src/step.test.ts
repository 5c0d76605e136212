import { InvalidInputError, NotFoundError, runSteps, StepError, VerificationError } from '@ack-hybrid/core';
import { expect, test } from 'vitest';
import type { ClusterNetworkReader, VpcNetworkReader } from './api/port.ts';
import type { ObservedCluster } from './plan/world/observed-cluster.ts';
import type { ObservedVpc } from './plan/world/observed-vpc.ts';
import { createNetworkStep } from './step.ts';
import { buildNetwork } from './testing/network.ts';
import { buildBorder, buildCluster, buildVpc } from './testing/world.ts';

class FakeReader implements ClusterNetworkReader, VpcNetworkReader {
  cluster: ObservedCluster = buildCluster();
  vpc: ObservedVpc = buildVpc();
  failure: Error | undefined;
  readonly reads: string[] = [];

  readCluster(options?: { readonly signal?: AbortSignal | undefined }): Promise<ObservedCluster> {
    return this.#read('cluster', this.cluster, options?.signal);
  }

  readVpc(vpcId: string, options?: { readonly signal?: AbortSignal | undefined }): Promise<ObservedVpc> {
    return this.#read(vpcId, this.vpc, options?.signal);
  }

  #read<Value>(name: string, value: Value, signal: AbortSignal | undefined): Promise<Value> {
    this.reads.push(name);
    if (this.failure) return Promise.reject(this.failure);
    return signal?.aborted === true ? Promise.reject(signal.reason as Error) : Promise.resolve(value);
  }
}

const build = (cidr = '10.0.0.0/10') => {
  const reader = new FakeReader();
  reader.vpc = buildVpc({ cidr });
  return { reader, step: createNetworkStep({ input: buildNetwork({ vpc: { cidr } }), cluster: reader, vpc: { id: 'vpc-1', reader } }) };
};

test('the plan reads both sides, changes nothing and passes', async () => {
  const { reader, step } = build();
  const plan = await step.plan();
  expect(reader.reads.sort()).toEqual(['cluster', 'vpc-1']);
  expect(plan.changes).toEqual([]);
  expect(plan.checks?.map((check) => `${check.status} ${check.name}`)).toEqual(['pass network-plan', 'warn vpc-larger-than-recommended']);
});

test('a run applies, verifies and leaves the step unchanged, the second time as the first', async () => {
  const { step } = build();
  for (const _turn of [1, 2]) {
    const report = await runSteps([step]);
    expect(report.steps[0]).toMatchObject({ name: 'network', status: 'unchanged', changes: [] });
    expect(report.ok).toBe(true);
  }
});

test('a conflict fails the run while it plans, with the conflict and the fix in the message', async () => {
  const input = buildNetwork({ vpc: { cidr: '10.0.0.0/8' } });
  const error = await runSteps([createNetworkStep({ input })]).catch((thrown: unknown) => thrown);
  expect(StepError.isInstance(error) && [error.phase, error.message]).toMatchInlineSnapshot(`
    [
      "plan",
      "network (plan): Check the network plan: overlap-data-center-vpc: data-center pod network 10.100.0.0/16 lies inside VPC 10.0.0.0/8; they share 10.100.0.0/16. Whoever announces the whole VPC block to the data center draws the on-premises addresses into the cloud, and any vSwitch that is ever made in the shared part cuts them off.",
    ]
  `);
  expect(StepError.isInstance(error) && error.remediation).toContain('Change VPC from 10.0.0.0/8 to 10.0.0.0/10.');
});

test('apply looks again and refuses a network that has become wrong', async () => {
  const { reader, step } = build();
  const plan = await step.plan();
  reader.cluster = buildCluster({ ipPools: [{ name: 'second', cidr: '10.10.25.0/24', disabled: false }] });
  const error = await step.apply(plan).catch((thrown: unknown) => thrown);
  expect(VerificationError.isInstance(error) && error.checks.filter((check) => check.status === 'fail').map((check) => check.name)).toEqual([
    'pod-cidr-differs', 'overlap-data-center-vswitch', 'overlap-data-center-vpc',
  ]);
});

test('verify passes what holds and fails what does not', async () => {
  const { step } = build();
  const { desired } = await step.plan();
  expect(await step.verify(desired)).toEqual([{ name: 'network-plan', status: 'pass', message: 'no block conflicts; usable addresses: nodes-i 252, pods-i 252' }]);
  const { desired: wrong } = await build('10.0.0.0/8').step.plan();
  expect((await step.verify(wrong)).map((check) => [check.status, check.message])).toEqual([['fail', '1 rule is broken: overlap-data-center-vpc']]);
});

test('every check that does not pass says how to mend it', async () => {
  const { reader, step } = build('10.0.0.0/8');
  reader.vpc = buildVpc({ cidr: '10.64.0.0/10', routes: [] });
  const { checks = [] } = await step.plan();
  expect(checks.length).toBeGreaterThan(3);
  expect(checks.filter((check) => check.status !== 'pass' && !check.remediation)).toEqual([]);
});

test('without readers the input alone is judged', async () => {
  const plan = await createNetworkStep({ input: buildNetwork() }).plan();
  expect(plan.desired.ok).toBe(true);
});

test('an abort stops before anything is read', async () => {
  const { reader, step } = build();
  await expect(step.plan({ signal: AbortSignal.abort(new DOMException('stop', 'AbortError')) })).rejects.toThrow('stop');
  expect(reader.reads).toEqual([]);
});

test('what a reader throws comes through as it is', async () => {
  const { reader, step } = build();
  reader.failure = new NotFoundError({ service: 'vpc', operation: 'DescribeVpcs', errorCode: 'InvalidVpcId.NotFound', detail: 'no such VPC', outcome: 'refused' });
  await expect(step.plan()).rejects.toBe(reader.failure);
});

test('an input that can not be read is refused before the step is run', () => {
  expect(() => createNetworkStep({ input: buildNetwork({ vpc: { cidr: '10.0.0.0' } }) })).toThrow(InvalidInputError);
});

test('progress names what is read', async () => {
  const lines: string[] = [];
  await build().step.plan({ onProgress: (line) => lines.push(line) });
  expect(lines).toEqual(['reading the blocks of the cluster', 'reading the blocks of VPC vpc-1']);
});

test('the VPC may be found when it is needed', async () => {
  const reader = new FakeReader();
  await createNetworkStep({ input: buildNetwork(), vpc: { id: () => Promise.resolve('vpc-found'), reader } }).plan();
  expect(reader.reads).toEqual(['vpc-found']);
});

test('the way between the two sides is read where a reader of it is given', async () => {
  const reader = new FakeReader();
  const unread = [{ what: 'the CENs of VPC vpc-1', action: 'vpc:DescribeVpcAttribute' }];
  const plan = await createNetworkStep({ input: buildNetwork(), vpc: { id: 'vpc-1', reader, border: { readBorder: () => Promise.resolve(buildBorder({ unread })) } } }).plan();
  expect(plan.checks?.map((check) => check.name)).toContain('border-not-read');
});
