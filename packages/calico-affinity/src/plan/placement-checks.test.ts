import { describe, expect, it } from 'vitest';
import { calicoNode, cloudNode, premisesNode } from '../testing/cluster.ts';
import { excludeCloudNodes } from './exclude-cloud-nodes.ts';
import type { JsonObject } from './json.ts';
import { checkChange, checkNoTarget, checkPlacement, checkSibling, checkTarget, targetRemediation, type DaemonPodView } from './placement-checks.ts';
import { podSpecOf } from './pod-spec.ts';

const daemonSet = calicoNode('kube-system');
const byManifest = { kind: 'daemonset', daemonSet: { namespace: 'kube-system', name: 'calico-node' }, evidence: ['seen'] } as const;
const byOperator = { kind: 'operator-installation', daemonSet: { namespace: 'calico-system', name: 'calico-node' }, installation: 'default', evidence: [] } as const;
const preview = { keep: ['dc-1'], lose: [], gain: [], endangered: [] };
const namesOf = (checks: readonly { readonly name: string; readonly status: string }[]) => checks.map((check) => `${check.name} ${check.status}`);

describe('checkTarget', () => {
  it('passes with the evidence', () => {
    expect(checkTarget(byManifest)).toEqual({ name: 'calico-found', status: 'pass', message: 'seen' });
  });

  it.each(['cni-not-found', 'cni-ambiguous', 'owner-unknown'] as const)('fails with a way on: %s', (reason) => {
    expect(checkNoTarget({ kind: 'none', reason, evidence: ['looked'] })).toEqual({ name: 'calico-found', status: 'fail', message: 'looked', remediation: targetRemediation(reason) });
  });
});

describe('checkChange', () => {
  const change = { target: byManifest, daemonSet, preview, findings: [], changed: true };

  it('warns that an affinity on the DaemonSet blocks a migration, which one at the Installation does not', () => {
    expect(namesOf(checkChange(change))).toEqual(['calico-keeps-premises pass', 'calico-operator-migration warn']);
    expect(namesOf(checkChange({ ...change, target: byOperator }))).toEqual(['calico-keeps-premises pass']);
  });

  it('is silent about the change where there is none', () => {
    expect(namesOf(checkChange({ ...change, changed: false, daemonSet: calicoNode('kube-system', { spec: { updateStrategy: { type: 'OnDelete' } } }) }))).toEqual(['calico-keeps-premises pass']);
  });

  it('passes the findings on', () => {
    const findings = [{ code: 'empty-term', term: 0, message: 'required term 0 is empty' }] as const;
    expect(checkChange({ ...change, findings, changed: false })[1]).toMatchObject({ name: 'calico-affinity-terms', status: 'warn', message: 'calico-node: required term 0 is empty' });
  });

  it('warns where Calico is not well before the change', () => {
    const unwell: JsonObject = { ...daemonSet, status: { desiredNumberScheduled: 3, numberReady: 2 } };
    expect(checkChange({ ...change, target: byOperator, daemonSet: unwell })[1]?.message).toContain('only 2 of 3 pods of calico-node are ready');
    expect(checkChange({ ...change, target: byOperator, daemonSet: { ...daemonSet, status: { desiredNumberScheduled: 3 } } })[1]?.message).toContain('only 0 of 3');
  });

  it('fails for a node in danger', () => {
    expect(checkChange({ ...change, preview: { ...preview, endangered: [{ name: 'dc-9', why: 'an on-premises node' }] } })[0]).toMatchObject({ status: 'fail', message: 'without calico-node pods would lose their network on dc-9 (an on-premises node)' });
  });
});

describe('checkSibling', () => {
  const sibling = (spec: JsonObject) => checkSibling({ reference: { kind: 'Deployment', namespace: 'calico-system', name: 'calico-typha' }, component: 'typha', object: { spec: { template: { spec } } } });

  it.each<[string, JsonObject, string]>([
    ['no affinity', {}, 'warn'],
    ['a selector for Linux', { nodeSelector: { 'kubernetes.io/os': 'linux' } }, 'warn'],
    ['our requirement', { affinity: { nodeAffinity: excludeCloudNodes(undefined) } }, 'pass'],
    ['a selector that no cloud node meets', { nodeSelector: { 'node-role.kubernetes.io/control-plane': '' } }, 'pass'],
  ])('judges one with %s', (_, spec, status) => {
    expect(sibling(spec)).toMatchObject({ name: 'typha-placement', status });
  });

  it('says where every taint is tolerated', () => {
    expect(sibling({ tolerations: [{ operator: 'Exists' }] }).message).toContain('tolerates every taint');
    expect(sibling({ tolerations: [{ key: 'a', operator: 'Exists' }] }).message).not.toContain('tolerates every taint');
  });
});

describe('checkPlacement', () => {
  const pod = (nodeName: string, fields: Partial<DaemonPodView> = {}): DaemonPodView => ({ name: `p-${nodeName}`, nodeName, ready: true, terminating: false, ...fields });
  const world = {
    daemonSet,
    effective: excludeCloudNodes(undefined),
    nodes: [premisesNode('dc-1'), premisesNode('dc-2'), cloudNode('ecs-1')],
    pods: [pod('dc-1'), pod('dc-2')],
    expected: ['dc-1', 'dc-2'],
    options: {},
  };

  it('passes where all is in place', () => {
    expect(checkPlacement(world).map((check) => check.message)).toEqual(['calico-node selects no cloud node', 'no calico-node pod on 1 cloud node', 'one Ready calico-node pod on each of 2 on-premises nodes']);
  });

  it('forgives a pod that is going on a cloud node that is not there any more', () => {
    const nodes = [premisesNode('dc-1'), premisesNode('dc-2'), cloudNode('ecs-1', { ready: false })];
    expect(checkPlacement({ ...world, nodes, pods: [...world.pods, pod('ecs-1', { terminating: true })] })[1]?.status).toBe('pass');
    expect(checkPlacement({ ...world, pods: [...world.pods, pod('ecs-1', { terminating: true })] })[1]?.status).toBe('fail');
  });

  it('forgets a node that has left the cluster, and expects Calico on one that has joined', () => {
    expect(checkPlacement({ ...world, expected: ['dc-1', 'dc-2', 'gone'] })[2]?.status).toBe('pass');
    expect(checkPlacement({ ...world, nodes: [...world.nodes, premisesNode('dc-3')] })[2]?.message).toContain('dc-3');
  });

  it('counts virtual nodes among the cloud only where they are kept out', () => {
    const virtual = premisesNode('vk-1', { labels: { type: 'virtual-kubelet' } });
    const input = { ...world, nodes: [...world.nodes, virtual], pods: [...world.pods, pod('vk-1')] };
    expect(checkPlacement(input)[1]?.status).toBe('fail');
    expect(checkPlacement({ ...input, options: { excludeVirtualKubelet: false } })[1]?.status).toBe('pass');
  });

  it('names ten nodes at most', () => {
    const nodes = Array.from({ length: 13 }, (_, index) => premisesNode(`dc-${index}`));
    expect(checkPlacement({ ...world, nodes, pods: [], expected: [] })[2]?.message).toMatch(/dc-9 and 3 more nodes$/);
  });
});

it('reads the pod spec of any workload, or none', () => {
  expect(podSpecOf(daemonSet)).toMatchObject({ hostNetwork: true });
  expect(podSpecOf({})).toEqual({});
});
