import { InvalidInputError } from '@ack-hybrid/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cloudNode, premisesNode } from '../../testing/cluster.ts';
import type { NodeView } from '../match-node.ts';
import { siteOf } from '../preview-placement.ts';
import type { WorkloadKind } from '../workloads/workload.ts';
import { groupNodes } from './group-nodes.ts';
import { judgePlacement } from './judge-placement.ts';
import { planPlacementReport, type PlacementReportOptions } from './placement-report.ts';
import { plannedCloudNode } from './planned-node.ts';
import type { WorkloadView } from './workload-view.ts';
import { everyTaint, workloadView, type WorkloadFields } from './workloads.testing.ts';

const nodes = [premisesNode('dc-1'), premisesNode('dc-2', { taints: [{ key: 'gpu', effect: 'NoSchedule' }] }), cloudNode('ecs-1'), premisesNode('vk-1', { labels: { 'kubernetes.io/os': 'linux', type: 'virtual-kubelet' } })];
const keptOff = { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'alibabacloud.com/external', operator: 'NotIn', values: ['true'] }] }] } } } };
const calico: WorkloadFields = { labels: { 'k8s-app': 'calico-node' }, containers: { 'calico-node': 'quay.io/calico/node:v3.30.3' }, spec: everyTaint };
const entryOf = (view: WorkloadView, options?: PlacementReportOptions, live: readonly NodeView[] = nodes) => planPlacementReport({ nodes: live, workloads: [view] }, options).entries[0];

describe('where a workload would run', () => {
  it.each<[string, WorkloadKind, WorkloadFields, PlacementReportOptions | undefined, object]>([
    ['a DaemonSet that tolerates everything', 'DaemonSet', { spec: everyTaint }, undefined, { toleratesEverything: true, runsOn: { 'on-premises': 2, cloud: 1, virtual: 1 }, wouldRunOnCloud: true }],
    ['one without tolerations', 'DaemonSet', {}, undefined, { toleratesEverything: false, runsOn: { 'on-premises': 1, cloud: 1, virtual: 1 }, wouldRunOnCloud: true }],
    ['one that is kept off by affinity', 'DaemonSet', { spec: { ...everyTaint, ...keptOff } }, undefined, { runsOn: { 'on-premises': 2, cloud: 0, virtual: 1 }, wouldRunOnCloud: false, keptOffBy: 'its required node affinity' }],
    ['one that is kept off by its selector', 'DaemonSet', { spec: { nodeSelector: { 'kubernetes.io/os': 'linux', disk: 'ssd' } } }, undefined, { runsOn: { 'on-premises': 0, cloud: 0, virtual: 0 }, wouldRunOnCloud: false, keptOffBy: 'nodeSelector disk=ssd' }],
    ['one whose selector the planned pool has', 'DaemonSet', { spec: { nodeSelector: { tier: 'burst' } } }, { plannedPool: { labels: { tier: 'burst' } } }, { runsOn: { 'on-premises': 0, cloud: 0, virtual: 0 }, wouldRunOnCloud: true }],
    ['one that does not tolerate the planned pool, and is on a live cloud node', 'DaemonSet', {}, { plannedPool: { taints: [{ key: 'burst', value: 'true', effect: 'NoSchedule' }] } }, { wouldRunOnCloud: true, keptOffBy: 'the taint burst=true:NoSchedule' }],
    ['one that tolerates NoSchedule and NoExecute apart', 'DaemonSet', { spec: { tolerations: [{ effect: 'NoSchedule', operator: 'Exists' }, { effect: 'NoExecute', operator: 'Exists', tolerationSeconds: 5 }] } }, undefined, { toleratesEverything: true }],
    ['one that tolerates NoSchedule alone', 'DaemonSet', { spec: { tolerations: [{ effect: 'NoSchedule', operator: 'Exists' }] } }, undefined, { toleratesEverything: false }],
    ['one whose toleration without key means Equal', 'DaemonSet', { spec: { tolerations: [{}] } }, undefined, { toleratesEverything: false }],
    ['one bound to a node by name', 'DaemonSet', { spec: { ...everyTaint, nodeName: 'dc-2' } }, undefined, { runsOn: { 'on-premises': 1, cloud: 0, virtual: 0 }, wouldRunOnCloud: false, keptOffBy: 'nodeName dc-2' }],
    ['a Deployment that tolerates everything', 'Deployment', { spec: everyTaint }, undefined, { runsOn: { 'on-premises': 2, cloud: 1, virtual: 1 }, wouldRunOnCloud: true }],
  ])('%s', (_, kind, fields, options, expected) => {
    expect(entryOf(workloadView('x', fields, kind), options)).toMatchObject(expected);
  });

  it('gives the pods of a Deployment no toleration of a DaemonSet', () => {
    const cordoned = [premisesNode('dc-1', { taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }] })];
    const typha: WorkloadFields = { containers: { t: 'quay.io/calico/typha:v3.30.3' } };
    expect(entryOf(workloadView('typha', typha, 'Deployment'), undefined, cordoned)?.runsOn['on-premises']).toBe(0);
    expect(entryOf(workloadView('ds', {}), undefined, cordoned)?.runsOn['on-premises']).toBe(1);
  });

  it('judges the node to come where no cloud node is there yet', () => {
    expect(entryOf(workloadView('calico-node', calico), undefined, [premisesNode('dc-1')])).toMatchObject({ runsOn: { cloud: 0 }, wouldRunOnCloud: true, recommendation: 'on-premises' });
  });

  it('leaves out Deployments that go where there is room, and those that are kept off already', () => {
    const workloads = [
      workloadView('shop', {}, 'Deployment'),
      workloadView('osd-1', { containers: { osd: 'quay.io/ceph/ceph:v19.2.2' }, spec: { nodeSelector: { 'kubernetes.io/hostname': 'dc-1' } } }, 'Deployment'),
      workloadView('mon', { containers: { mon: 'quay.io/ceph/ceph:v19.2.2' } }, 'Deployment'),
      workloadView('store', { spec: everyTaint }, 'StatefulSet'),
    ];
    expect(planPlacementReport({ nodes, workloads }).entries.map(({ workload }) => workload.name)).toEqual(['mon', 'store']);
  });

  it('has nothing to say of an empty cluster', () => {
    expect(planPlacementReport({ nodes: [], workloads: [] })).toMatchObject({ nodes: { 'on-premises': 0, cloud: 0, virtual: 0 }, entries: [] });
  });
});

