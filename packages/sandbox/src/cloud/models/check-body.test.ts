import { describe, expect, it } from 'vitest';
import type { Json } from '../json.ts';
import { ServiceError } from '../service-error.ts';
import { checkBody } from './check-body.ts';
import type { Shape } from './request-model.ts';

const shape: Shape = {
  count: 'number',
  nodepool_info: { 'name!': 'string' },
  kubernetes_config: { labels: [{ key: 'string', value: 'string' }], unschedulable: 'boolean', reserved: { '*': 'any' } },
};

function refusal(value: Json, expected: Shape = shape): string {
  try {
    checkBody(expected, value);
    return 'accepted';
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return `${error.code}: ${error.message}`;
  }
}

describe('checkBody', () => {
  it.each<Json>([
    {},
    { count: 3, nodepool_info: { name: 'a' } },
    { count: null, kubernetes_config: { labels: [{ key: 'a', value: 'b' }], unschedulable: false, reserved: { cpu: '1', anything: 2 } } },
  ])('accepts %j', (value) => expect(refusal(value)).toBe('accepted'));

  it.each<[string, Json, string]>([
    ['a name that the model does not have', { nodepoolInfo: {} }, 'UnsupportedParameter: Specified parameter nodepoolInfo is not supported: this operation has no parameter of that name.'],
    [
      'one deep inside',
      { kubernetes_config: { labels: [{ key: 'a' }, { name: 'b' }] } },
      'UnsupportedParameter: Specified parameter kubernetes_config.labels[1].name is not supported: this operation has no parameter of that name.',
    ],
    ['a number in a string', { count: '3' }, 'InvalidParameter: Specified parameter count is not valid: it must be a number.'],
    ['a string for a boolean', { kubernetes_config: { unschedulable: 'true' } }, 'InvalidParameter: Specified parameter kubernetes_config.unschedulable is not valid: it must be a boolean.'],
    ['an object for a list', { kubernetes_config: { labels: { a: 'b' } } }, 'InvalidParameter: Specified parameter kubernetes_config.labels is not valid: it must be a list.'],
    ['a list for an object', { nodepool_info: [] }, 'InvalidParameter: Specified parameter nodepool_info is not valid: it must be an object.'],
    ['a body of another kind', [], 'InvalidParameter: Specified parameter body is not valid: it must be an object.'],
    ['what is missing inside', { nodepool_info: {} }, 'InvalidParameter: nodepool_info.name is mandatory for this action.'],
  ])('refuses %s', (_what, value, expected) => expect(refusal(value)).toBe(expected));

  it('names the position in a body that is a list', () => {
    expect(refusal([{ 'a': 1 }], [{ 'name!': 'string' }])).toBe('UnsupportedParameter: Specified parameter [0].a is not supported: this operation has no parameter of that name.');
  });
});
