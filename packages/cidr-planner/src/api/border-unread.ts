import { ApiError, PermissionError } from '@ack-hybrid/core/errors';
import type { UnreadPart } from '../plan/world/observed-border.ts';

/** What could not be read so far, each part once. */
export class UnreadParts {
  readonly #parts = new Map<string, UnreadPart>();

  /** Reads a part of the border; where the cloud refuses, gives the fallback and remembers the part. */
  async read<Value>(what: string, action: string, fallback: Value, read: () => Promise<Value>): Promise<Value> {
    try {
      return await read();
    } catch (error) {
      if (PermissionError.isInstance(error)) this.#add({ what, action: error.missing });
      // A CEN of another account isn't found, and one with an enterprise transit router may not know the older reads.
      else if (ApiError.isInstance(error) && isRefusal(error)) this.#add({ what, action, reason: error.message });
      else throw error;
      return fallback;
    }
  }

  list(): readonly UnreadPart[] {
    return [...this.#parts.values()];
  }

  #add(part: UnreadPart): void {
    this.#parts.set(`${part.action} ${part.what}`, part);
  }
}

const isRefusal = (error: ApiError): boolean => !error.retryable && error.status !== undefined && error.status >= 400 && error.status < 500;
