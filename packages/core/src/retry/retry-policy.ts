/** What the policy decides of a failed call. */
export interface Verdict {
  /** See `ApiErrorFields.outcome`. */
  readonly outcome: 'refused' | 'unknown';
  readonly retryable: boolean;
}

/**
 * Codes with which the service refused for now, so nothing was done. Sources: the error pages of ECS, VPC, RAM and
 * Container Service, and the retry lists of the vendor's Terraform provider.
 */
const refusedForNow =
  /^(Throttling|TaskConflict|OperationConflict|IncorrectVpcStatus|IncorrectStatus|IncorrectVSwitchStatus|LastTokenProcessing|OperationFailed\.IdempotentTokenProcessing|SystemBusy|Operation\.Blocking|TooManyRequests|RequestTimeTooSkewed\.Retry)/;

/** Codes of a service that was not well when it answered: the write may have been done. */
const serviceUnwell = /^(ServiceUnavailable|InternalError|InternalServerError|UnknownError|Timeout|ServerTimeout)/;

/** What Node and the clients call a connection that broke or an answer that didn't come. */
const connectionBroken = /^(ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|ESOCKETTIMEDOUT|UND_ERR_|ERR_STREAM_PREMATURE_CLOSE|RequestTimeout|ConnectTimeout|ResponseTimeout|BrokenAnswer)/i;

/** No connection was made, so nothing was done; the service may come up yet. */
const connectionRefused = /^(ECONNREFUSED|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH)/;

/**
 * The one retry policy: whether a failed call may be sent again, decided by its code, then by its HTTP status.
 * A 429, and every code of a service that is busy, is a refusal; a 5xx or a broken connection leaves it unknown whether
 * a write was done.
 *
 * @param errorCode the service's or the transport's code
 * @param status the HTTP status, where an answer came
 */
export const judgeFailure = (errorCode: string, status: number | undefined): Verdict => {
  if (refusedForNow.test(errorCode) || status === 429) return { outcome: 'refused', retryable: true };
  if (connectionRefused.test(errorCode)) return { outcome: 'refused', retryable: true };
  if (connectionBroken.test(errorCode) || serviceUnwell.test(errorCode)) return { outcome: 'unknown', retryable: true };
  if (status !== undefined && status >= 500 && status !== 501) return { outcome: 'unknown', retryable: true };
  return { outcome: 'refused', retryable: false };
};
