import { describe, expect, it } from 'vitest';
import { cloudNode, onPremisesNode, terwayDaemonSet, terwayPod } from '../testing/fake-terway.ts';
import { checkPlacement } from './check-placement.ts';

const external = { 'alibabacloud.com/external': 'true' };
const nodes = [cloudNode('cloud-1', { labels: external }), onPremisesNode('dc-1', { labels: {} })];
const pods = [terwayPod('terway-y', 'cloud-1')];
const inCloud = { matchExpressions: [{ key: 'alibabacloud.com/external', operator: 'In', values: ['true'] }] };
const statuses = (checks: ReturnType<typeof checkPlacement>) => Object.fromEntries(checks.filter(({ status }) => status !== 'pass').map(({ name, status }) => [name, status]));

describe('checkPlacement', () => {
  it.each([
    ['a nodeSelector', { nodeSelector: external }, {}],
    ['an affinity', { nodeSelector: {}, requiredTerms: [inCloud] }, {}],
    ['a second term that lets everything in', { nodeSelector: {}, requiredTerms: [inCloud, { matchExpressions: [{ key: 'x', operator: 'DoesNotExist' }] }] }, { 'terway-selects-cloud-nodes-only': 'fail' }],
    ['a selector that today misses the data centre by luck', { nodeSelector: { 'kubernetes.io/os': 'linux' } }, { 'terway-selects-cloud-nodes-only': 'fail', 'terway-reaches-cloud-nodes': 'fail' }],
    ['a selector too many', { nodeSelector: { ...external, gpu: 'yes' } }, { 'terway-reaches-cloud-nodes': 'fail' }],
  ])('judges %s', (_what, placement, failed) => {
    expect(statuses(checkPlacement({ daemonSet: terwayDaemonSet({ placement, pods }), nodes }))).toEqual(failed);
  });

  it('finds pods that run on premises, whatever the template says now', () => {
    expect(statuses(checkPlacement({ daemonSet: terwayDaemonSet({ pods: [terwayPod('terway-x', 'dc-1'), ...pods] }), nodes }))).toEqual({ 'no-terway-on-premises': 'fail' });
  });

  it('takes the label with another value for an on-premises node', () => {
    expect(statuses(checkPlacement({ daemonSet: terwayDaemonSet({ placement: { nodeSelector: { 'alibabacloud.com/external': 'false' } } }), nodes: [cloudNode('odd', { labels: { 'alibabacloud.com/external': 'false' } })] }))).toEqual({ 'terway-selects-cloud-nodes-only': 'fail' });
  });

  it('needs no pod before the first cloud node', () => {
    expect(statuses(checkPlacement({ daemonSet: terwayDaemonSet(), nodes: [onPremisesNode('dc-1')] }))).toEqual({});
  });

  it.each<[string, Parameters<typeof terwayDaemonSet>[0], Parameters<typeof cloudNode>[1], string]>([
    ['no pod', { pods: [] }, {}, 'cloud-1: no Terway pod'],
    ['a taint', { pods: [], tolerations: [] }, { taints: [{ key: 'gpu', effect: 'NoSchedule' }] }, 'cloud-1: no Terway pod, which does not tolerate the taint gpu:NoSchedule'],
    ['two pods', { pods: [...pods, terwayPod('terway-z', 'cloud-1')] }, {}, 'cloud-1: 2 Terway pods'],
    ['a pod that is going', { pods: [terwayPod('terway-y', 'cloud-1', { terminating: true })] }, {}, 'cloud-1: no Terway pod'],
    ['a pod that is not Ready', { pods: [terwayPod('terway-y', 'cloud-1', { ready: false, reason: 'CrashLoopBackOff', container: 'terway' })] }, {}, 'cloud-1: terway-y is not Ready (CrashLoopBackOff of container terway)'],
    ['a node that is not Ready', { pods }, { ready: false }, 'cloud-1: the node is not Ready'],
  ])('warns of a cloud node with %s', (_what, set, node, message) => {
    expect(checkPlacement({ daemonSet: terwayDaemonSet(set), nodes: [cloudNode('cloud-1', node)] }).filter(({ status }) => status !== 'pass')).toMatchObject([{ name: 'one-ready-terway-on-each-cloud-node', status: 'warn', message }]);
  });
});
