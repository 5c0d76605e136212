import { describe, expect, it } from 'vitest';
import { judgeNodes, selectPoolNodes, type ClusterNode, type PoolInstance } from './judge-nodes.ts';

const instance = (changes: Partial<PoolInstance> = {}): PoolInstance => ({ instanceId: 'i-1', state: 'running', nodeStatus: 'Ready', nodeName: 'n1', createdAt: '', errorMessage: '', ...changes });
const labels = { 'alibabacloud.com/external': 'true', 'alibabacloud.com/nodepool-id': 'np1' };
const node = (changes: Partial<ClusterNode> = {}): ClusterNode => ({ name: 'n1', labels, providerId: 'cn-hangzhou.i-1', ready: true, notReadyReason: '', ...changes });
const judge = (instances: readonly PoolInstance[], nodes: readonly ClusterNode[]) => judgeNodes(instances, nodes, 'np1', 'cn-hangzhou');

describe('judgeNodes', () => {
  it('gives a node that is Ready, labelled and known to the pool', () => {
    expect(judge([instance()], [node()])).toEqual({ ready: [{ name: 'n1', providerID: 'cn-hangzhou.i-1', instanceId: 'i-1', labels }], pending: [], failed: [] });
  });

  it.each<[string, Partial<PoolInstance>, readonly ClusterNode[], string]>([
    ['is not registered', { state: 'initial' }, [], 'i-1: not registered (instance initial)'],
    ['failed', { state: 'failed', errorMessage: 'exit 3' }, [], 'i-1: not registered (instance failed, exit 3)'],
    ['has no provider id', {}, [node({ providerId: '', labels: {} })], 'i-1: node n1 has no provider id'],
    ['has no external label', {}, [node({ labels: {} })], 'i-1: node n1 has no label alibabacloud.com/external=true'],
    ['names another pool', {}, [node({ labels: { ...labels, 'alibabacloud.com/nodepool-id': 'np2' } })], 'i-1: node n1 has no label alibabacloud.com/nodepool-id=np1'],
    ['is NotReady', {}, [node({ ready: false, notReadyReason: 'KubeletNotReady: no CNI' })], 'i-1: node n1 NotReady (KubeletNotReady: no CNI)'],
  ])('says that a node %s', (_, changes, nodes, line) => {
    expect(judge([instance(changes)], nodes)).toMatchObject({ ready: [], pending: [line] });
  });

  it('names a node of the pool whose provider id matches no instance', () => {
    expect(judge([], [node({ providerId: 'cn-hangzhou.i-9' })]).pending).toEqual(['n1: provider id "cn-hangzhou.i-9" matches no instance of the pool']);
  });

  it('does not take a node of another region for one of ours', () => {
    expect(judge([instance({ nodeName: '' })], [node({ providerId: 'cn-beijing.i-1', labels: {} })]).ready).toEqual([]);
  });

  it('leaves out what is being removed, and counts failed instances apart', () => {
    expect(judge([instance({ state: 'removing' })], [])).toEqual({ ready: [], pending: [], failed: [] });
    expect(judge([instance({ state: 'failed' })], []).failed).toHaveLength(1);
    expect(judge([instance({ state: 'failed' })], [node()]).failed).toEqual([]);
  });

  it('finds the nodes of a pool by label or by provider id', () => {
    const nodes = [node({ labels: {} }), node({ name: 'n2', providerId: '' }), node({ name: 'dc', providerId: '', labels: {} })];
    expect(selectPoolNodes([instance()], nodes, 'np1', 'cn-hangzhou').map((found) => found.name)).toEqual(['n1', 'n2']);
  });
});
