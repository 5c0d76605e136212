import { hasMarker, HybridError } from './hybrid-error.ts';

const marker = Symbol.for('ack-hybrid.ApiError');

/** What is known of a call that failed. */
export interface ApiErrorFields {
  /** `cs`, `ecs`, `vpc`, `ram`, `oss` or `kubernetes`. */
  readonly service: string;
  /** The API action, or verb and resource for Kubernetes: `CreatePolicy`, `patch configmaps kube-system/eni-config`. */
  readonly operation: string;
  /** The HTTP status; absent where no answer came. */
  readonly status?: number | undefined;
  /** The service's own code (`Throttling.User`, `AlreadyExists`) or the transport's (`ECONNRESET`). */
  readonly errorCode: string;
  readonly requestId?: string | undefined;
  /** The service's own words. */
  readonly detail: string;
  /**
   * `refused`: the service said no, so nothing was done; `unknown`: no usable answer came (reset, timeout, 5xx), so a
   * write may or may not have been done: look before writing again.
   */
  readonly outcome: 'refused' | 'unknown';
  readonly retryable?: boolean | undefined;
  /** Milliseconds that the service asked to wait for. */
  readonly retryAfterMs?: number | undefined;
  readonly remediation?: string | undefined;
  readonly cause?: unknown;
}

/** A call to Alibaba Cloud or Kubernetes that failed. */
export class ApiError extends HybridError {
  readonly service: string;
  readonly operation: string;
  readonly status: number | undefined;
  readonly errorCode: string;
  readonly requestId: string | undefined;
  readonly outcome: 'refused' | 'unknown';
  readonly retryAfterMs: number | undefined;

  constructor(fields: ApiErrorFields) {
    const facts = [fields.errorCode, fields.status === undefined ? undefined : `HTTP ${fields.status}`, fields.requestId === undefined ? undefined : `request ${fields.requestId}`];
    super({
      code: fields.errorCode,
      message: `${fields.service} ${fields.operation} failed: ${fields.detail} (${facts.filter((fact) => fact !== undefined).join(', ')})`,
      remediation: fields.remediation,
      retryable: fields.retryable,
      cause: fields.cause,
    });
    this.service = fields.service;
    this.operation = fields.operation;
    this.status = fields.status;
    this.errorCode = fields.errorCode;
    this.requestId = fields.requestId;
    this.outcome = fields.outcome;
    this.retryAfterMs = fields.retryAfterMs;
  }

  get [marker](): true {
    return true;
  }

  static override isInstance(value: unknown): value is ApiError {
    return hasMarker(value, marker);
  }
}
