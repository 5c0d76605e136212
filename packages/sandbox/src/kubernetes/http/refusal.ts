import type { StatusError } from '../status-error.ts';
import type { Answer } from './answer.ts';

/** A refusal as an answer, with the seconds to wait where it has some. */
export function refusal(error: StatusError): Answer {
  const headers: Record<string, string> = error.retryAfterSeconds === undefined ? {} : { 'Retry-After': String(error.retryAfterSeconds) };
  return { kind: 'json', status: error.code, body: error.toStatus(), headers };
}
