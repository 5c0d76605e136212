import type { Json, JsonObject } from './json.ts';

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

/**
 * An error of the gateway before a service: of signatures, keys, versions and the parameters in the query. The gateway words its errors in
 * one shape for every service, also for those that have a shape of their own.
 */
export class GatewayError extends ServiceError {}

/** Does what the gateway does before it hands a request on. @throws GatewayError for each ServiceError. */
export function atGateway<Value>(work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    throw error instanceof ServiceError ? new GatewayError(error.status, error.code, error.message, error.fields) : error;
  }
}

/** The body of an error as the gateway words it: that of ECS, VPC and RAM, and Container Service's where the gateway refuses. */
export function gatewayErrorBody(error: ServiceError, service: string, hostId: string, requestId: string): JsonObject {
  return {
    RequestId: requestId,
    HostId: hostId,
    Code: error.code,
    Message: error.message,
    Recommend: `https://api.aliyun.com/troubleshoot?q=${error.code}&product=${service}`,
    ...error.fields,
  };
}

/** The answer to an operation that the real service has and the sandbox has not. */
export function unknownOperation(service: string, operation: string): ServiceError {
  return new ServiceError(501, 'SandboxOperationUnknown', `The sandbox's ${service} does not know the operation ${operation}.`);
}

/** The answer to parameters that the real operation has and the sandbox's has not. */
export function unknownParameter(service: string, operation: string, names: readonly string[]): ServiceError {
  return new ServiceError(501, 'SandboxParameterUnknown', `The sandbox's ${service} does not know ${names.join(', ')} of ${operation}.`);
}
