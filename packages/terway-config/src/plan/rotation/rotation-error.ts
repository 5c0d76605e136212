import { HybridError } from '@ack-hybrid/core';

const marker = Symbol.for('ack-hybrid.KeyRotationError');

/** Why a rotation stops. In each case what Terway holds is a valid key. */
export type KeyRotationCode =
  /** Terway didn't come up with the new key; it has the old one again. */
  | 'KeyRotationFailed'
  /** Not every Terway pod has the new key, or RAM doesn't know it as active; both keys stay active. */
  | 'KeyRotationUnproved'
  /** RAM says that someone else uses the old key; both keys stay as they are. */
  | 'AccessKeyInUse'
  /** The user has two keys, and the second is not ours to delete. */
  | 'AccessKeyLimit'
  /** What stands there is no valid key of the user. */
  | 'NoKeyToRotate';

/** A rotation of Terway's access key stops before it is through. */
export class KeyRotationError extends HybridError {
  constructor(fields: { readonly code: KeyRotationCode; readonly message: string; readonly remediation: string; readonly cause?: unknown }) {
    super(fields);
  }

  get [marker](): true {
    return true;
  }

  /** Whether a value is a KeyRotationError, whichever copy of the package made it. */
  static override isInstance(value: unknown): value is KeyRotationError {
    return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[marker] === true;
  }
}
