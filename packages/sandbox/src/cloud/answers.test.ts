import { beforeAll, describe, expect, it } from 'vitest';
import { checkBody } from './models/check-body.ts';
import { isModel, sdkClasses, shapeOfType } from './models/read-sdk-models.testing.ts';
import { everyAnswer } from './testing/every-operation.testing.ts';
import { implementedOperations } from './testing/implemented-operations.testing.ts';
import type { RecordedAnswer } from './testing/record-answers.testing.ts';
import type { Json } from './json.ts';

let answers: readonly RecordedAnswer[] = [];

beforeAll(async () => {
  answers = await everyAnswer();
}, 60_000);

const operations = Object.entries(implementedOperations()).flatMap(([service, names]) => names.map((name) => [service, name] as const));

describe('an answer of the sandbox', () => {
  it.each(operations)('%s %s parses through the SDK’s response model without a lost field', (service, operation) => {
    const own = answers.filter((answer) => answer.service === service && answer.operation === operation);
    expect(own, 'no call of every-operation.testing.ts asks for it').not.toEqual([]);
    for (const { sent, read } of own) expect(read).toEqual(sent);
  });

  it.each(operations)('%s %s has the types of the SDK’s response model', (service, operation) => {
    const Response = sdkClasses(service as RecordedAnswer['service'])[`${operation}Response`];
    const type = Response?.types()['body'];
    for (const answer of answers.filter((other) => other.service === service && other.operation === operation)) {
      // A response without a body in the model has none on the wire.
      if (type === undefined) expect(answer.sent).toBeUndefined();
      else if (answer.sent !== undefined) checkBody(isModel(type) ? shapeOfType(answer.service, type) : 'any', answer.sent as Json);
    }
  });
});
