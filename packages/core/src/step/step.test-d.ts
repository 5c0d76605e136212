import { describe, expectTypeOf, it } from 'vitest';
import type { AlibabaCloud } from '../alibaba/alibaba-cloud.ts';
import type { Kubernetes } from '../kubernetes/kubernetes.ts';
import type { runSteps } from './run-steps.ts';
import type { Step } from './step.ts';

describe('the types', () => {
  it('run steps of different kinds in one list', () => {
    type Steps = [Step<{ size: number }, string>, Step<string, number[]>];
    expectTypeOf<Steps>().toExtend<Parameters<typeof runSteps>[0]>();
  });

  it('give the client class and the request classes of an SDK', () => {
    const load = (cloud: AlibabaCloud) => cloud.client('cs', () => import('@alicloud/cs20151215'));
    expectTypeOf(load).returns.resolves.toHaveProperty('client').toHaveProperty('describeClusterDetail').toBeFunction();
    expectTypeOf(load).returns.resolves.toHaveProperty('sdk').toHaveProperty('CreateClusterNodePoolRequest').toBeConstructibleWith({});
  });

  it('give the typed API of the Kubernetes client', () => {
    const load = (kubernetes: Kubernetes) => kubernetes.api((sdk) => sdk.AppsV1Api);
    expectTypeOf(load).returns.resolves.toHaveProperty('readNamespacedDaemonSet').toBeFunction();
  });
});
