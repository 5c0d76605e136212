import type { Json } from './json.ts';

/**
 * An error that a service of the sandbox answers with. Each service renders it in its own shape.
 *
 * `code` and `status` are the vendor's where they are known; a code that is the sandbox's own choice says so where it is thrown.
 */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly status: number;
  readonly code: string;
  /** Further fields of the error body, by the name they have on the wire. */
  readonly fields: Readonly<Record<string, Json>>;

  constructor(status: number, code: string, message: string, fields: Readonly<Record<string, Json>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.fields = fields;
  }
}

/** The answer to an operation that the real service has and the sandbox has not. */
export function unknownOperation(service: string, operation: string): ServiceError {
  return new ServiceError(501, 'SandboxOperationUnknown', `The sandbox's ${service} does not know the operation ${operation}.`);
}
