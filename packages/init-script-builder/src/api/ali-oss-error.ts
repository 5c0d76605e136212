/** What ali-oss (or the urllib below it) throws. */
interface RawError {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly status?: unknown;
  readonly message?: unknown;
  readonly requestId?: unknown;
}

/** A failure of a call to OSS in the shape that core judges: the service's code, or the transport's as Node names it. */
export class OssFailure extends Error {
  readonly code: string;
  readonly status: number | undefined;
  readonly requestId: string | undefined;

  constructor(fields: { readonly message: string; readonly code: string; readonly status?: number | undefined; readonly requestId?: string | undefined }) {
    super(fields.message);
    this.name = 'OssFailure';
    this.code = fields.code;
    this.status = fields.status;
    this.requestId = fields.requestId;
  }
}

/**
 * Gives a failure the code that it stands for. urllib hides Node's own codes in the message (`socket hang up`, status −1),
 * and an answer that is no XML comes as the parser's error, with the whole body in its message.
 */
export const toOssFailure = (error: unknown): OssFailure => {
  if (error instanceof OssFailure) return error;
  const raw = (typeof error === 'object' && error !== null ? error : {}) as RawError;
  const message = typeof raw.message === 'string' ? (raw.message.split(/\n|, (?:GET|PUT|HEAD|DELETE|POST) http/)[0] ?? '') : 'no message';
  const name = typeof raw.name === 'string' ? raw.name : '';
  const status = typeof raw.status === 'number' && raw.status > 0 ? raw.status : undefined;
  const requestId = typeof raw.requestId === 'string' ? raw.requestId : undefined;
  // A code out of the answer's XML; urllib's own errors have their name as the code.
  if (typeof raw.code === 'string' && raw.code !== name && /^[A-Z][A-Za-z]+(\.[A-Za-z]+)*$/.test(raw.code)) return new OssFailure({ message, code: raw.code, status, requestId });
  const connection = /\b(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH)\b/.exec(`${message} ${String(raw.code)}`)?.[1];
  if (connection !== undefined) return new OssFailure({ message, code: connection });
  if (/timeout/i.test(`${name} ${message}`)) return new OssFailure({ message, code: 'RequestTimeout' });
  if (raw.status === -1 || /socket|remote\w*closed|hang up|aborted/i.test(`${name} ${message}`)) return new OssFailure({ message, code: 'ECONNRESET' });
  return new OssFailure({ message: 'the answer is not what OSS sends (a gateway may stand between)', code: 'BrokenAnswer', status, requestId });
};
