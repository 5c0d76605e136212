import { describe, expect, it } from 'vitest';
import { appliedAffinityAnnotation, previousAffinityAnnotation } from './affinity-record.ts';
import { planExcludingWrite, planRestoringWrite, type AffinityHolder } from './affinity-write.ts';
import { isJsonObject, type JsonObject } from './json.ts';
import type { PodAffinitySpec } from './node-affinity.ts';

const path = ['spec', 'template', 'spec', 'affinity'];
const overridePath = ['spec', 'calicoNodeDaemonSet', 'spec', 'template', 'spec', 'affinity'];
const linuxOnly: PodAffinitySpec = {
  nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/os', operator: 'In', values: ['linux'] }] }] } },
};
const daemonSet = (affinity?: PodAffinitySpec, annotations?: Record<string, string>): AffinityHolder => ({
  subject: 'DaemonSet kube-system/calico-node',
  path,
  object: {
    metadata: { name: 'calico-node', resourceVersion: '7', ...(annotations === undefined ? {} : { annotations }) },
    spec: { template: { spec: { hostNetwork: true, ...(affinity === undefined ? {} : { affinity }) } } },
  },
});
const installation = (spec: JsonObject, inherited?: PodAffinitySpec): AffinityHolder => ({
  subject: 'Installation default',
  path: overridePath,
  object: { metadata: { name: 'default', resourceVersion: '7' }, spec },
  inherited,
});

/** A server that merges as RFC 7396 says; it drops the precondition and counts the version on. */
const store = (object: JsonObject, patch: JsonObject | undefined): JsonObject => {
  const merge = (target: unknown, change: unknown): unknown => {
    if (!isJsonObject(change)) return change;
    const merged: Record<string, unknown> = isJsonObject(target) ? { ...target } : {};
    for (const [key, value] of Object.entries(change)) {
      if (value === null) delete merged[key];
      else merged[key] = merge(merged[key], value);
    }
    return merged;
  };
  return merge(object, patch ?? {}) as JsonObject;
};
const roundTrip = (holder: AffinityHolder): unknown => {
  const applied = store(holder.object, planExcludingWrite(holder).patch);
  expect(applied).not.toEqual(holder.object);
  return store(applied, planRestoringWrite({ ...holder, object: applied }).patch);
};

describe('planExcludingWrite', () => {
  it('names nothing but the terms, the record and the precondition', () => {
    const { patch } = planExcludingWrite(daemonSet({ ...linuxOnly, podAntiAffinity: { keep: 'me' } }));
    expect(Object.keys(patch ?? {}).sort()).toEqual(['metadata', 'spec']);
    expect(patch).toMatchObject({ metadata: { resourceVersion: '7' }, spec: { template: { spec: { affinity: { nodeAffinity: {} } } } } });
    expect(JSON.stringify(patch?.['spec'])).not.toContain('keep');
    const { annotations } = patch?.['metadata'] as { annotations: Record<string, string> };
    expect(JSON.parse(annotations[previousAffinityAnnotation] ?? '')).toEqual({ ...linuxOnly, podAntiAffinity: { keep: 'me' } });
  });

  it('writes nothing where the requirement is there', () => {
    const holder = daemonSet();
    const object = store(holder.object, planExcludingWrite(holder).patch);
    expect(planExcludingWrite({ ...holder, object }).patch).toBeUndefined();
  });

  it('merges the affinity that an operator uses of its own, since an override replaces it as a whole', () => {
    const { after } = planExcludingWrite(installation({}, linuxOnly));
    const terms = after?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
    expect(terms?.[0]?.matchExpressions?.map((expression) => expression.key)).toEqual(['kubernetes.io/os', 'alibabacloud.com/external', 'type']);
  });

  it('keeps the first record when it writes a second time', () => {
    const first = planExcludingWrite(daemonSet(linuxOnly), { excludeVirtualKubelet: false });
    const once = store(daemonSet(linuxOnly).object, first.patch);
    const twice = store(once, planExcludingWrite({ ...daemonSet(), object: once }).patch);
    expect(store(twice, planRestoringWrite({ ...daemonSet(), object: twice }).patch)).toEqual(daemonSet(linuxOnly).object);
  });

  it("records what someone else wrote over ours as theirs, without a requirement of ours", () => {
    const once = store(daemonSet().object, planExcludingWrite(daemonSet()).patch);
    const overwritten = store(once, { spec: { template: { spec: { affinity: linuxOnly } } } });
    const twice = store(overwritten, planExcludingWrite({ ...daemonSet(), object: overwritten }).patch);
    expect(store(twice, planRestoringWrite({ ...daemonSet(), object: twice }).patch)).toEqual(daemonSet(linuxOnly).object);
  });
});

