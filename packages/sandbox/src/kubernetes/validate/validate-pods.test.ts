import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../kube-types.ts';
import { validatePodChange, validatePodSpec } from './validate-pods.ts';

const pod = (spec: object): KubeObject => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec });
const containers = [{ name: 'c', image: 'i' }];

describe('the validation of pods', () => {
  it('asks for containers where there is no spec at all', () => {
    expect(validatePodSpec(undefined, 'spec').map(({ field }) => field)).toEqual(['spec.containers']);
  });

  it('lets a pod be bound once', () => {
    expect(validatePodChange(pod({ containers }), pod({ containers, nodeName: 'n' }))).toEqual([]);
    expect(validatePodChange(pod({ containers, nodeName: 'n' }), pod({ containers, nodeName: 'm' }))).toHaveLength(1);
    expect(validatePodChange(pod({ containers, nodeName: 'n' }), pod({ containers }))).toHaveLength(1);
  });

  it('refuses a value beside Exists', () => {
    expect(validatePodSpec({ containers, tolerations: [{ key: 'a', operator: 'Exists', value: 'b' }] }, 'spec')).toHaveLength(1);
  });
});
