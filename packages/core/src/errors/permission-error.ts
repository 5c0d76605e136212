import { ApiError, type ApiErrorFields } from './api-error.ts';
import { hasMarker } from './hybrid-error.ts';

const marker = Symbol.for('ack-hybrid.PermissionError');

/** The caller may not do this. `missing` names the RAM action (`ram:CreatePolicy`) or the RBAC verb (`patch configmaps`). */
export class PermissionError extends ApiError {
  readonly missing: string;

  constructor(fields: ApiErrorFields & { readonly missing: string }) {
    super({ ...fields, remediation: fields.remediation ?? `Grant ${fields.missing} to the caller and run again.` });
    this.missing = fields.missing;
  }

  get [marker](): true {
    return true;
  }

  static override isInstance(value: unknown): value is PermissionError {
    return hasMarker(value, marker);
  }
}
