import { createKubernetes, InvalidInputError, runSteps, WaitTimeoutError } from '@ack-hybrid/core';
import { describe, expect, it } from 'vitest';
import { CalicoAffinityError } from '../errors.ts';
import { previousAffinityAnnotation } from '../plan/affinity-record.ts';
import { cniWorkload } from '../plan/cni/cni-objects.testing.ts';
import { readPath, withPath, type JsonObject } from '../plan/json.ts';
import { byManifest, byOperator, calicoNode, cloudNode, manifestKey, operatedKey, premisesNode } from '../testing/cluster.ts';
import { FakeCalico } from '../testing/fake-calico.ts';
import type { CalicoAffinityOptions } from './affinity-options.ts';
import { createAffinityStep, createAffinityStepOn } from './affinity-step.ts';

const timing = { intervalMs: 1, conflictDelayMs: 1, rolloutTimeoutMs: 2_000 };
const stepOn = (cluster: FakeCalico, options: CalicoAffinityOptions = {}) => createAffinityStepOn(cluster, { timing, ...options });
const run = async (cluster: FakeCalico, options: CalicoAffinityOptions = {}) => {
  const step = stepOn(cluster, options);
  return step.apply(await step.plan());
};
const checkOf = (checks: readonly { readonly name: string; readonly status: string; readonly message: string }[] | undefined, name: string) => checks?.find((check) => check.name === name);
const affinityPath = ['spec', 'template', 'spec', 'affinity'];
const failureOf = (promise: Promise<unknown>): Promise<unknown> => promise.then(() => undefined, (error: unknown) => error);

