import { createKubernetes, InvalidInputError, runSteps, WaitTimeoutError } from '@ack-hybrid/core';
import { describe, expect, it } from 'vitest';
import { CalicoAffinityError } from '../errors.ts';
import { readPath } from '../plan/json.ts';
import type { WorkloadSelection } from '../plan/workloads/workload-selection.ts';
import { cloudNode, premisesNode } from '../testing/cluster.ts';
import { FakeWorkloads, workload } from '../testing/fake-workloads.ts';
import type { OnPremisesWorkloadsOptions } from './workloads-options.ts';
import { createOnPremisesWorkloadsStep, createWorkloadsStepOn } from './workloads-step.ts';

const timing = { intervalMs: 1, conflictDelayMs: 1, rolloutTimeoutMs: 200 };
const speaker: WorkloadSelection = { kind: 'DaemonSet', namespace: 'metallb-system', name: 'speaker' };
const typha: WorkloadSelection = { kind: 'Deployment', namespace: 'calico-system', name: 'calico-typha' };
const controllers: WorkloadSelection = { kind: 'Deployment', namespace: 'calico-system', name: 'calico-kube-controllers' };
const byOperator = { ownerReferences: [{ kind: 'Installation', name: 'default', controller: true }] };
const everything = { tolerations: [{ operator: 'Exists' }] };

const premises = (): FakeWorkloads => {
  const cluster = new FakeWorkloads();
  cluster.nodes.push(premisesNode('dc-1'), premisesNode('dc-2'), cloudNode('ecs-1'));
  cluster.workloads.push(workload('DaemonSet', 'metallb-system', 'speaker', { metadata: { labels: { app: 'metallb' } }, podSpec: everything }), workload('StatefulSet', 'rook', 'store', { metadata: { labels: { app: 'rook' } } }));
  return cluster;
};
const operated = (): FakeWorkloads => {
  const cluster = premises();
  cluster.workloads.push(workload('Deployment', 'calico-system', 'calico-typha', { metadata: byOperator, podSpec: everything }), workload('Deployment', 'calico-system', 'calico-kube-controllers', { metadata: byOperator }));
  cluster.installation = { metadata: { name: 'default', resourceVersion: '1' }, spec: { variant: 'Calico' } };
  return cluster;
};
const stepOn = (cluster: FakeWorkloads, workloads: readonly WorkloadSelection[], options: Partial<OnPremisesWorkloadsOptions> = {}) => createWorkloadsStepOn(cluster, { workloads, timing, ...options });
const failureOf = (promise: Promise<unknown>): Promise<unknown> => promise.then(() => undefined, (error: unknown) => error);
const affinityAt = (cluster: FakeWorkloads, index: number): unknown => readPath(cluster.workloads[index]?.object ?? {}, ['spec', 'template', 'spec', 'affinity']);

const ours = { nodeSelectorTerms: [{ matchExpressions: [{ key: 'alibabacloud.com/external', operator: 'NotIn', values: ['true'] }, { key: 'type', operator: 'NotIn', values: ['virtual-kubelet'] }] }] };

describe('workloads by name and by labels', () => {
  it('are planned without a write, kept on premises, left alone the second time, and set back', async () => {
    const cluster = premises();
    const step = stepOn(cluster, [speaker, { kind: 'StatefulSet', selector: 'app=rook' }]);
    const before = cluster.snapshot();
    const plan = await step.plan();
    expect(plan.changes.map(({ target, summary }) => `${target}: ${summary}`)).toEqual([
      'DaemonSet metallb-system/speaker: keep DaemonSet metallb-system/speaker off the cloud nodes: it stays on 2 nodes and leaves 1',
      'StatefulSet rook/store: keep StatefulSet rook/store off the cloud nodes: 2 nodes may run it afterwards, 1 no longer',
    ]);
    expect(plan.checks?.filter((check) => check.status !== 'pass')).toEqual([]);
    expect(cluster.writes).toEqual([]);
    expect(cluster.dryRuns).toHaveLength(2);

    const result = await step.apply(plan);
    expect(result.workloads.map(({ changed }) => changed)).toEqual([true, true]);
    expect(affinityAt(cluster, 0)).toEqual({ nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: ours } });
    expect((await step.verify(result)).filter((check) => check.status !== 'pass')).toEqual([]);

    expect((await step.apply(await step.plan())).workloads.map(({ changed }) => changed)).toEqual([false, false]);
    expect(cluster.writes).toHaveLength(2);

    expect(await step.undo?.()).toHaveLength(2);
    expect(await step.undo?.()).toEqual([]);
    expect(cluster.snapshot()).toEqual(before);
  });

  it('that two selections name are written once', async () => {
    const cluster = premises();
    await runSteps([stepOn(cluster, [speaker, { kind: 'DaemonSet', namespace: 'metallb-system', selector: 'app=metallb' }])]);
    expect(cluster.writes).toHaveLength(1);
  });

  it.each([
    ['a name', { ...speaker, name: 'speakers' }, 'DaemonSet metallb-system/speakers is not there'],
    ['labels', { kind: 'Deployment', selector: 'app=metallb' }, 'every Deployment with app=metallb is not there'],
  ] as const)('that are not found by %s fail the plan, and nothing is written', async (_how, selection, message) => {
    const cluster = premises();
    const step = stepOn(cluster, [{ kind: 'StatefulSet', selector: 'app=rook' }, selection]);
    expect((await step.plan()).checks?.find((check) => check.status === 'fail')?.message).toBe(message);
    expect(await failureOf(step.apply(await step.plan()))).toMatchObject({ reason: 'workload-not-found', message });
    expect(cluster.writes).toEqual([]);
  });
});

