import { describe, expect, it } from 'vitest';
import { calicoNode, kubeControllers } from './calico-workloads.ts';

describe('the workloads of Calico', () => {
  it('live in the namespace of their installer', () => {
    expect([calicoNode('calico-system').metadata.namespace, kubeControllers('kube-system').metadata.namespace]).toEqual(['calico-system', 'kube-system']);
  });

  it('tolerate every taint on calico-node, so that no taint keeps it off', () => {
    expect(calicoNode('kube-system')).toHaveProperty('spec.template.spec.tolerations', expect.arrayContaining([{ effect: 'NoSchedule', operator: 'Exists' }, { effect: 'NoExecute', operator: 'Exists' }]));
  });
});
