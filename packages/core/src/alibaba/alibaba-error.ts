import type { ApiCall } from '../api-call.ts';
import { ApiError, type ApiErrorFields } from '../errors/api-error.ts';
import { ConflictError } from '../errors/conflict-error.ts';
import { HybridError } from '../errors/hybrid-error.ts';
import { NotFoundError } from '../errors/not-found-error.ts';
import { PermissionError } from '../errors/permission-error.ts';
import { judgeFailure } from '../retry/retry-policy.ts';

const absent = /^(ErrorClusterNotFound|ErrorNodePoolNotFound|AddonNotFound|EntityNotExist|NoSuch(Bucket|Key|BucketPolicy|TagSet))|NotFound$|\.NotExist$/;
const exists = /^(EntityAlreadyExists|BucketAlreadyExists|FileAlreadyExists)|\.Duplicate$|Already(Exist(s|ed)?|Installed)$/;
const forbidden = /^(Forbidden|NoPermission|AccessDenied|ErrorRamPolicyConfig|ErrorCheckAcl|StatusForbidden)/;
const unreachable = /^(ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH)$/;
const badCredential = /^(InvalidAccessKeyId|SignatureDoesNotMatch|IncompleteSignature|InvalidSecurityToken|InvalidCredentials|MissingAccessKey)/;

interface SdkErrorShape {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly statusCode?: unknown;
  readonly status?: unknown;
  readonly requestId?: unknown;
  readonly retryAfter?: unknown;
  readonly accessDeniedDetail?: unknown;
}

/**
 * Makes one of our errors of whatever an Alibaba SDK (or ali-oss) threw. The raw error isn't kept as the cause, since
 * it may carry the signed request.
 */
export const toAlibabaError = (error: unknown, call: ApiCall): HybridError => {
  if (HybridError.isInstance(error)) return error;
  const raw = (typeof error === 'object' && error !== null ? error : {}) as SdkErrorShape;
  const status = firstNumber(raw.statusCode, raw.status);
  const errorCode = codeOf(raw, error);
  const fields: ApiErrorFields = {
    service: call.service,
    operation: call.operation,
    status,
    errorCode,
    requestId: typeof raw.requestId === 'string' ? raw.requestId : undefined,
    detail: detailOf(raw, errorCode),
    ...judgeFailure(errorCode, status),
    retryAfterMs: typeof raw.retryAfter === 'number' ? raw.retryAfter : undefined,
  };
  if (badCredential.test(errorCode)) {
    return new ApiError({ ...fields, retryable: false, remediation: 'Check the access key id and secret that the credential chain gives, and that the key is active.' });
  }
  if (forbidden.test(errorCode)) return new PermissionError({ ...fields, missing: missingAction(raw, call) });
  if (unreachable.test(errorCode)) return new ApiError({ ...fields, remediation: 'Check the region id and the endpoint, and that this machine resolves and reaches it.' });
  if (absent.test(errorCode)) return new NotFoundError(fields);
  if (exists.test(errorCode)) return new ConflictError(fields);
  return new ApiError(fields);
};

// The SDKs put `<code>: ` before the service's words; a SyntaxError stands for an answer that was no JSON (a gateway's page).
const codeOf = (raw: SdkErrorShape, error: unknown): string => {
  if (error instanceof SyntaxError) return 'BrokenAnswer';
  if (typeof raw.code === 'string' && raw.code !== '') return raw.code;
  if (raw.name === 'RequestTimeoutError' || raw.name === 'ResponseTimeoutError' || raw.name === 'ConnectionTimeoutError') return 'RequestTimeout';
  return typeof raw.name === 'string' && raw.name !== 'Error' ? raw.name : 'UnknownError';
};

const detailOf = (raw: SdkErrorShape, errorCode: string): string => {
  if (errorCode === 'BrokenAnswer') return 'the answer is not what the service sends (a gateway may stand between)';
  if (typeof raw.message !== 'string' || raw.message === '') return 'no message';
  const words = raw.message.startsWith(`${errorCode}: `) ? raw.message.slice(errorCode.length + 2) : raw.message;
  return words.replace(/^code: \d+, /, '').replace(/ request id: [\w-]+.*$/s, '');
};

// RAM knows the service of Cloud Enterprise Network by another name than its API has.
const ramNames: Readonly<Record<string, string>> = { cbn: 'cen' };

const missingAction = (raw: SdkErrorShape, call: ApiCall): string => {
  const detail = raw.accessDeniedDetail as { readonly AuthAction?: unknown } | undefined;
  return typeof detail?.AuthAction === 'string' ? detail.AuthAction : `${ramNames[call.service] ?? call.service}:${call.operation}`;
};

const firstNumber = (...values: readonly unknown[]): number | undefined =>
  values.find((value): value is number => typeof value === 'number' && value > 0);