describe('the parts of the operator', () => {
  it('are written to the Installation, each with a record of its own, and set back one by one', async () => {
    const cluster = operated();
    const before = cluster.snapshot();
    await runSteps([stepOn(cluster, [typha, controllers])]);
    expect(cluster.writes).toEqual([{ kind: 'installation', name: 'default' }, { kind: 'installation', name: 'default' }]);
    expect(Object.keys(readPath(cluster.installation ?? {}, ['metadata', 'annotations']) as object).sort()).toEqual([
      'ack-hybrid.io/applied-affinity.calicoKubeControllersDeployment',
      'ack-hybrid.io/applied-affinity.typhaDeployment',
      'ack-hybrid.io/previous-affinity.calicoKubeControllersDeployment',
      'ack-hybrid.io/previous-affinity.typhaDeployment',
    ]);
    await stepOn(cluster, [typha]).undo?.();
    expect(affinityAt(cluster, 2)).toBeUndefined();
    expect(affinityAt(cluster, 3)).toEqual({ nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: ours } });
    await stepOn(cluster, [typha, controllers]).undo?.();
    expect(cluster.snapshot()).toEqual(before);
  });

  it.each([
    ['another owner', [{ kind: 'RookOperator', name: 'rook', controller: true }], 'RookOperator rook owns it and would revert a change'],
    ['an Installation that is gone', [{ kind: 'Installation', name: 'other', controller: true }], 'Installation other owns it, but was not found'],
  ])('are refused with %s', async (_what, ownerReferences, why) => {
    const cluster = operated();
    cluster.workloads.push(workload('Deployment', 'elsewhere', 'calico-typha', { metadata: { ownerReferences } }));
    const step = stepOn(cluster, [speaker, { ...typha, namespace: 'elsewhere' }]);
    expect(await failureOf(step.apply(await step.plan()))).toMatchObject({ reason: 'owner-unknown', message: `Deployment elsewhere/calico-typha: ${why}` });
    expect(cluster.writes).toEqual([]);
  });
});

describe('a change that would hurt', () => {
  it('is refused where GitOps takes it back at once, before the first write, unless the option overrides it', async () => {
    const cluster = premises();
    cluster.workloads.push(workload('Deployment', 'shop', 'web', { metadata: { annotations: { 'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:shop/web' } } }));
    const web: WorkloadSelection = { kind: 'Deployment', namespace: 'shop', name: 'web' };
    const step = stepOn(cluster, [speaker, web]);
    expect((await step.plan()).checks?.find((check) => check.status === 'fail')?.name).toBe('workload-owner');
    expect(await failureOf(step.apply(await step.plan()))).toMatchObject({ reason: 'owner-reverts' });
    expect(cluster.writes).toEqual([]);
    await runSteps([stepOn(cluster, [speaker, web], { overrideOwner: true })]);
    expect(cluster.writes).toHaveLength(2);
  });

  it('is refused where a DaemonSet would leave an on-premises node, before the first write, unless the node is waived', async () => {
    const cluster = premises();
    cluster.nodes.push(cloudNode('dc-3', { providerId: 'vsphere://42' }));
    const step = stepOn(cluster, [{ kind: 'StatefulSet', selector: 'app=rook' }, speaker]);
    expect((await step.plan()).checks?.find((check) => check.status === 'fail')?.message).toContain('it would leave dc-3');
    const error = await failureOf(step.apply(await step.plan()));
    expect(error).toBeInstanceOf(CalicoAffinityError);
    expect(error).toMatchObject({ reason: 'on-premises-endangered', nodes: ['dc-3'] });
    expect(cluster.writes).toEqual([]);
    expect((await runSteps([stepOn(cluster, [speaker], { waivedNodes: ['dc-3'] })])).ok).toBe(true);
  });

  it('is refused where no node would be left for a Deployment', async () => {
    const cluster = premises();
    cluster.workloads.push(workload('Deployment', 'shop', 'web', { podSpec: { nodeSelector: { 'alibabacloud.com/external': 'true' } } }));
    const step = stepOn(cluster, [{ kind: 'Deployment', namespace: 'shop', name: 'web' }]);
    expect(await failureOf(step.apply(await step.plan()))).toMatchObject({ message: 'Deployment shop/web: no node would be left that may run it (now: 1 cloud node)' });
  });
});

