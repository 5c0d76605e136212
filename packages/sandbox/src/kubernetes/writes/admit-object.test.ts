import { describe, expect, it } from 'vitest';
import { admitNew } from './admit-object.ts';

// What is admitted, and the words of refusals, were asked of kube-apiserver 1.36.3.
const admit = (type: string, spec: object, metadata: object = {}): Record<string, unknown> => {
  const [group = '', kind = ''] = type.split('/');
  return { ...admitNew({ group, kind }, { apiVersion: 'v1', kind, metadata: { name: 'a', uid: 'u', ...metadata }, spec }) };
};
const container = (requests: object, limits: object): object => ({ name: 'c', resources: { requests, limits } });
const both = { cpu: '1', memory: '1Gi' };
const dual = { ipFamilies: ['IPv4', 'IPv6'], ipFamilyPolicy: 'RequireDualStack' };
const shared = { x: '1' };
const single = { ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' };

describe('a pod that is admitted', () => {
  it.each<[string, object[], object[]]>([
    ['BestEffort', [container({}, {})], []],
    ['BestEffort', [container({ 'ephemeral-storage': '1Gi', 'example.com/x': '1' }, {})], []],
    ['BestEffort', [container({ cpu: '0' }, {})], []],
    ['BestEffort', [container({}, { cpu: '0', memory: '0' })], []],
    ['Guaranteed', [container({}, both)], []],
    ['Guaranteed', [container(both, { ...both, 'example.com/x': '1' })], []],
    ['Burstable', [container({ cpu: '500m', memory: '1Gi' }, both)], []],
    ['Burstable', [container({}, { cpu: '1' })], []],
    ['Burstable', [container(both, both), container({}, {})], []],
    ['Burstable', [container(both, both)], [container({}, {})]],
  ])('is %s with the containers %j and init containers %j', (qosClass, containers, initContainers) => {
    expect(admit('/Pod', { containers, initContainers }).status).toEqual({ phase: 'Pending', qosClass });
  });

  it.each<[object, string[]]>([
    [{ operator: 'Exists' }, []],
    [{ operator: 'Exists', effect: 'NoExecute' }, []],
    [{ operator: 'Exists', effect: 'NoSchedule' }, ['not-ready', 'unreachable']],
    [{ key: 'node.kubernetes.io/not-ready', operator: 'Exists' }, ['unreachable']],
    [{ key: 'node.kubernetes.io/unreachable', value: 'x', effect: 'NoExecute', tolerationSeconds: 5 }, ['not-ready']],
  ])('that tolerates %j gets five minutes for %j behind it', (toleration, states) => {
    const own = states.map((state) => ({ key: `node.kubernetes.io/${state}`, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }));
    expect(admit('/Pod', { containers: [], tolerations: [toleration] }).spec).toHaveProperty('tolerations', [toleration, ...own]);
  });

  it.each([[undefined, 0], ['system-cluster-critical', 2_000_000_000], ['system-node-critical', 2_000_001_000]])('of the priority class %s has the priority %i', (priorityClassName, priority) => {
    expect(admit('/Pod', { containers: [], priorityClassName }).spec).toMatchObject({ priority, preemptionPolicy: 'PreemptLowerPriority' });
    expect(admit('/Pod', { containers: [], priorityClassName, priority }).spec).toMatchObject({ priority });
  });

  it.each<[object, string]>([
    [{ priority: 5 }, 'the integer value of priority (5) must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name'],
    [{ preemptionPolicy: 'Never' }, 'the string value of PreemptionPolicy (Never) must not be provided in pod spec; priority admission controller computed PreemptLowerPriority from the given PriorityClass name'],
    [{ priorityClassName: 'other' }, 'no PriorityClass with name other was found'],
  ])('with %j is forbidden: %s', (spec, text) => {
    expect(() => admit('/Pod', { containers: [], ...spec })).toThrow(`pods "a" is forbidden: ${text}`);
  });
});

describe('another object that is admitted', () => {
  it.each<[string, object, object]>([
    ['without a selector', { clusterIP: 'None' }, dual],
    ['with a selector', { clusterIP: 'None', selector: { a: 'b' } }, single],
    ['of one family by its policy', { clusterIP: 'None', ipFamilyPolicy: 'SingleStack' }, single],
    ['of both where there are', { clusterIP: 'None', ipFamilyPolicy: 'PreferDualStack' }, { ...dual, ipFamilyPolicy: 'PreferDualStack' }],
    ['of the other family first', { clusterIP: 'None', ipFamilies: ['IPv6'] }, { ...dual, ipFamilies: ['IPv6', 'IPv4'] }],
  ])('is a Service %s', (_which, spec, expected) => {
    expect(admit('/Service', spec).spec).toEqual({ clusterIPs: ['None'], ...spec, ...expected });
  });

  it('is a Service that is but a name, as it stands', () => {
    expect(admit('/Service', { type: 'ExternalName', externalName: 'x.y' }).spec).toEqual({ type: 'ExternalName', externalName: 'x.y' });
  });

  it.each<[object, string[]]>([[{}, ['kubernetes']], [{ finalizers: ['x.io/y'] }, ['x.io/y', 'kubernetes']], [{ finalizers: ['kubernetes'] }, ['kubernetes']]])('is a Namespace with %j, finalized by %j', (spec, finalizers) => {
    expect(admit('/Namespace', spec)).toMatchObject({ spec: { finalizers }, status: { phase: 'Active' } });
  });

  it.each<[object[], number]>([
    [[{ key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' }], 2],
    [[{ key: 'node.kubernetes.io/not-ready', value: 'x', effect: 'NoSchedule' }], 1],
  ])('is a Node with the taints %j, of which it has %i then', (taints, count) => {
    expect((admit('/Node', { taints }).spec as { taints: object[] }).taints).toHaveLength(count);
  });

  it.each<[string, object, object, object]>([
    ['of a template without labels', {}, {}, { 'job-name': 'a', 'controller-uid': 'u', 'batch.kubernetes.io/job-name': 'a', 'batch.kubernetes.io/controller-uid': 'u' }],
    ["of a template's labels", { labels: shared }, shared, { x: '1', 'job-name': 'a', 'controller-uid': 'u', 'batch.kubernetes.io/job-name': 'a', 'batch.kubernetes.io/controller-uid': 'u' }],
    ['of its own', { labels: { own: 'x' } }, { x: '1' }, { own: 'x' }],
    ["of its own that are its template's, too", { labels: { x: '1' } }, { x: '1' }, { x: '1' }],
  ])('is a Job with labels %s', (_whose, metadata, labels, expected) => {
    const job = admit('batch/Job', { template: { metadata: { labels } } }, metadata);
    expect(job).toMatchObject({ spec: { selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': 'u' } }, template: { metadata: { labels: { ...labels, 'job-name': 'a' } } } } });
    expect((job.metadata as { labels: object }).labels).toEqual(expected);
  });

  it.each<[string, object]>([
    ['selects its pods itself', { manualSelector: true, selector: { matchLabels: { x: '1' } }, template: { metadata: { labels: { x: '1' } } } }],
    ['has a selector that it may not have', { selector: { matchLabels: { x: '1' } }, template: {} }],
    ["gives its pods another job's name", { template: { metadata: { labels: { 'job-name': 'other' } } } }],
  ])('is no Job that %s', (_what, spec) => {
    expect(() => admit('batch/Job', spec)).toThrow(/does not support a Job with a selector or controller labels of its own/);
  });
});