describe('planRestoringWrite', () => {
  it.each<[string, AffinityHolder]>([
    ['a DaemonSet without an affinity', daemonSet()],
    ['a DaemonSet with an empty affinity', daemonSet({})],
    ['a DaemonSet with terms', daemonSet(linuxOnly)],
    ['a DaemonSet with annotations of others', daemonSet(undefined, { mine: '1' })],
    ['an Installation without a spec', { ...installation({}), object: { metadata: { resourceVersion: '7' } } }],
    ['an Installation without an override', installation({ variant: 'Calico' })],
    ['an Installation with an empty override', installation({ calicoNodeDaemonSet: {} })],
    ['an Installation with half an override', installation({ calicoNodeDaemonSet: { spec: { minReadySeconds: 3 } } })],
    ['an Installation with an affinity', installation({ calicoNodeDaemonSet: { spec: { template: { spec: { affinity: linuxOnly } } } } })],
    ['an Installation whose operator has an affinity of its own', installation({}, linuxOnly)],
  ])('leads %s back to where it was, byte for byte', (_, holder) => {
    expect(roundTrip(holder)).toStrictEqual(holder.object);
  });

  it('has nothing to do where there is no record of ours', () => {
    expect(planRestoringWrite(daemonSet(linuxOnly))).toMatchObject({ patch: undefined, kind: 'nothing' });
  });

  it('takes only the annotations where someone has set the affinity back already', () => {
    const applied = store(daemonSet().object, planExcludingWrite(daemonSet()).patch);
    const reverted = store(applied, { spec: { template: { spec: { affinity: null } } } });
    expect(planRestoringWrite({ ...daemonSet(), object: reverted }).patch).toEqual({ metadata: { annotations: null, resourceVersion: '7' } });
  });

  it('keeps what others put beside our override', () => {
    const holder = installation({});
    const applied = store(holder.object, planExcludingWrite(holder).patch);
    const extended = store(applied, { spec: { calicoNodeDaemonSet: { spec: { minReadySeconds: 3 } } } });
    expect(store(extended, planRestoringWrite({ ...holder, object: extended }).patch)['spec']).toEqual({ calicoNodeDaemonSet: { spec: { minReadySeconds: 3 } } });
  });

  it('leaves nothing of what we made on the way, though someone took the affinity out of it in between', () => {
    const holder = installation({ variant: 'Calico' });
    const applied = store(holder.object, planExcludingWrite(holder).patch);
    const hollow = store(applied, { spec: { calicoNodeDaemonSet: { spec: { template: { spec: { affinity: null } } } } } });
    const again = store(hollow, planExcludingWrite({ ...holder, object: hollow }).patch);
    expect(store(again, planRestoringWrite({ ...holder, object: again }).patch)).toStrictEqual(holder.object);
  });

  it('leaves no annotation of ours', () => {
    const text = JSON.stringify(roundTrip(daemonSet(linuxOnly, { mine: '1' })));
    expect(text).not.toContain(previousAffinityAnnotation);
    expect(text).not.toContain(appliedAffinityAnnotation);
  });
});
