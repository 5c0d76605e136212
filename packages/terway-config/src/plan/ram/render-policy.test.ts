import { InvalidInputError } from '@ack-hybrid/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateAction } from './evaluate-policies.ts';
import { isExtensionOf } from './is-extension.ts';
import { parsePolicy } from './parse-policy.ts';
import { extendPolicy, renderPolicy } from './render-policy.ts';

const actionNames = fc.uniqueArray(fc.constantFrom('ecs:A', 'ecs:B', 'vpc:C', 'slb:D'), { minLength: 1 });
const held = (document: string) => [{ policy: 'p', through: 'user u', document: parsePolicy(document, 'p') }];

describe('renderPolicy', () => {
  it('makes a policy that allows these actions everywhere, and no other', () => {
    fc.assert(
      fc.property(actionNames, (names) => {
        const policy = held(renderPolicy(names));
        return ['ecs:A', 'ecs:B', 'vpc:C', 'slb:D', 'ecs:AB'].every((action) => evaluateAction(policy, action).kind === (names.some((name) => name === action) ? 'allowed' : 'missing'));
      }),
    );
  });
});

const theirs = JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: 'oss:Get*', Resource: 'acs:oss:*:*:b/*', Condition: { Bool: { 'acs:SecureTransport': 'true' } } }] });

describe('extendPolicy', () => {
  it('keeps every statement that was there and allows these actions beside them', () => {
    fc.assert(
      fc.property(actionNames, (names) => {
        const text = extendPolicy(theirs, names, 'p');
        const [first] = parsePolicy(text, 'p').statements;
        expect(first).toEqual(parsePolicy(theirs, 'p').statements[0]);
        return names.every((action) => evaluateAction(held(text), action).kind === 'allowed') && isExtensionOf(theirs, text, names, 'p');
      }),
    );
  });

  it('refuses what RAM has no room for, by bytes', () => {
    const long = JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: 'oss:*', Resource: `acs:oss:*:*:${'é'.repeat(3_000)}` }] });
    expect(long.length).toBeLessThan(6_144);
    const error: unknown = (() => {
      try {
        return extendPolicy(long, ['ecs:A'], 'RAM policy p');
      } catch (reason) {
        return reason;
      }
    })();
    expect(InvalidInputError.isInstance(error) && [error.code, error.message]).toEqual(['RamPolicyTooLong', expect.stringMatching(/^RAM policy p: would have 6\d\d\d bytes with what Terway calls; RAM takes 6144$/)]);
  });
});

describe('isExtensionOf', () => {
  const statement = (more: object): string => JSON.stringify({ Version: '1', Statement: [...(JSON.parse(theirs) as { Statement: object[] }).Statement, { Effect: 'Allow', Action: 'ecs:A', Resource: '*', ...more }] });
  it.each<[string, string, boolean]>([
    ['one more statement that allows one of the actions', statement({}), true],
    ['it in another spelling', statement({ Action: ['ECS:a', 'ecs:A'], Resource: ['*'] }), true],
    ['the same document', theirs, false],
    ['one more that denies', statement({ Effect: 'Deny' }), false],
    ['one more that allows something else', statement({ Action: ['ecs:A', 'ecs:Z'] }), false],
    ['one more that allows by a wildcard', statement({ Action: 'ecs:*' }), false],
    ['one more on some resources', statement({ Resource: 'acs:ecs:*:*:eni/*' }), false],
    ['one more under a condition', statement({ Condition: { Bool: { x: 'true' } } }), false],
    ['one more by NotAction', statement({ Action: undefined, NotAction: 'ecs:A' }), false],
    ['a statement less', renderPolicy(['ecs:A']), false],
  ])('of %s', (_what, after, expected) => {
    expect(isExtensionOf(theirs, after, ['ecs:A', 'ecs:B'], 'p')).toBe(expected);
  });
});
