import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge, matchesWildcard, parsePolicyDocument, type PolicyStatement } from './policy-document.ts';

const statement = (effect: 'Allow' | 'Deny', action: string, resource = '*'): PolicyStatement => ({ effect, actions: [action], exceptActions: false, resources: [resource], conditional: false });
const except = (effect: 'Allow' | 'Deny', action: string): PolicyStatement => ({ ...statement(effect, action), exceptActions: true });
const under = (effect: 'Allow' | 'Deny', action: string): PolicyStatement => ({ ...statement(effect, action), conditional: true });

describe('judge', () => {
  it.each<[string, PolicyStatement[], string]>([
    ['nothing is said', [], 'implicit-deny'],
    ['the action is allowed by name', [statement('Allow', 'ecs:DescribeInstances')], 'allow'],
    ['the action is allowed by a wildcard', [statement('Allow', 'ecs:Describe*')], 'allow'],
    ['everything is allowed', [statement('Allow', '*')], 'allow'],
    ['case differs', [statement('Allow', 'ECS:describeinstances')], 'allow'],
    ['another service is allowed', [statement('Allow', 'vpc:*')], 'implicit-deny'],
    ['a Deny comes after the Allow', [statement('Allow', 'ecs:*'), statement('Deny', 'ecs:DescribeInstances')], 'explicit-deny'],
    ['a Deny comes before the Allow', [statement('Deny', 'ecs:*'), statement('Allow', 'ecs:DescribeInstances')], 'explicit-deny'],
    ['one resource is allowed', [statement('Allow', 'ecs:*', 'acs:ecs:cn-hangzhou:1:instance/i-1')], 'implicit-deny'],
    ['everything but another service is allowed', [except('Allow', 'ram:*')], 'allow'],
    ['everything but the action is allowed', [except('Allow', 'ecs:describe*')], 'implicit-deny'],
    ['everything but the action is denied', [statement('Allow', '*'), except('Deny', 'ecs:DescribeInstances')], 'allow'],
    ['everything but another action is denied', [statement('Allow', '*'), except('Deny', 'ecs:DescribeImages')], 'explicit-deny'],
    ['it is allowed under a condition', [under('Allow', '*')], 'implicit-deny'],
    ['it is denied under a condition', [statement('Allow', '*'), under('Deny', 'ecs:*')], 'explicit-deny'],
    ['all resources of the service are allowed', [statement('Allow', 'ecs:*', 'acs:ecs:*:*:*')], 'allow'],
  ])('where %s', (_name, statements, verdict) => {
    expect(judge(statements, 'ecs:DescribeInstances')).toBe(verdict);
  });
});

describe('parsePolicyDocument', () => {
  it('takes one action and resource as well as lists', () => {
    const parsed = parsePolicyDocument(JSON.stringify({ Version: '1', Statement: [{ Effect: 'Deny', Action: ['ecs:*', 'vpc:Describe*'], Resource: 'x' }] }));
    expect(parsed).toEqual({ ok: true, statements: [{ effect: 'Deny', actions: ['ecs:*', 'vpc:Describe*'], exceptActions: false, resources: ['x'], conditional: false }] });
  });

  it('takes NotAction and Condition, and an empty Condition for none', () => {
    const parsed = parsePolicyDocument(JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', NotAction: 'ram:*', Resource: '*', Condition: { Bool: { 'acs:SecureTransport': 'true' } } }, { Effect: 'Allow', Action: '*', Resource: '*', Condition: {} }] }));
    expect(parsed).toEqual({ ok: true, statements: [{ ...except('Allow', 'ram:*'), conditional: true }, statement('Allow', '*')] });
  });

  it.each([
    ['text that is no JSON', '{', 'the document is not a JSON object'],
    ['another version', '{"Version":"2"}', 'Version must be "1"'],
    ['no statement', '{"Version":"1","Statement":[]}', 'Statement must be a list with at least one statement'],
    ['a wrong effect', '{"Version":"1","Statement":[{"Effect":"allow","Action":"*","Resource":"*"}]}', 'Statement[0].Effect must be Allow or Deny'],
    ['an action without a service', '{"Version":"1","Statement":[{"Effect":"Allow","Action":"Describe","Resource":"*"}]}', 'Statement[0].Action is not well formed'],
    ['both Action and NotAction', '{"Version":"1","Statement":[{"Effect":"Allow","Action":"*","NotAction":"*","Resource":"*"}]}', 'Statement[0] has both Action and NotAction'],
    ['a condition that is a text', '{"Version":"1","Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":"x"}]}', 'Statement[0].Condition is not an object'],
    ['no resource', '{"Version":"1","Statement":[{"Effect":"Allow","Action":"*","Resource":[]}]}', 'Statement[0].Resource is empty'],
    ['too much text', ' '.repeat(6145), 'the document is longer than 6144 characters'],
  ])('refuses %s', (_name, text, reason) => {
    expect(parsePolicyDocument(text)).toEqual({ ok: false, reason });
  });
});

describe('matchesWildcard', () => {
  it('matches every text with itself, whatever characters it has, unless they are wildcards', () => {
    fc.assert(fc.property(fc.string().filter((text) => !/[*?]/.test(text)), (text) => matchesWildcard(text, text)));
  });

  it('matches what lies between the parts of a pattern', () => {
    fc.assert(fc.property(fc.string(), (middle) => matchesWildcard('ecs:*Instances', `ecs:${middle}Instances`)));
  });

  it.each([
    ['a.c', 'abc', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['a*', 'ba', false],
  ])('%s and %s: %s', (pattern, text, expected) => {
    expect(matchesWildcard(pattern, text)).toBe(expected);
  });
});
