import { hasMarker, HybridError } from './hybrid-error.ts';

const marker = Symbol.for('ack-hybrid.WaitTimeoutError');

/** A wait came to its deadline. `statesSeen` lists the distinct states in order, the last one last. */
export class WaitTimeoutError extends HybridError {
  readonly statesSeen: readonly string[];

  constructor(fields: { subject: string; timeoutMs: number; statesSeen: readonly string[]; remediation?: string | undefined; cause?: unknown }) {
    const states = fields.statesSeen.length === 0 ? 'no state was seen' : `states seen: ${fields.statesSeen.join(' → ')}`;
    super({
      code: 'WaitTimeout',
      message: `${fields.subject} did not come within ${fields.timeoutMs / 1000} s; ${states}`,
      remediation: fields.remediation,
      cause: fields.cause,
    });
    this.statesSeen = fields.statesSeen;
  }

  get [marker](): true {
    return true;
  }

  static override isInstance(value: unknown): value is WaitTimeoutError {
    return hasMarker(value, marker);
  }
}
