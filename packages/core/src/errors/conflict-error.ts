import { ApiError } from './api-error.ts';
import { hasMarker } from './hybrid-error.ts';

const marker = Symbol.for('ack-hybrid.ConflictError');

/** Someone else changed or made the object first (HTTP 409, a failed JSON-patch `test`, `EntityAlreadyExists`): observe again. */
export class ConflictError extends ApiError {
  get [marker](): true {
    return true;
  }

  static override isInstance(value: unknown): value is ConflictError {
    return hasMarker(value, marker);
  }
}
