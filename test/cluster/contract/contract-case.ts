import { normaliseAnswer, normaliseRequest, type NormalAnswer } from './normalise.ts';
import { type RawAnswer, type RawApi } from './raw-api.ts';

/** A request's extras. */
export interface RequestExtras {
  /** The content type; by default JSON. */
  readonly type?: string;
  readonly accept?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The patch types by a short name. */
export const patchTypes = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
} as const;

/** JSON of an answer that a case reads on: metadata, and whatever else. */
export interface AnswerBody {
  readonly metadata: { readonly name: string; readonly uid: string; readonly resourceVersion: string; readonly continue?: string; readonly [key: string]: unknown };
  readonly [key: string]: unknown;
}

/** An API that writes down every answer, and hands its body back. A body that is no string is sent as JSON. */
export interface RecordedApi {
  get(path: string, extras?: RequestExtras): Promise<AnswerBody>;
  post(path: string, body: unknown, extras?: RequestExtras): Promise<AnswerBody>;
  put(path: string, body: unknown, extras?: RequestExtras): Promise<AnswerBody>;
  patch(path: string, type: keyof typeof patchTypes, body: unknown): Promise<AnswerBody>;
  delete(path: string, body?: unknown): Promise<AnswerBody>;
  send(method: string, path: string, body: unknown, extras?: RequestExtras): Promise<AnswerBody>;
  /** Reads a watch until `count` lines came, or to its end where no count is given. */
  watch(path: string, count?: number, extras?: RequestExtras): Promise<readonly AnswerBody[]>;
  /** What only prepares the case: sent, not written down, and refused to fail. */
  readonly quietly: RecordedApi;
  /** Sent and not written down, whatever the answer is. */
  readonly silently: RecordedApi;
}

/** One case of the contract: the statuses that a real server answers with, and the requests. */
export type ContractCase = readonly [title: string, statuses: string, run: (api: RecordedApi) => Promise<unknown>];

/** A request and its answer as they are compared. */
export interface Step {
  readonly request: string;
  readonly answer: NormalAnswer;
}

/** A request that only prepares a case was refused: the case would prove nothing. */
export class PreparationError extends Error {
  override readonly name = 'PreparationError';
}

/** Runs a case against an API and writes every answer down. */
export const runCase = async (raw: RawApi, [, , run]: ContractCase): Promise<readonly Step[]> => {
  const steps: Step[] = [];
  await run(recordApi(raw, (request, answer) => void steps.push({ request: normaliseRequest(request), answer: normaliseAnswer(answer) })));
  return steps;
};

type WriteDown = (request: string, answer: RawAnswer) => void;

/** An API whose answers go to `record`; `isQuiet` refuses failures. */
export const recordApi = (raw: RawApi, record: WriteDown, isQuiet = false): RecordedApi => {
  const send = async (method: string, path: string, body: unknown, extras: RequestExtras = {}, until?: (text: string) => boolean): Promise<RawAnswer> => {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const headers = {
      'user-agent': 'contract-suite/1.0',
      accept: extras.accept ?? 'application/json',
      ...(text === undefined ? {} : { 'content-type': extras.type ?? 'application/json' }),
      ...extras.headers,
    };
    const answer = await raw.send({ method, path, headers, body: text }, until);
    if (isQuiet && answer.status >= 400) throw new PreparationError(`${method} ${path}: ${answer.status} ${answer.text}`);
    record(`${method} ${path}`, answer);
    return answer;
  };
  const sendForBody = async (...request: Parameters<typeof send>): Promise<AnswerBody> => readBody(await send(...request));
  return {
    get: (path, extras) => sendForBody('GET', path, undefined, extras),
    post: (path, body, extras) => sendForBody('POST', path, body, extras),
    put: (path, body, extras) => sendForBody('PUT', path, body, extras),
    patch: (path, type, body) => sendForBody('PATCH', path, body, { type: patchTypes[type] }),
    delete: (path, body) => sendForBody('DELETE', path, body),
    send: sendForBody,
    watch: async (path, count, extras) => {
      const lines = (text: string): string[] => text.split('\n').slice(0, -1);
      const { text } = await send('GET', path, undefined, extras, count === undefined ? undefined : (sofar) => lines(sofar).length >= count);
      return lines(text).map((line) => readBody({ text: line }));
    },
    get silently() {
      return recordApi(raw, () => undefined);
    },
    get quietly() {
      return recordApi(raw, () => undefined, true);
    },
  };
};

const readBody = ({ text }: Pick<RawAnswer, 'text'>): AnswerBody => {
  try {
    return JSON.parse(text) as AnswerBody;
  } catch {
    return { metadata: { name: '', uid: '', resourceVersion: '' }, text };
  }
};
