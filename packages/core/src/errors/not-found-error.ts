import { ApiError } from './api-error.ts';
import { hasMarker } from './hybrid-error.ts';

const marker = Symbol.for('ack-hybrid.NotFoundError');

/** What a call named isn't there. */
export class NotFoundError extends ApiError {
  get [marker](): true {
    return true;
  }

  static override isInstance(value: unknown): value is NotFoundError {
    return hasMarker(value, marker);
  }
}
