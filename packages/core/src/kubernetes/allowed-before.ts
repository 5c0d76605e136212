/** Milliseconds for which a refusal of what was allowed before isn't believed. */
const disbeliefMs = 15_000;

/**
 * Remembers what a client was allowed to do. An API server that has just started answers 403 until it has read its roles
 * (seen on kube-apiserver 1.36.3), so the refusal of an operation that went through before is worth another try.
 */
export interface AllowedBefore {
  /** The operation went through. */
  readonly note: (operation: string) => void;
  /** Whether its refusal, now, may pass: it went through before, and has not been refused for 15 seconds yet. */
  readonly mayPass: (operation: string) => boolean;
}

/** Remembers nothing yet. */
export const createAllowedBefore = (): AllowedBefore => {
  /** By operation: since when it is refused; `undefined` while it is allowed. */
  const operations = new Map<string, number | undefined>();
  return {
    note: (operation) => void operations.set(operation, undefined),
    mayPass: (operation) => {
      if (!operations.has(operation)) return false;
      const now = performance.now();
      const since = operations.get(operation) ?? now;
      operations.set(operation, since);
      if (now - since <= disbeliefMs) return true;
      operations.delete(operation);
      return false;
    },
  };
};
