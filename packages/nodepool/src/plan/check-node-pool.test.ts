import { describe, expect, it } from 'vitest';
import { checkNodePool, type NodePod, type NodePoolFacts } from './check-node-pool.ts';

const pod = (name: string, changes: Partial<NodePod> = {}): NodePod => ({ name, namespace: 'kube-system', nodeName: 'n1', labels: {}, ready: true, ...changes });
const facts = (changes: Partial<NodePoolFacts> = {}): NodePoolFacts => ({
  poolId: 'np1',
  size: 1,
  judgement: { ready: [{ name: 'n1', providerID: 'cn-hangzhou.i-1', instanceId: 'i-1', labels: {} }], pending: [], failed: [] },
  nodeNames: ['n1'],
  pods: [pod('terway-eniip-x')],
  listedInstanceIds: ['i-1'],
  instances: [{ instanceId: 'i-1', status: 'Running' }],
  ...changes,
});
const failed = (changes: Partial<NodePoolFacts>) => checkNodePool(facts(changes)).filter((check) => check.status === 'fail');

describe('checkNodePool', () => {
  it('passes where every node has Terway, none has Calico and each instance is a node', () => {
    expect(checkNodePool(facts()).map((check) => check.status)).toEqual(['pass', 'pass', 'pass', 'pass']);
  });

  it.each<[string, Partial<NodePoolFacts>, string, string]>([
    ['too few nodes', { size: 2 }, 'cloud-nodes-ready', '1 of 2'],
    ['a pending node', { judgement: { ...facts().judgement, pending: ['i-2: not registered'] } }, 'cloud-nodes-ready', 'i-2: not registered'],
    ['a node without Terway', { pods: [] }, 'terway-on-cloud-nodes', 'n1'],
    ['a Terway pod that is not Ready', { pods: [pod('terway-eniip-x', { ready: false })] }, 'terway-on-cloud-nodes', 'n1'],
    ['Terway on another node only', { pods: [pod('terway-eniip-x', { nodeName: 'n9' })] }, 'terway-on-cloud-nodes', 'n1'],
    ['Calico by its name', { pods: [pod('terway-eniip-x'), pod('calico-node-y')] }, 'calico-off-cloud-nodes', 'kube-system/calico-node-y runs on n1'],
    ['Calico by its label', { pods: [pod('terway-eniip-x'), pod('y', { labels: { 'k8s-app': 'calico-node' }, namespace: 'calico-system' })] }, 'calico-off-cloud-nodes', 'calico-system/y'],
    ['an instance in no pool', { instances: [...facts().instances, { instanceId: 'i-7', status: 'Running' }] }, 'no-orphan-instances', 'i-7 (Running) is in no pool'],
    ['an instance without a node', { listedInstanceIds: ['i-1', 'i-2'], instances: [...facts().instances, { instanceId: 'i-2', status: 'Running' }] }, 'no-orphan-instances', 'i-2 (Running) has no Ready node'],
    ['an instance that ECS has not', { instances: [] }, 'no-orphan-instances', 'ECS has no such instance'],
    ['an instance that is stopped', { instances: [{ instanceId: 'i-1', status: 'Stopped' }] }, 'no-orphan-instances', 'i-1 is Stopped'],
  ])('fails for %s', (_, changes, name, words) => {
    expect(failed(changes)).toEqual([expect.objectContaining({ name, message: expect.stringContaining(words) as string, remediation: expect.any(String) as string })]);
  });

  it('leaves Calico on the nodes of the data centre alone', () => {
    expect(failed({ pods: [pod('terway-eniip-x'), pod('calico-node-y', { nodeName: 'dc-1' })] })).toEqual([]);
  });
});
