import { describe, expect, it } from 'vitest';
import { judgeLabelValue, judgeNodeLabel, judgeQualifiedName } from './label-syntax.ts';

describe('label syntax', () => {
  it.each(['team', 'example.com/team', 'a.b-c_d', 'node.kubernetes.io/pool', 'x.node.kubernetes.io/pool', 'topology.kubernetes.io/zone'])('accepts %s as a node label', (key) => {
    expect(judgeNodeLabel(key, 'v-1')).toBeUndefined();
  });

  it.each([
    ['alibabacloud.com/external', 'set by the platform'],
    ['alibabacloud.com/nodepool-id', 'set by the platform'],
    ['ack.aliyun.com', 'set by the platform'],
    ['node-role.kubernetes.io/worker', 'kubelet exits'],
    ['example.k8s.io/x', 'kubelet exits'],
    ['-a', 'letter or digit'],
    ['a b', 'letter or digit'],
    ['Example.com/a', 'DNS name'],
    ['a/b/c', 'more than one slash'],
    ['/a', 'DNS name'],
    [`${'a'.repeat(64)}`, '1 to 63'],
  ])('refuses %s', (key, reason) => {
    expect(judgeNodeLabel(key, 'true')).toContain(reason);
  });

  it.each(['', 'a', 'A.b_c-1'])('accepts "%s" as a value', (value) => expect(judgeLabelValue(value)).toBeUndefined());
  it.each(['a b', '$(id)', 'a,b=c', '-a', 'a'.repeat(64)])('refuses "%s" as a value', (value) => expect(judgeLabelValue(value)).toContain(value));
  it('refuses a name that is empty', () => expect(judgeQualifiedName('')).toContain('1 to 63'));
});
