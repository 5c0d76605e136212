import type { StatusError } from '../status-error.ts';
import type { Answer } from './answer.ts';
import { inOlderWords } from './older-words.ts';

/** A refusal as an answer, in the words of a minor version, with the seconds to wait where it has some. */
export function refusal(error: StatusError, minor: number): Answer {
  const headers: Record<string, string> = error.retryAfterSeconds === undefined ? {} : { 'Retry-After': String(error.retryAfterSeconds) };
  return { kind: 'json', status: error.code, body: inOlderWords(minor, error.toStatus()), headers };
}