describe('the plan', () => {
  it('says what changes, asks the server, and writes nothing', async () => {
    const cluster = byManifest();
    const plan = await stepOn(cluster).plan();
    expect(plan.changes).toMatchObject([{ action: 'update', target: manifestKey, before: null }]);
    expect(plan.changes[0]?.summary).toMatchInlineSnapshot(`"require alibabacloud.com/external NotIn [true] and type NotIn [virtual-kubelet] in a new term; calico-node stays on 3 nodes and leaves 1"`);
    expect(plan.desired.agents[0]?.preview).toMatchObject({ keep: ['dc-1', 'dc-2', 'dc-3'], lose: ['ecs-1'] });
    expect(cluster.dryRuns).toHaveLength(1);
    expect(cluster.writes).toHaveLength(0);
    expect(plan.checks?.filter((check) => check.status === 'fail')).toEqual([]);
  });

  it('says unchanged, and makes no dry run, once it was applied', async () => {
    const cluster = byManifest();
    await run(cluster);
    const dryRuns = cluster.dryRuns.length;
    expect((await stepOn(cluster).plan()).changes).toEqual([]);
    expect(cluster.dryRuns).toHaveLength(dryRuns);
  });

  it('warns of who applies the affinity, as long as there is something to change', async () => {
    const cluster = byManifest();
    const entry = { manager: 'gitops', operation: 'Apply', fieldsV1: { 'f:spec': { 'f:template': { 'f:spec': { 'f:affinity': {} } } } } };
    cluster.objects.set(manifestKey, withPath(cluster.objects.get(manifestKey) ?? {}, ['metadata', 'managedFields'], [entry]));
    const applied = async () => checkOf((await stepOn(cluster).plan()).checks, 'calico-affinity-applied');
    expect(await applied()).toMatchObject({ status: 'warn', message: expect.stringContaining('the affinity of DaemonSet kube-system/calico-node is applied by gitops') as string });
    await run(cluster);
    expect(await applied()).toBeUndefined();
  });

  it('fails without a CNI, naming what was looked for', async () => {
    const check = checkOf((await stepOn(new FakeCalico()).plan()).checks, 'calico-found');
    expect(check).toMatchInlineSnapshot(`
      {
        "message": "DaemonSets looked at: 0; Deployments: 0; no DaemonSet is a CNI plug-in or mounts the CNI folders of the node: pods have the network of the host only, or the plug-in is part of the node (K3s has Flannel built in)",
        "name": "calico-found",
        "remediation": "Name the DaemonSet by the options namespace and name. Where no DaemonSet of this cluster is a CNI, leave this step out.",
        "status": "fail",
      }
    `);
  });

  it('fails where an on-premises node would lose its CNI, and the run stops before a write', async () => {
    const cluster = byManifest();
    cluster.nodes.push(cloudNode('dc-4', { providerId: 'other://dc-4' }));
    expect(checkOf((await stepOn(cluster).plan()).checks, 'calico-keeps-premises')).toMatchObject({ status: 'fail' });
    await expect(runSteps([stepOn(cluster)])).rejects.toThrow(/dc-4/);
    expect(cluster.writes).toHaveLength(0);
    expect(checkOf((await stepOn(cluster, { waivedNodes: ['dc-4'] }).plan()).checks, 'calico-keeps-premises')).toMatchObject({ status: 'pass' });
  });

  it('fails where the server refuses the change, or would store another one', async () => {
    const refusing = byManifest();
    refusing.faults.push('invalid');
    expect(checkOf((await stepOn(refusing).plan()).checks, 'calico-dry-run')).toMatchObject({ status: 'fail' });
    const mutating = byManifest();
    mutating.mutateDryRun = (object) => withPath(object, affinityPath, {});
    expect(checkOf((await stepOn(mutating).plan()).checks, 'calico-dry-run')).toMatchObject({ status: 'fail' });
  });

  it('looks at a DaemonSet of another name where it is told so', async () => {
    const cluster = byManifest();
    const named = { namespace: 'cni', name: 'calico' };
    expect(checkOf((await stepOn(cluster, named).plan()).checks, 'calico-found')?.message).toContain('cni/calico is not there');
    cluster.put('DaemonSet cni/calico', { ...calicoNode('cni'), metadata: { ...named, uid: 'uid-2' } });
    expect((await stepOn(cluster, named).plan()).changes).toMatchObject([{ target: 'DaemonSet cni/calico' }]);
  });

  it('warns of Typha and kube-controllers that may land on a cloud node', async () => {
    const cluster = byManifest();
    const deployment = (component: string, spec: JsonObject) => cniWorkload(`kube-system/calico-${component}`, { containers: { [`calico-${component}`]: `quay.io/calico/${component}:v3.32.0` }, spec });
    cluster.put('Deployment kube-system/calico-typha', deployment('typha', { tolerations: [{ operator: 'Exists' }] }));
    cluster.put('Deployment kube-system/calico-kube-controllers', deployment('kube-controllers', { nodeSelector: { site: 'dc' } }));
    const { checks } = await stepOn(cluster).plan();
    expect(checkOf(checks, 'typha-placement')).toMatchObject({ status: 'warn' });
    expect(checkOf(checks, 'kube-controllers-placement')).toMatchObject({ status: 'pass' });
  });

  it('explains OnDelete', async () => {
    const cluster = byManifest({ spec: { updateStrategy: { type: 'OnDelete' } } });
    expect(checkOf((await stepOn(cluster).plan()).checks, 'calico-rollout-strategy')?.message).toContain('until they are deleted');
  });

  it('refuses bad options at once, all of them', () => {
    const bad = failing(() => createAffinityStep({ kubernetes: createKubernetes({ kind: 'default' }) }, { namespace: 'Kube_System', waivedNodes: ['a b'], timing: { intervalMs: 0 } }));
    expect(bad.issues.map((issue) => issue.path)).toEqual(['namespace', 'name', 'timing.intervalMs', 'waivedNodes[0]']);
  });
});

const failing = (act: () => unknown): InvalidInputError => {
  try {
    act();
  } catch (error) {
    if (InvalidInputError.isInstance(error)) return error;
  }
  return expect.fail('no InvalidInputError');
};

