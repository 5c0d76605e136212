import type { V1NodeAffinity } from '@kubernetes/client-node';
import { describe, expectTypeOf, it } from 'vitest';
import { type excludeCloudNodes } from './exclude-cloud-nodes.ts';

describe('excludeCloudNodes', () => {
  it('takes and gives what the Kubernetes client calls V1NodeAffinity', () => {
    expectTypeOf<V1NodeAffinity | undefined>().toExtend<Parameters<typeof excludeCloudNodes>[0]>();
    expectTypeOf<ReturnType<typeof excludeCloudNodes>>().toExtend<V1NodeAffinity>();
  });
});