describe('other people and lost answers', () => {
  it('a conflict and a lost answer are met by looking anew', async () => {
    const cluster = premises();
    cluster.faults.push('conflict', 'lost-after');
    const step = stepOn(cluster, [speaker]);
    expect((await step.apply(await step.plan())).workloads).toMatchObject([{ changed: true }]);
    expect(cluster.writes).toHaveLength(1);
  });

  it('a webhook that changes the affinity fails the plan', async () => {
    const cluster = premises();
    cluster.mutateDryRun = () => ({});
    expect((await stepOn(cluster, [speaker]).plan()).checks?.find((check) => check.status === 'fail')?.message).toContain('would store another affinity');
  });

  it('a rollout that does not come says what it saw, and offers the undo', async () => {
    const cluster = premises();
    cluster.rolling = false;
    const step = stepOn(cluster, [speaker]);
    const error = await failureOf(step.apply(await step.plan()));
    expect(error).toBeInstanceOf(WaitTimeoutError);
    expect(String((error as WaitTimeoutError).remediation)).toContain('undo');
  });
});

describe('the proof', () => {
  it('fails where a pod is on a cloud node, where the affinity was reverted, and where the workload is gone', async () => {
    const cluster = premises();
    const step = stepOn(cluster, [speaker]);
    const result = await step.apply(await step.plan());
    cluster.oddPods.push({ name: 'speaker-x', nodeName: 'ecs-1', terminating: false }, { name: 'speaker-y', nodeName: '', terminating: false, unscheduled: '0/3 nodes are available' });
    const failures = async () => (await step.verify(result)).filter((check) => check.status !== 'pass').map((check) => check.message);
    expect(await failures()).toEqual(['DaemonSet metallb-system/speaker runs on ecs-1', 'the scheduler finds no place for speaker-y: 0/3 nodes are available']);
    cluster.oddPods.length = 0;
    await step.undo?.();
    expect(await failures()).toEqual(['DaemonSet metallb-system/speaker still selects cloud nodes', 'DaemonSet metallb-system/speaker runs on ecs-1']);
    cluster.workloads.length = 0;
    expect(await failures()).toEqual(['DaemonSet metallb-system/speaker is not there any more']);
  });
});

it('bad options are named at once, all of them', () => {
  const kubernetes = createKubernetes({ kind: 'default' });
  const workloads = [{ kind: 'Pod', namespace: 'a', name: 'b' }, { kind: 'DaemonSet', selector: ' ' }, { kind: 'DaemonSet', name: 'b' }, { kind: 'DaemonSet', namespace: 'A', nmae: 'b', selector: 'x' }] as unknown as readonly WorkloadSelection[];
  const attempt = (): unknown => createOnPremisesWorkloadsStep({ kubernetes }, { workloads, timing: { intervalMs: 0 } });
  expect(attempt).toThrow(InvalidInputError);
  try {
    attempt();
  } catch (error) {
    expect((error as InvalidInputError).issues.map(({ path }) => path)).toEqual(['workloads[0].kind', 'workloads[1].selector', 'workloads[2].namespace', 'workloads[3].nmae', 'workloads[3].namespace', 'timing.intervalMs']);
  }
  expect(() => createOnPremisesWorkloadsStep({ kubernetes }, { workloads: [] })).toThrow('must be a list of one workload at least');
});