describe('apply and verify', () => {
  it.each([
    ['by manifest', byManifest, manifestKey],
    ['by the operator', byOperator, operatedKey],
  ])('keeps Calico on premises, %s, and a second run writes nothing', async (_, build, key) => {
    const cluster = build();
    const result = await run(cluster);
    expect(result.changed).toBe(true);
    expect(result.agents[0]?.onPremisesNodes).toEqual(cluster.nodes.filter((node) => node.name.startsWith('dc')).map((node) => node.name));
    expect((await stepOn(cluster).verify(result)).map((check) => [check.name, check.status])).toEqual([
      ['calico-affinity-in-place', 'pass'],
      ['calico-off-cloud-nodes', 'pass'],
      ['calico-on-premises', 'pass'],
    ]);
    expect(JSON.stringify(readPath(cluster.objects.get(key) ?? {}, affinityPath))).toContain('alibabacloud.com/external');
    expect(await run(cluster)).toMatchObject({ changed: false });
    expect(cluster.writes).toHaveLength(1);
  });

  it('writes to the Installation, never to the DaemonSet that the operator would revert', async () => {
    const cluster = byOperator();
    await run(cluster);
    expect(cluster.writes.map((write) => write.target)).toEqual([{ kind: 'installation', name: 'default' }]);
  });

  it('keeps the affinity that the operator uses of its own', async () => {
    const cluster = byOperator();
    cluster.operatorAffinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'rack', operator: 'DoesNotExist' }] }] } } };
    cluster.put('Installation default', cluster.objects.get('Installation default') ?? {});
    const before = cluster.snapshot();
    await run(cluster);
    expect(JSON.stringify(readPath(cluster.objects.get(operatedKey) ?? {}, affinityPath))).toContain('rack');
    await stepOn(cluster).undo?.();
    expect(cluster.snapshot()).toEqual(before);
  });

  it('plans anew after a conflict, with what the other one wrote', async () => {
    const cluster = byManifest();
    cluster.interference = () => cluster.put(manifestKey, withPath(cluster.objects.get(manifestKey) ?? {}, affinityPath, { podAffinity: { theirs: true } }));
    expect(await run(cluster)).toMatchObject({ changed: true });
    expect(readPath(cluster.objects.get(manifestKey) ?? {}, [...affinityPath, 'podAffinity'])).toEqual({ theirs: true });
    const annotation = readPath(cluster.objects.get(manifestKey) ?? {}, ['metadata', 'annotations', previousAffinityAnnotation]);
    expect(annotation).toBe('{"podAffinity":{"theirs":true}}');
  });

  it('gives up after five conflicts', async () => {
    const cluster = byManifest();
    cluster.faults.push(...Array.from({ length: 9 }, () => 'conflict' as const));
    await expect(run(cluster)).rejects.toThrow(/modified/);
    expect(cluster.faults).toHaveLength(4);
  });

  it.each(['lost-after', 'lost-before'] as const)('looks again where the answer of the write was lost (%s)', async (fault) => {
    const cluster = byManifest();
    cluster.faults.push(fault);
    expect(await run(cluster)).toMatchObject({ changed: true });
    expect(cluster.writes).toHaveLength(1);
  });

  it('waits for the rollout, and again in the run after one that was killed', async () => {
    const cluster = byManifest();
    cluster.rolling = false;
    const progress: string[] = [];
    const step = stepOn(cluster, { timing: { ...timing, rolloutTimeoutMs: 20 } });
    expect(await failureOf(step.apply(await step.plan(), { onProgress: (message) => progress.push(message) }))).toBeInstanceOf(WaitTimeoutError);
    expect(progress).toContain('calico-node: the controller has not seen the change yet');
    expect(await failureOf(step.apply(await step.plan()))).toBeInstanceOf(WaitTimeoutError);
    cluster.roll(manifestKey);
    expect(await run(cluster)).toMatchObject({ changed: false });
    expect(cluster.writes).toHaveLength(1);
  });

  it('does not wait for a pod on a node that is not Ready, and says that it was not judged', async () => {
    const cluster = byManifest();
    cluster.nodes.push(premisesNode('dc-4', { ready: false }));
    cluster.roll(manifestKey);
    const step = stepOn(cluster);
    const plan = await step.plan();
    expect(checkOf(plan.checks, 'calico-ready-before')).toMatchObject({ status: 'warn' });
    expect(checkOf(await step.verify(await step.apply(plan)), 'calico-unreachable-nodes')?.message).toContain('dc-4');
  });

  it('refuses an endangering write though the plan was fine', async () => {
    const cluster = byManifest();
    const step = stepOn(cluster);
    const plan = await step.plan();
    cluster.nodes.push(cloudNode('dc-4', { providerId: '' }));
    const error = await failureOf(step.apply(plan));
    expect(CalicoAffinityError.isInstance(error) && [error.reason, error.nodes]).toEqual(['on-premises-endangered', ['dc-4']]);
    expect(cluster.writes).toHaveLength(0);
  });

  it('refuses without Calico', async () => {
    const cluster = byManifest();
    const step = stepOn(cluster);
    const plan = await step.plan();
    cluster.objects.clear();
    expect(await failureOf(step.apply(plan))).toMatchObject({ reason: 'cni-not-found' });
  });

  it('stops on abort before it writes', async () => {
    const cluster = byManifest();
    const step = stepOn(cluster);
    const plan = await step.plan();
    await expect(step.apply(plan, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
    expect(cluster.writes).toHaveLength(0);
  });

  it('stops a wait on abort', async () => {
    const cluster = byManifest();
    cluster.rolling = false;
    const stop = new AbortController();
    const step = stepOn(cluster);
    const plan = await step.plan();
    await expect(step.apply(plan, { signal: stop.signal, onProgress: (message) => message.startsWith('calico-node:') && stop.abort(new Error('enough')) })).rejects.toThrow('enough');
  });

  it.each<[string, (cluster: FakeCalico) => void, string]>([
    ['a pod on a cloud node', (cluster) => cluster.oddPods.push({ name: 'x', nodeName: 'ecs-1', ready: true, terminating: false }), 'calico-off-cloud-nodes'],
    ['a pod that is not Ready on premises', (cluster) => cluster.oddPods.push({ name: 'x', nodeName: 'dc-1', ready: false, terminating: false }), 'calico-on-premises'],
    ['two pods on one node', (cluster) => cluster.oddPods.push(...['x', 'y'].map((name) => ({ name, nodeName: 'dc-1', ready: true, terminating: false }))), 'calico-on-premises'],
    ['a reverted affinity', (cluster) => cluster.put(manifestKey, calicoNode('kube-system')), 'calico-affinity-in-place'],
    ['an affinity that no longer selects a node that had Calico', (cluster) => cluster.put(manifestKey, calicoNode('kube-system', { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{}] } } } })), 'calico-on-premises'],
    ['a DaemonSet that is gone', (cluster) => cluster.objects.clear(), 'calico-affinity-in-place'],
  ])('fails the verification for %s', async (_, spoil, name) => {
    const cluster = byManifest();
    const result = await run(cluster);
    spoil(cluster);
    expect(checkOf(await stepOn(cluster).verify(result), name)).toMatchObject({ status: 'fail' });
  });
});

describe('an owner that takes the change back', () => {
  const flux = { labels: { 'kustomize.toolkit.fluxcd.io/name': 'cni', 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system' } };

  it('at once is refused before anything is written, and told what to declare', async () => {
    const cluster = byManifest({ metadata: flux });
    expect(checkOf((await stepOn(cluster).plan()).checks, 'calico-owner')).toMatchObject({ status: 'fail' });
    const error = await failureOf(run(cluster));
    expect(error).toMatchObject({ reason: 'owner-reverts' });
    expect(String((error as CalicoAffinityError).remediation)).toContain('alibabacloud.com/external');
    expect(cluster.writes).toEqual([]);
  });

  it('is overridden by the option, with a warning; what is written already is not asked about again', async () => {
    const cluster = byManifest({ metadata: flux });
    expect(checkOf((await stepOn(cluster, { overrideOwner: true }).plan()).checks, 'calico-owner')).toMatchObject({ status: 'warn' });
    await run(cluster, { overrideOwner: true });
    expect(cluster.writes).toHaveLength(1);
    await run(cluster);
    expect(cluster.writes).toHaveLength(1);
  });
});
