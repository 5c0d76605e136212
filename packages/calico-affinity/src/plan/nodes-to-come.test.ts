import { describe, expect, it } from 'vitest';
import { calicoNode } from '../testing/cluster.ts';
import { excludeCloudNodes } from './exclude-cloud-nodes.ts';
import type { JsonObject } from './json.ts';
import type { NodeAffinity } from './node-affinity.ts';
import { checkNodesToCome, judgeNodesToCome } from './nodes-to-come.ts';

const rack: NodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'rack', operator: 'Exists' }] }] } };
const withTemplate = (spec: JsonObject): JsonObject => calicoNode('kube-system', { spec: { template: { spec } } });

describe('nodes to come', () => {
  it.each<[string, JsonObject, NodeAffinity | undefined, boolean, boolean]>([
    ['no affinity', calicoNode('kube-system'), undefined, true, true],
    ['our requirement', calicoNode('kube-system'), excludeCloudNodes(undefined), false, true],
    ['a label that a new node does not have', calicoNode('kube-system'), excludeCloudNodes(rack), false, false],
    ['a node selector for Windows', withTemplate({ nodeSelector: { 'kubernetes.io/os': 'windows' } }), excludeCloudNodes(undefined), false, false],
  ])('are judged by %s', (_, daemonSet, after, cloud, onPremises) => {
    expect(judgeNodesToCome(daemonSet, after)).toEqual({ cloud, onPremises });
  });

  it.each([
    [{ cloud: false, onPremises: true }, 'pass', 'a Linux node that joins on premises gets one'],
    [{ cloud: false, onPremises: false }, 'pass', 'gets none until it has what the node selector and the affinity of calico-node ask for'],
    [{ cloud: true, onPremises: true }, 'fail', 'a cloud node that joins would get calico-node'],
  ])('are told: %o', (judged, status, words) => {
    const check = checkNodesToCome('calico-node', judged);
    expect(check).toMatchObject({ name: 'calico-nodes-to-come', status });
    expect(check.message).toContain(words);
  });
});
