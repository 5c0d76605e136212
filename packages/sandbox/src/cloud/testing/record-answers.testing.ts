import { sdkClasses, type ModelledService } from '../models/read-sdk-models.testing.ts';
import type { TestCloud } from './test-cloud.ts';

/** An answer of the sandbox, as it came over the wire and as the SDK read it. */
export interface RecordedAnswer {
  readonly service: ModelledService;
  readonly operation: string;
  /** The JSON of the answer's body; `undefined` where it has none. */
  readonly sent: unknown;
  /** What is left of it after the SDK's response model read it and wrote it down again. */
  readonly read: unknown;
}

/** Calls an operation by the SDK: the parts of the path in their order, then the fields of the request by the SDK's own names. */
export type Call = (operation: string, fields?: Readonly<Record<string, unknown>>, path?: readonly string[]) => Promise<Readonly<Record<string, unknown>>>;

/** Clients of every service that write down what they are answered. */
export interface Recorder {
  readonly answers: RecordedAnswer[];
  readonly calls: Readonly<Record<ModelledService, Call>>;
}

type Client = Record<string, (...parameters: unknown[]) => Promise<{ readonly body?: { toMap?(): Record<string, unknown> } & Record<string, unknown> }>>;

/** Starts to record a cloud's answers. */
export async function recordAnswers(cloud: TestCloud): Promise<Recorder> {
  const answers: RecordedAnswer[] = [];
  const recording = async (service: ModelledService): Promise<Call> => {
    const client = (await cloud[service]()) as unknown as Client;
    const classes = sdkClasses(service);
    const callApi = client['callApi']?.bind(client);
    let sent: unknown;
    client['callApi'] = async (...parameters) => {
      const answer = (await callApi?.(...parameters)) as { readonly body?: Record<string, unknown> };
      // The SDK reads an answer without a body as an empty string.
      sent = answer.body === undefined || (answer.body as unknown) === '' ? undefined : structuredClone(answer.body);
      return answer;
    };
    return async (operation, fields = {}, path = []) => {
      const Request = classes[`${operation}Request`];
      const name = `${operation[0]?.toLowerCase()}${operation.slice(1)}`;
      const answer = await client[name]?.(...path, ...(Request === undefined ? [] : [new Request(fields)]));
      const read = answer?.body?.toMap === undefined ? answer?.body : answer.body.toMap();
      answers.push({ service, operation, sent, read });
      return answer?.body ?? {};
    };
  };
  return { answers, calls: { ecs: await recording('ecs'), vpc: await recording('vpc'), ram: await recording('ram'), cs: await recording('cs') } };
}
