import { describe, expect, it } from 'vitest';
import { previousAffinityAnnotation } from '../plan/affinity-record.ts';
import { readPath, withPath } from '../plan/json.ts';
import { byManifest, byOperator, calicoNode, manifestKey, operatedKey } from '../testing/cluster.ts';
import { FakeCalico } from '../testing/fake-calico.ts';
import { createAffinityStepOn } from './affinity-step.ts';
import { undoAffinity } from './undo-affinity.ts';

const settings = { timing: { intervalMs: 1, conflictDelayMs: 1, rolloutTimeoutMs: 2_000 } };
const apply = async (cluster: FakeCalico) => {
  const step = createAffinityStepOn(cluster, settings);
  await step.apply(await step.plan());
};
const affinityPath = ['spec', 'template', 'spec', 'affinity'];
const linuxTerms = (...more: object[]) => ({ nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/os', operator: 'In', values: ['linux'] }] }, ...more] } } });

describe('undoAffinity', () => {
  it.each<[string, () => FakeCalico]>([
    ['a DaemonSet without an affinity', () => byManifest()],
    ['a DaemonSet with terms and annotations', () => byManifest({ affinity: linuxTerms({}), metadata: { annotations: { mine: '1' } } })],
    ['an Installation without an override', () => byOperator()],
    ['an Installation with one', () => byOperator({ calicoNodeDaemonSet: { spec: { template: { spec: { affinity: linuxTerms() } } } } })],
  ])('leaves %s as it was, and does nothing the second time', async (_, build) => {
    const cluster = build();
    const before = cluster.snapshot();
    await apply(cluster);
    expect(cluster.snapshot()).not.toEqual(before);
    const changes = await undoAffinity(cluster, settings, {});
    expect(changes).toMatchObject([{ action: 'update', summary: 'set the affinity back to what it was; calico-node comes back to 1 node' }]);
    expect(cluster.snapshot()).toStrictEqual(before);
    expect(await undoAffinity(cluster, settings, {})).toEqual([]);
    expect(cluster.writes).toHaveLength(2);
  });

  it('does nothing where the step never ran, and where there is no Calico', async () => {
    const cluster = byManifest({ affinity: linuxTerms() });
    expect(await undoAffinity(cluster, settings, {})).toEqual([]);
    expect(await undoAffinity(new FakeCalico(), settings, {})).toEqual([]);
    expect(cluster.writes).toHaveLength(0);
  });

  it('keeps what someone else changed since, and says so', async () => {
    const cluster = byManifest();
    await apply(cluster);
    const current = readPath(cluster.objects.get(manifestKey) ?? {}, affinityPath) as object;
    cluster.put(manifestKey, withPath(cluster.objects.get(manifestKey) ?? {}, affinityPath, { ...current, podAffinity: { theirs: true } }));
    const changes = await undoAffinity(cluster, settings, {});
    expect(changes[0]?.summary).toContain('other parts of the affinity were changed by someone else and stay');
    expect(readPath(cluster.objects.get(manifestKey) ?? {}, affinityPath)).toEqual({ podAffinity: { theirs: true } });
    expect(JSON.stringify(cluster.snapshot())).not.toContain('ack-hybrid.io');
  });

  it('refuses where taking our term away would leave an on-premises node without its CNI', async () => {
    const cluster = byManifest();
    await apply(cluster);
    const path = [...affinityPath, 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms'];
    const terms = readPath(cluster.objects.get(manifestKey) ?? {}, path) as object[];
    cluster.put(manifestKey, withPath(cluster.objects.get(manifestKey) ?? {}, path, [...terms, { matchExpressions: [{ key: 'rack', operator: 'Exists' }] }]));
    await expect(undoAffinity(cluster, settings, {})).rejects.toMatchObject({ reason: 'on-premises-endangered' });
    expect(cluster.writes).toHaveLength(1);
  });

  it.each([
    ['by manifest', byManifest, manifestKey, 'has not seen the change'],
    ['by the operator', byOperator, operatedKey, 'has not rendered the affinity'],
  ] as const)('waits until the pods are back, %s', async (_, build, key, state) => {
    const cluster = build();
    await apply(cluster);
    cluster.rolling = false;
    const rendered = cluster.objects.get(key) ?? {};
    if (key === operatedKey) cluster.readDaemonSet = async (reference) => (reference.namespace === 'calico-system' ? rendered : undefined);
    await expect(undoAffinity(cluster, { timing: { ...settings.timing, rolloutTimeoutMs: 20 } }, {})).rejects.toThrow(state);
  });

  it('takes only our record where someone has reverted the affinity', async () => {
    const cluster = byManifest();
    await apply(cluster);
    const { annotations } = cluster.objects.get(manifestKey)?.['metadata'] as { annotations: object };
    cluster.put(manifestKey, calicoNode('kube-system', { metadata: { annotations } }));
    expect(await undoAffinity(cluster, settings, {})).toHaveLength(1);
    expect(cluster.snapshot()).toEqual(byManifest().snapshot());
  });

  it.each(['lost-after', 'lost-before', 'conflict'] as const)('converges where the write meets trouble (%s), and reports the change once', async (fault) => {
    const cluster = byManifest();
    const before = cluster.snapshot();
    await apply(cluster);
    cluster.faults.push(fault);
    expect(await undoAffinity(cluster, settings, {})).toHaveLength(1);
    expect(cluster.snapshot()).toEqual(before);
  });

  it('reports nothing where someone else took it back first', async () => {
    const cluster = byManifest();
    await apply(cluster);
    cluster.interference = () => cluster.put(manifestKey, calicoNode('kube-system'));
    expect(await undoAffinity(cluster, settings, {})).toEqual([]);
  });

  it('does not guess from a record that it cannot read', async () => {
    const cluster = byManifest({ metadata: { annotations: { [previousAffinityAnnotation]: '{' } } });
    await expect(undoAffinity(cluster, settings, {})).rejects.toMatchObject({ reason: 'record-unreadable' });
  });

  it('does not pass over an unclear owner, whose object may hold our record', async () => {
    const cluster = byManifest();
    await apply(cluster);
    cluster.put(operatedKey, calicoNode('calico-system'));
    await expect(undoAffinity(cluster, settings, {})).rejects.toMatchObject({ reason: 'cni-ambiguous' });
  });

  it('stops on abort', async () => {
    const cluster = byManifest();
    await apply(cluster);
    await expect(undoAffinity(cluster, settings, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
    expect(cluster.writes).toHaveLength(1);
  });
});
