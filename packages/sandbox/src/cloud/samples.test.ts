import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Json, JsonObject } from './json.ts';
import { checkBody } from './models/check-body.ts';
import { csRequests } from './models/cs-requests.ts';
import { isModel, sdkClasses, shapeOfType, type ModelledService } from './models/read-sdk-models.testing.ts';
import { fieldOf, type Shape } from './models/request-model.ts';
import { everyAnswer } from './testing/every-operation.testing.ts';
import type { RecordedAnswer } from './testing/record-answers.testing.ts';

const samples = JSON.parse(readFileSync(new URL('./testing/vendor-samples.json', import.meta.url), 'utf8')) as {
  readonly answers: readonly { readonly service: ModelledService; readonly operation: string; readonly body: JsonObject }[];
  readonly requests: readonly { readonly operation: string; readonly body: JsonObject }[];
};

let answers: readonly RecordedAnswer[] = [];
beforeAll(async () => {
  answers = await everyAnswer();
}, 60_000);

/** What the vendor prints of ACK's own clusters, and a registered cluster's pools are not known to have. */
const otherClusters = /\.scaling_group\.ram_policy$/;

/** Each value of JSON by its path, as the kind that it is; positions of lists and the keys of maps are one. */
function kindsOf(value: Json, shape: Shape, path = '', found = new Map<string, string>()): Map<string, string> {
  if (Array.isArray(value)) {
    found.set(path, 'list');
    for (const item of value as readonly Json[]) kindsOf(item, Array.isArray(shape) ? (shape[0] as Shape) : 'any', `${path}[]`, found);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) {
      // What the model of today no longer has is no longer a fact.
      const inner = typeof shape === 'object' && !Array.isArray(shape) ? fieldOf(shape as Readonly<Record<string, Shape>>, name) : shape;
      const isMap = typeof shape === 'object' && Object.hasOwn(shape, '*');
      if (inner !== undefined) kindsOf(item, inner, `${path}.${isMap ? '*' : name}`, found);
    }
  } else {
    found.set(path, typeof value);
  }
  return found;
}

const shapeOfAnswer = (service: ModelledService, operation: string): Shape => {
  const type = sdkClasses(service)[`${operation}Response`]?.types()['body'];
  return isModel(type) ? shapeOfType(service, type) : 'any';
};

describe('an answer that the vendor prints', () => {
  it.each(samples.answers.map(({ service, operation, body }) => [service, operation, body] as const))('%s %s has nothing that the sandbox’s lacks, and the same kinds', (service, operation, body) => {
    const shape = shapeOfAnswer(service, operation);
    const ours = new Map<string, string>();
    for (const answer of answers) if (answer.service === service && answer.operation === operation) kindsOf(answer.sent as Json, shape, '', ours);
    const theirs = kindsOf(body, shape);
    expect(theirs.size).toBeGreaterThan(0);
    // What a list of ours would hold can't be said where it is empty: no instance has a public address.
    const isUnknown = (path: string): boolean => path.endsWith('[]') && ours.get(path.slice(0, -2)) === 'list' && !ours.has(path);
    expect([...theirs].filter(([path, kind]) => ours.get(path) !== kind && !isUnknown(path) && !otherClusters.test(path)).map(([path, kind]) => `${path}: ${kind}, not ${ours.get(path)}`)).toEqual([]);
  });
});

describe('a request that the vendor prints', () => {
  it.each(samples.requests.map(({ operation, body }) => [operation, body] as const))('%s fits the model', (operation, body) => {
    // Of 2021: the cluster stands in the path, and the VPC is the cluster's.
    const { ClusterId: _cluster, scaling_group: group, ...rest } = body as JsonObject & { readonly scaling_group?: JsonObject };
    const { vpc_id: _vpc, ...scalingGroup } = group ?? {};
    expect(() => checkBody(csRequests[operation]?.body ?? {}, { ...rest, ...(group === undefined ? {} : { scaling_group: scalingGroup }) })).not.toThrow();
  });
});
