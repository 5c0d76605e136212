import type { ApiCall } from '../api-call.ts';
import { ApiError, type ApiErrorFields } from '../errors/api-error.ts';
import { ConflictError } from '../errors/conflict-error.ts';
import { HybridError } from '../errors/hybrid-error.ts';
import { NotFoundError } from '../errors/not-found-error.ts';
import { PermissionError } from '../errors/permission-error.ts';
import { judgeFailure } from '../retry/retry-policy.ts';
import { readForbidden } from './read-forbidden.ts';

interface StatusBody {
  readonly message?: unknown;
  readonly reason?: unknown;
}

// The API server answers a JSON patch that it can't apply (a `test` that fails, a path that is gone) with 422 and these
// words alone, unlike an object that is invalid (apimachinery's NewGenericServerResponse). It means the same as a 409.
const patchRefused = /the server rejected our request due to an error in our request/;

// The filters in front of the API server's handlers answer in plain text: priority and fairness, timeouts, a server that ends.
const reasons: Readonly<Record<number, string>> = { 429: 'TooManyRequests', 503: 'ServiceUnavailable', 504: 'Timeout' };

// A patch whose result can't be decoded is refused with the whole object in the message (kube-apiserver 1.30 to 1.36), the data of a Secret included.
const withoutObject = (message: string): string => message.replace(/(is invalid: patch: Invalid value: )"(?:[^"\\]|\\.)*"/, '$1[left out]');

const plainWords = (body: unknown): string | undefined => {
  const words = typeof body === 'string' ? body.trim() : '';
  return /^[^<{\n]{1,200}$/.test(words) ? words : undefined;
};

/**
 * Makes one of our errors of whatever @kubernetes/client-node threw.
 *
 * @param refusalMayPass whether the authorizer's refusal of an operation is worth another try
 */
export const toKubernetesError = (error: unknown, call: ApiCall, refusalMayPass: (operation: string) => boolean = () => false): HybridError => {
  if (HybridError.isInstance(error)) return error;
  const raw = (typeof error === 'object' && error !== null ? error : {}) as {
    readonly code?: unknown;
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
    readonly message?: unknown;
    readonly name?: unknown;
  };
  if (typeof raw.code !== 'number') return transportError(raw, error, call);
  const body = parseStatus(raw.body);
  const reason = typeof body.reason === 'string' && body.reason !== '' ? body.reason : (reasons[raw.code] ?? `Http${raw.code}`);
  const retryAfter = Number(raw.headers?.['retry-after']);
  const fields: ApiErrorFields = {
    service: call.service,
    operation: call.operation,
    status: raw.code,
    errorCode: reason,
    detail: typeof body.message === 'string' ? withoutObject(body.message) : (plainWords(raw.body) ?? 'the answer is not what an API server sends (a gateway may stand between)'),
    ...judgeFailure(reason, raw.code),
    retryAfterMs: Number.isFinite(retryAfter) ? retryAfter * 1_000 : undefined,
  };
  if (raw.code === 401) return new ApiError({ ...fields, remediation: 'The API server does not accept the credentials of this kubeconfig: renew them.' });
  if (raw.code === 403) return forbidden(fields, call, refusalMayPass);
  if (raw.code === 404) return new NotFoundError(fields);
  if (raw.code === 409 || (raw.code === 422 && patchRefused.test(fields.detail))) return new ConflictError(fields);
  return new ApiError(fields);
};

const forbidden = (fields: ApiErrorFields, call: ApiCall, refusalMayPass: (operation: string) => boolean): ApiError => {
  const refusal = readForbidden(fields.detail);
  if (refusal.by === 'admission') {
    return new ApiError({ ...fields, remediation: 'An admission rule of the cluster (a policy, a quota, pod security, a webhook) refuses this; no RBAC rule helps. Its message says what it asks for.' });
  }
  return new PermissionError({ ...fields, retryable: refusalMayPass(call.operation), missing: refusal.by === 'authorizer' ? refusal.missing : call.operation });
};

const transportError = (raw: { readonly code?: unknown; readonly message?: unknown; readonly name?: unknown }, error: unknown, call: ApiCall): HybridError => {
  const code = typeof raw.code === 'string' ? raw.code : error instanceof SyntaxError ? 'BrokenAnswer' : raw.name === 'AbortError' ? 'RequestTimeout' : 'UnknownError';
  return new ApiError({
    service: call.service,
    operation: call.operation,
    errorCode: code,
    detail: typeof raw.message === 'string' ? raw.message : 'no message',
    ...judgeFailure(code, undefined),
    remediation: 'Check that the API server of the kubeconfig is reachable from here.',
  });
};

const parseStatus = (body: unknown): StatusBody => {
  if (typeof body === 'object' && body !== null) return body;
  if (typeof body !== 'string') return {};
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
};