describe('what to do', () => {
  const owned = (kind: string, name: string) => ({ ownerReferences: [{ kind, name, controller: true }] });
  const typha: WorkloadFields = { namespace: 'calico-system', containers: { t: 'quay.io/calico/typha:v3.30.3' }, spec: everyTaint };
  const proxy: WorkloadFields = { labels: { 'k8s-app': 'kube-proxy' }, spec: everyTaint };
  const terway: WorkloadFields = { containers: { terway: 'registry.aliyuncs.com/acs/terway:v1.15.0' }, spec: everyTaint };
  const onCloud = { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'alibabacloud.com/external', operator: 'In', values: ['true'] }] }] } } } };
  const burst: PlacementReportOptions = { plannedPool: { taints: [{ key: 'burst', effect: 'NoExecute' }] } };

  it.each<[string, WorkloadView, PlacementReportOptions | undefined, string | undefined]>([
    ['Calico by manifest', workloadView('calico-node', calico), undefined, 'createAffinityStep.'],
    ['Calico kept off', workloadView('calico-node', { ...calico, spec: { ...everyTaint, ...keptOff } }), undefined, undefined],
    ['calico-node of the operator', workloadView('calico-node', { ...calico, metadata: owned('Installation', 'default') }), undefined, 'createAffinityStep, which changes Installation default.'],
    ['Typha of the operator', workloadView('calico-typha', { ...typha, metadata: owned('Installation', 'default') }, 'Deployment'), undefined, "createOnPremisesWorkloadsStep with { kind: 'Deployment', namespace: 'calico-system', name: 'calico-typha' }, which changes typhaDeployment of Installation default."],
    ['a chart', workloadView('speaker', { containers: { speaker: 'quay.io/metallb/speaker:v0.15.2' }, metadata: { annotations: { 'meta.helm.sh/release-name': 'metallb' } } }), undefined, "createOnPremisesWorkloadsStep with { kind: 'DaemonSet', namespace: 'kube-system', name: 'speaker' }. Declare the same at its owner, Helm release metallb in kube-system, whose next apply takes it away else: the plan prints what."],
    ['what GitOps keeps', workloadView('speaker', { containers: { speaker: 'quay.io/metallb/speaker:v0.15.2' }, metadata: { labels: { 'kustomize.toolkit.fluxcd.io/name': 'lb', 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system' } } }), undefined, "Declare it at its owner, Flux Kustomization flux-system/lb, which would take a change back at once: the plan of createOnPremisesWorkloadsStep with { kind: 'DaemonSet', namespace: 'kube-system', name: 'speaker' } prints what."],
    ['another owner', workloadView('csi-rbdplugin', { labels: { app: 'csi-rbdplugin' }, metadata: owned('CephCluster', 'rook-ceph') }), undefined, 'Set the affinity where CephCluster rook-ceph configures it, and leave DaemonSet kube-system/csi-rbdplugin out here. (CephCluster rook-ceph owns it and would revert a change.)'],
    ['kube-proxy on both sides', workloadView('kube-proxy', proxy), undefined, undefined],
    ['kube-proxy kept off', workloadView('kube-proxy', { ...proxy, spec: {} }), burst, 'Let it onto the cloud nodes: the taint burst:NoExecute keeps it off.'],
    ['Terway in the cloud alone', workloadView('terway', { ...terway, spec: { ...everyTaint, ...onCloud } }), undefined, undefined],
    ['Terway everywhere', workloadView('terway', terway), undefined, 'Keep it to the cloud: require alibabacloud.com/external In ["true"] in its node affinity.'],
    ['Terway kept off', workloadView('terway', { ...terway, spec: onCloud }), burst, 'Let it onto the cloud nodes: the taint burst:NoExecute keeps it off.'],
    ['a decision', workloadView('falco', { containers: { falco: 'falcosecurity/falco:0.41.0' } }), undefined, "Decide. To keep it on premises: createOnPremisesWorkloadsStep with { kind: 'DaemonSet', namespace: 'kube-system', name: 'falco' }."],
    ['a decision that is taken', workloadView('falco', { containers: { falco: 'falcosecurity/falco:0.41.0' }, spec: keptOff }), undefined, undefined],
    ['an unknown one', workloadView('mystery', { spec: everyTaint }), undefined, "Look. To keep it on premises: createOnPremisesWorkloadsStep with { kind: 'DaemonSet', namespace: 'kube-system', name: 'mystery' }."],
    ['an overlay on both sides', workloadView('calico-node', calico), { cni: 'both-sides' }, undefined],
    ['an overlay on both sides, kept off', workloadView('calico-node', { ...calico, spec: { ...everyTaint, ...keptOff } }), { cni: 'both-sides' }, 'Let it onto the cloud nodes: its required node affinity keeps it off.'],
  ])('%s', (_, view, options, action) => {
    expect(entryOf(view, options)?.action).toBe(action);
  });

  it('puts what is to be done first, then sorts by recommendation, namespace and name', () => {
    const workloads = [workloadView('b', { spec: everyTaint }), workloadView('kube-proxy', proxy), workloadView('z', { ...calico, namespace: 'a' }), workloadView('a', calico), workloadView('falco', { containers: { falco: 'falco:1' }, spec: keptOff })];
    expect(planPlacementReport({ nodes, workloads }).entries.map(({ workload }) => workload.name)).toEqual(['z', 'a', 'b', 'kube-proxy', 'falco']);
  });
});

describe('the node to come', () => {
  it('is a cloud node whatever the pool says, and has the labels and taints of the pool', () => {
    const taint = { key: 'burst', value: 'true', effect: 'NoSchedule' };
    const node = plannedCloudNode({ labels: { 'alibabacloud.com/external': 'false', 'kubernetes.io/arch': 'arm64', tier: 'burst' }, taints: [taint] });
    expect(siteOf(node)).toBe('cloud');
    expect(node).toMatchObject({ labels: { 'kubernetes.io/arch': 'arm64', tier: 'burst', 'kubernetes.io/os': 'linux' }, taints: [taint] });
  });

  it('refuses what no pool can have, all of it at once', () => {
    const pool = { labels: { tier: 1 as unknown as string }, taints: [{ key: '', effect: 'NoSchedule' }, { key: 'a', effect: 'Never' }] };
    let thrown: unknown;
    try {
      plannedCloudNode(pool);
    } catch (error) {
      thrown = error;
    }
    expect(InvalidInputError.isInstance(thrown) && thrown.issues.map(({ path }) => path)).toEqual(['labels[tier]', 'taints[0].key', 'taints[1].effect']);
  });
});

describe('many nodes', () => {
  const zones = ['a', 'b', 'c'];
  const fleet = Array.from({ length: 5000 }, (_, index): NodeView => {
    const labels = { 'kubernetes.io/os': 'linux', 'kubernetes.io/hostname': `n-${index}`, zone: zones[index % 3] ?? '', rack: String(index % 500), ...(index % 5 === 0 ? { 'alibabacloud.com/external': 'true' } : {}) };
    return { name: `n-${index}`, labels, taints: index % 10 === 1 ? [{ key: 'gpu', value: 'true', effect: 'NoSchedule' }] : [], ready: true };
  });
  const daemons = Array.from({ length: 100 }, (_, index) => {
    const spec = [everyTaint, { ...everyTaint, ...keptOff }, { nodeSelector: { zone: 'a' } }, { ...everyTaint, nodeSelector: { 'kubernetes.io/hostname': `n-${index}` } }][index % 4];
    return workloadView(`ds-${String(index).padStart(3, '0')}`, spec === undefined ? {} : { spec });
  });

  it('counts 100 DaemonSets on 5,000 nodes', () => {
    const report = planPlacementReport({ nodes: fleet, workloads: daemons });
    expect(report.nodes).toEqual({ 'on-premises': 4000, cloud: 1000, virtual: 0 });
    const runsOn = (name: string) => report.entries.find(({ workload }) => workload.name === name)?.runsOn;
    expect(report.entries).toHaveLength(100);
    expect(runsOn('ds-000')).toEqual({ 'on-premises': 4000, cloud: 1000, virtual: 0 });
    expect(runsOn('ds-001')).toEqual({ 'on-premises': 4000, cloud: 0, virtual: 0 });
    // Every third node is in zone a; a fifth of those is in the cloud, and those with the taint are all on premises.
    const inZone = fleet.filter(({ labels }) => labels['zone'] === 'a');
    expect(runsOn('ds-002')).toEqual({ 'on-premises': inZone.filter((node) => siteOf(node) === 'on-premises' && node.taints.length === 0).length, cloud: inZone.filter((node) => siteOf(node) === 'cloud').length, virtual: 0 });
    expect(runsOn('ds-003')).toEqual({ 'on-premises': 1, cloud: 0, virtual: 0 });
    expect(runsOn('ds-015')).toEqual({ 'on-premises': 0, cloud: 1, virtual: 0 });
  });

  it('judges few groups instead of every node: labels and values that nobody reads tell none apart', () => {
    const groups = groupNodes(fleet, daemons);
    expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(5000);
    // 25 nodes are named by hostname; the rest: in zone a or not, in the cloud, on premises, or there with a taint.
    expect(groups).toHaveLength(25 + 6);
  });

  it('leaves out Deployments that are bound to on-premises nodes, and keeps those that are bound to cloud nodes', () => {
    const osds = Array.from({ length: 2000 }, (_, index) => workloadView(`osd-${index}`, { containers: { osd: 'quay.io/ceph/ceph:v19.2.2' }, spec: { nodeSelector: { 'kubernetes.io/hostname': `n-${2 * index + 1}` } } }, 'Deployment'));
    const named = planPlacementReport({ nodes: fleet, workloads: [...daemons, ...osds] }).entries.filter(({ workload }) => workload.kind === 'Deployment');
    // Every fifth node is in the cloud; the odd ones among them are n-5, n-15, …
    expect(named).toHaveLength(400);
    expect(named.every(({ runsOn }) => runsOn.cloud === 1 && runsOn['on-premises'] === 0)).toBe(true);
  });

  it('comes to the same as judging each node', () => {
    const values = fc.constantFrom('1', '2', '10', 'x');
    const labels = fc.dictionary(fc.constantFrom('a', 'b', 'alibabacloud.com/external', 'type'), fc.constantFrom('1', '2', '10', 'x', 'true', 'virtual-kubelet'));
    const taint = fc.record({ key: fc.constantFrom('t', 'u'), value: values, effect: fc.constantFrom('NoSchedule', 'NoExecute', 'PreferNoSchedule') });
    const node = fc.record({ labels, taints: fc.array(taint, { maxLength: 2 }), index: fc.nat(9) });
    const requirement = fc.record({ key: fc.constantFrom('a', 'b'), operator: fc.constantFrom('In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt', 'Odd'), values: fc.array(values, { maxLength: 2 }) });
    const field = fc.record({ key: fc.constant('metadata.name'), operator: fc.constantFrom('In', 'NotIn'), values: fc.array(fc.constantFrom('n-1', 'n-2'), { maxLength: 2 }) });
    const term = fc.record({ matchExpressions: fc.array(requirement, { maxLength: 2 }), matchFields: fc.array(field, { maxLength: 1 }) });
    const spec = fc.record(
      { nodeSelector: fc.dictionary(fc.constantFrom('a', 'b'), values, { maxKeys: 1 }), nodeName: fc.constantFrom('', 'n-3'), tolerations: fc.array(fc.record({ key: fc.constantFrom('', 't'), operator: fc.constantFrom('Exists', 'Equal'), value: values }, { requiredKeys: [] }), { maxLength: 2 }), terms: fc.array(term, { maxLength: 2 }) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(node, { maxLength: 10 }), fc.array(fc.tuple(spec, fc.constantFrom<WorkloadKind>('DaemonSet', 'Deployment')), { maxLength: 4 }), (drawn, specs) => {
        const live = drawn.map(({ labels: own, taints, index }): NodeView => ({ name: `n-${index}`, labels: own, taints, ready: true }));
        const workloads = specs.map(([{ terms, ...rest }, kind], index) =>
          workloadView(`w-${index}`, { spec: { ...rest, ...(terms === undefined ? {} : { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } } }) } }, kind),
        );
        const groups = groupNodes(live, workloads);
        for (const workload of workloads) {
          const grouped = groups.filter(({ example }) => judgePlacement(workload, example) === 'runs').reduce((sum, { count }) => sum + count, 0);
          expect(grouped).toBe(live.filter((each) => judgePlacement(workload, each) === 'runs').length);
        }
      }),
      { numRuns: 500 },
    );
  });
});
