import { HybridError } from '@ack-hybrid/core';

const marker = Symbol.for('ack-hybrid.NodePoolError');

/** Why a node pool can't be had. */
export type NodePoolErrorCode = 'AmbiguousNodePool' | 'ForeignNodePool' | 'NodePoolRefused' | 'NodePoolTaskFailed' | 'NodePoolNodesFailed';

/** A node pool that can't be brought to what is wanted. `nodePoolId` and `taskId` name it to the vendor's support. */
export class NodePoolError extends HybridError {
  readonly nodePoolId: string | undefined;
  readonly taskId: string | undefined;

  constructor(fields: { code: NodePoolErrorCode; message: string; remediation: string; nodePoolId?: string | undefined; taskId?: string | undefined; cause?: unknown }) {
    super(fields);
    this.nodePoolId = fields.nodePoolId;
    this.taskId = fields.taskId;
  }

  get [marker](): true {
    return true;
  }

  /** Whether a value is a NodePoolError, whichever copy of the package made it. */
  static override isInstance(value: unknown): value is NodePoolError {
    return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[marker] === true;
  }
}

/** Where a node says why it did not join. Source: the vendor's page on node pools of registered clusters. */
export const nodeLogHint = 'On the node, /var/log/acs/init.log and /var/log/messages have what the init script printed.';
