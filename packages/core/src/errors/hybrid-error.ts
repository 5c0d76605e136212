const marker = Symbol.for('ack-hybrid.HybridError');

/** What every error of ack-hybrid says about itself. */
export interface HybridErrorFields {
  /** Stable and machine-readable, in upper camel case: `InvalidInput`, `WaitTimeout`, or the cloud's own code. */
  readonly code: string;
  /** What is wrong with what. Holds no secret. */
  readonly message: string;
  /** What the reader can do about it. */
  readonly remediation?: string | undefined;
  /** Whether the same call may succeed later without a change. False by default. */
  readonly retryable?: boolean | undefined;
  readonly cause?: unknown;
}

/**
 * The base of every error that ack-hybrid throws. Recognise one with `HybridError.isInstance`, which, unlike
 * `instanceof`, also holds where two copies of the package are loaded.
 *
 * @example
 * try { await runSteps(steps); } catch (error) {
 *   if (HybridError.isInstance(error)) console.error(error.message, error.remediation);
 * }
 */
export class HybridError extends Error {
  readonly code: string;
  readonly remediation: string | undefined;
  readonly retryable: boolean;

  constructor(fields: HybridErrorFields) {
    super(fields.message, fields.cause === undefined ? undefined : { cause: fields.cause });
    this.name = new.target.name;
    this.code = fields.code;
    this.remediation = fields.remediation;
    this.retryable = fields.retryable ?? false;
  }

  get [marker](): true {
    return true;
  }

  static isInstance(value: unknown): value is HybridError {
    return hasMarker(value, marker);
  }
}

/** Whether an error carries a class's symbol, whichever copy of the package made it. */
export const hasMarker = (value: unknown, symbol: symbol): boolean =>
  typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[symbol] === true;
