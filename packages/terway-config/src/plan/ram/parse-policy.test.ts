import { InvalidInputError } from '@ack-hybrid/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePolicy } from './parse-policy.ts';

const subject = 'RAM policy Custom/x';
const refusal = (text: string): InvalidInputError => {
  try {
    parsePolicy(text, subject);
  } catch (error) {
    if (InvalidInputError.isInstance(error)) return error;
    throw error;
  }
  throw new RangeError('parsed');
};
const one = (statement: object): string => JSON.stringify({ Version: '1', Statement: [statement] });
const allow = { Effect: 'Allow', Action: 'ecs:*', Resource: '*' };

describe('parsePolicy', () => {
  it('takes one value and a list for the same', () => {
    expect(parsePolicy(one(allow), subject)).toEqual(parsePolicy(one({ Resource: ['*'], Action: ['ecs:*'], Effect: 'Allow' }), subject));
    expect(parsePolicy(one(allow), subject)).toEqual({ statements: [{ effect: 'Allow', actions: { kind: 'only', patterns: ['ecs:*'] }, resources: { kind: 'only', patterns: ['*'] }, unknownElements: [] }] });
  });

  it('takes NotAction, NotResource and Condition, and an empty Condition for none', () => {
    const { statements } = parsePolicy(one({ Effect: 'Deny', NotAction: ['ram:*'], NotResource: 'acs:ecs:*:*:eni/*', Condition: { IpAddress: { 'acs:SourceIp': ['10.0.0.0/8'] } } }), subject);
    expect(statements).toMatchObject([{ effect: 'Deny', actions: { kind: 'except' }, resources: { kind: 'except' }, condition: { IpAddress: { 'acs:SourceIp': ['10.0.0.0/8'] } } }]);
    expect(parsePolicy(one({ ...allow, Condition: {} }), subject).statements[0]).not.toHaveProperty('condition');
  });

  it('keeps the names of elements that it does not know', () => {
    expect(parsePolicy(one({ ...allow, Sid: 'x' }), subject).statements[0]?.unknownElements).toEqual(['Sid']);
  });

  it.each<[string, string, string]>([
    ['an empty text', '', 'line 1, column 1'],
    ['YAML', 'Version: "1"', 'line 1, column 1'],
    ['a list', '[]', 'line 1, column 1'],
    ['a comma too many', '{"Version":"1",\n"Statement":[],}', 'line 2, column 16'],
    ['no version', '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}', 'Version'],
    ['the number 1 for a version', '{"Version":1,"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}', 'Version'],
    ["another cloud's version", '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}', 'Version'],
    ['no statement', '{"Version":"1","Statement":[]}', 'Statement'],
    ['a statement that is no list', `{"Version":"1","Statement":${JSON.stringify(allow)}}`, 'Statement'],
    ['a statement that is a text', '{"Version":"1","Statement":["Allow"]}', 'Statement[0]'],
    ['an element beside them', '{"Version":"1","Id":"x","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}', 'Id'],
    ['an effect in lower case', one({ ...allow, Effect: 'allow' }), 'Statement[0].Effect'],
    ['no action', one({ Effect: 'Allow', Resource: '*' }), 'Statement[0]'],
    ['both kinds of actions', one({ ...allow, NotAction: 'ecs:*' }), 'Statement[0]'],
    ['no resource', one({ Effect: 'Allow', Action: '*' }), 'Statement[0]'],
    ['an empty list of actions', one({ ...allow, Action: [] }), 'Statement[0].Action'],
    ['an action without a service', one({ ...allow, Action: ['ecs:*', 'Describe*'] }), 'Statement[0].Action[1]'],
    ['an action without an operation', one({ ...allow, Action: ['ecs:*', 'ecs:'] }), 'Statement[0].Action[1]'],
    ['an action with a space', one({ ...allow, Action: ['ecs:*', 'ecs:Describe Instances'] }), 'Statement[0].Action[1]'],
    ['an action that is a number', one({ ...allow, Action: ['ecs:*', 1] }), 'Statement[0].Action[1]'],
    ['an empty resource', one({ ...allow, Resource: '' }), 'Statement[0].Resource'],
    ['a condition that is a text', one({ ...allow, Condition: 'x' }), 'Statement[0].Condition'],
    ['a principal', one({ ...allow, Principal: { RAM: ['*'] } }), 'Statement[0].Principal'],
    ['an element written twice', '{"Version":"1","Statement":[{"Effect":"Allow","Effect":"Deny","Action":"*","Resource":"*"}]}', 'Statement[0].Effect'],
    ['statements written twice', '{"Version":"1","Statement":[],"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}', 'Statement'],
  ])('refuses %s, and says where', (_what, text, path) => {
    const error = refusal(text);
    expect(error.code).toBe('InvalidRamPolicy');
    expect(error.issues.map((issue) => issue.path)).toEqual([path]);
    expect(error.message.startsWith(`${subject}: `)).toBe(true);
    expect(error.remediation).toBeDefined();
  });

  it('says everything that is wrong at once', () => {
    expect(refusal(JSON.stringify({ Version: '2', Statement: [{ Effect: 'x', Action: 'y', Resource: [] }, 1] })).message).toMatchInlineSnapshot(
      `"RAM policy Custom/x: Version: must be "1", the only version of the policy language; Statement[0].Effect: must be "Allow" or "Deny"; Statement[0].Action: "y" must be * or {service}:{operation}; Statement[0].Resource: must have at least one value; Statement[1]: must be an object"`,
    );
  });

  it('gives a policy or the coded error, whatever the text', () => {
    const element = fc.constantFrom('Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition', 'Principal', 'Sid');
    const value = fc.oneof(fc.constantFrom('Allow', 'Deny', '*', 'ecs:*', '', ':'), fc.jsonValue());
    const document = fc.record({ Version: fc.constantFrom('1', '2'), Statement: fc.oneof(fc.array(fc.dictionary(element, value), { maxLength: 3 }), fc.jsonValue()) }, { requiredKeys: [] });
    fc.assert(
      fc.property(fc.oneof(fc.string(), document.map((object) => JSON.stringify(object))), (text) => {
        try {
          return parsePolicy(text, subject).statements.length > 0;
        } catch (error) {
          return InvalidInputError.isInstance(error) && error.code === 'InvalidRamPolicy' && error.issues.length > 0;
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
