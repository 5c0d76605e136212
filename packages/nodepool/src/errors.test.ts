import { describe, expect, it } from 'vitest';
import { HybridError } from '@ack-hybrid/core';
import { NodePoolError } from './errors.ts';

describe('NodePoolError', () => {
  it('is recognised, is one of the family, and names pool and task', () => {
    const error = new NodePoolError({ code: 'NodePoolTaskFailed', message: 'm', remediation: 'r', nodePoolId: 'np1', taskId: 'T-1' });
    expect([NodePoolError.isInstance(error), HybridError.isInstance(error), error.name, error.nodePoolId, error.taskId]).toEqual([true, true, 'NodePoolError', 'np1', 'T-1']);
    expect(NodePoolError.isInstance(new HybridError({ code: 'x', message: 'y' }))).toBe(false);
  });
});
