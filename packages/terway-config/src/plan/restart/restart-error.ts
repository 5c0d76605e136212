import { HybridError } from '@ack-hybrid/core';

const marker = Symbol.for('ack-hybrid.TerwayRestartError');

/** A restart of Terway doesn't get on: a pod doesn't come back, or the DaemonSet replaces no further one. */
export class TerwayRestartError extends HybridError {
  /** The nodes that it is about. */
  readonly nodes: readonly string[];

  constructor(fields: { readonly message: string; readonly remediation: string; readonly nodes: readonly string[] }) {
    super({ code: 'TerwayRestartStalled', message: fields.message, remediation: fields.remediation });
    this.nodes = fields.nodes;
  }

  get [marker](): true {
    return true;
  }

  /** Whether a value is a TerwayRestartError, whichever copy of the package made it. */
  static override isInstance(value: unknown): value is TerwayRestartError {
    return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[marker] === true;
  }
}
