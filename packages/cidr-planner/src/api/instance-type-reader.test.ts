import { createAlibabaCloud, Secret } from '@ack-hybrid/core';
import nock from 'nock';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { instanceTypes } from '../testing/capacity.ts';
import { createInstanceTypeReader } from './readers.ts';

type Query = Readonly<Record<string, string>>;
type Answer = readonly [status: number, body: object];

const idsOf = (query: Query): readonly string[] => Object.keys(query).filter((key) => key.startsWith('InstanceTypes.')).map((key) => query[key] ?? '');
const typeOf = (id: string) => ({ InstanceTypeId: id, EniQuantity: 4, EniPrivateIpAddressQuantity: 15, EniTotalQuantity: 12 });

let asked: Query[];
let answer: (query: Query) => Answer;
beforeEach(() => {
  asked = [];
  answer = (query) => [200, { InstanceTypes: { InstanceType: idsOf(query).map(typeOf) }, NextToken: '' }];
  nock.disableNetConnect();
  nock('http://ecs.test')
    .persist()
    .post(/.*/)
    .reply((uri) => {
      const query = Object.fromEntries(new URL(uri, 'http://ecs.test').searchParams);
      asked.push(query);
      const [status, body] = answer(query);
      return [status, { RequestId: 'request-1', ...body }];
    });
});
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

const reader = () =>
  createInstanceTypeReader(
    createAlibabaCloud({
      region: 'cn-hangzhou',
      credentials: { accessKeyId: 'id', accessKeySecret: new Secret('key') },
      endpoints: { ecs: 'http://ecs.test' },
      retry: { minDelayMs: 1, maxDelayMs: 2 },
    }),
  );

test('the ENI limits of a type are read, without those of trunk members', async () => {
  expect(await reader().readLimits(['ecs.g7.xlarge'])).toEqual(new Map([['ecs.g7.xlarge', instanceTypes['ecs.g7.xlarge']]]));
});

test('eleven types take two calls, and one asked twice takes its place once', async () => {
  const types = Array.from({ length: 11 }, (_, index) => `ecs.x${index}.large`);
  const limits = await reader().readLimits([...types, 'ecs.x0.large']);
  expect([[...limits.keys()], asked.map((query) => idsOf(query).length)]).toEqual([types, [10, 1]]);
});

test('the pages of an answer are read to the end', async () => {
  answer = (query) => {
    const isLast = query['NextToken'] === 'two';
    return [200, { InstanceTypes: { InstanceType: [typeOf(isLast ? 'ecs.b1.large' : 'ecs.a1.large')] }, NextToken: isLast ? '' : 'two' }];
  };
  expect([...(await reader().readLimits(['ecs.a1.large', 'ecs.b1.large'])).keys()]).toEqual(['ecs.a1.large', 'ecs.b1.large']);
});

test('no type asks for nothing, as an empty list would ask for all', async () => {
  expect([(await reader().readLimits([])).size, asked.length]).toEqual([0, 0]);
});

test('an unknown type is named', async () => {
  answer = () => [200, { InstanceTypes: { InstanceType: [typeOf('ecs.g7.xlarge')] } }];
  await expect(reader().readLimits(['ecs.g7.xlarge', 'ecs.nine.large'])).rejects.toMatchObject({ issues: [{ path: '"ecs.nine.large"', message: 'the region cn-hangzhou has no such instance type' }] });
});

test('a type without ENI figures is named, too', async () => {
  answer = () => [200, { InstanceTypes: { InstanceType: [{ InstanceTypeId: 'ecs.g7.xlarge' }] } }];
  await expect(reader().readLimits(['ecs.g7.xlarge'])).rejects.toThrow('ecs.g7.xlarge');
});

test('a text that is no type is refused before any call', async () => {
  await expect(reader().readLimits(['g7.xlarge'])).rejects.toThrow('ecs.g7.xlarge');
  expect(asked).toEqual([]);
});

test('a throttled call is made again', async () => {
  const usual = answer;
  answer = (query) => (asked.length === 1 ? [400, { Code: 'Throttling.User', Message: 'slow down' }] : usual(query));
  expect((await reader().readLimits(['ecs.g7.xlarge'])).size).toBe(1);
});
