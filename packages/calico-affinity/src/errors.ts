import { HybridError } from '@ack-hybrid/core';

const marker = Symbol.for('ack-hybrid.CalicoAffinityError');

/** Why this package won't go on. */
export type CalicoAffinityReason = 'cni-not-found' | 'cni-ambiguous' | 'owner-unknown' | 'owner-reverts' | 'workload-not-found' | 'on-premises-endangered' | 'record-unreadable' | 'rollout-stalled';

/** What a {@link CalicoAffinityError} says. */
export interface CalicoAffinityErrorFields {
  readonly reason: CalicoAffinityReason;
  readonly message: string;
  readonly remediation: string;
  /** The nodes that it is about. */
  readonly nodes?: readonly string[];
}

/** This package refuses to touch the CNI: Calico isn't found, its owner isn't clear, an on-premises node would lose it, or the rollout doesn't get on. */
export class CalicoAffinityError extends HybridError {
  readonly reason: CalicoAffinityReason;
  /** The nodes that it is about; empty where it is about none. */
  readonly nodes: readonly string[];

  constructor(fields: CalicoAffinityErrorFields) {
    super({ code: 'CalicoAffinity', message: fields.message, remediation: fields.remediation });
    this.reason = fields.reason;
    this.nodes = fields.nodes ?? [];
  }

  get [marker](): true {
    return true;
  }

  /** Whether a value is a CalicoAffinityError, whichever copy of the package made it. */
  static override isInstance(value: unknown): value is CalicoAffinityError {
    return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[marker] === true;
  }
}
