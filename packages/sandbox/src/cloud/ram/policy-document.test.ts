import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge, matchesWildcard, parsePolicyDocument, type PolicyStatement } from './policy-document.ts';

const statement = (effect: 'Allow' | 'Deny', action: string, resource = '*'): PolicyStatement => ({ effect, actions: [action], resources: [resource] });

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
    ['all resources of the service are allowed', [statement('Allow', 'ecs:*', 'acs:ecs:*:*:*')], 'allow'],
  ])('where %s', (_name, statements, verdict) => {
    expect(judge(statements, 'ecs:DescribeInstances')).toBe(verdict);
  });
});

describe('parsePolicyDocument', () => {
  it('takes one action and resource as well as lists', () => {
    const parsed = parsePolicyDocument(JSON.stringify({ Version: '1', Statement: [{ Effect: 'Deny', Action: ['ecs:*', 'vpc:Describe*'], Resource: 'x' }] }));
    expect(parsed).toEqual({ ok: true, statements: [{ effect: 'Deny', actions: ['ecs:*', 'vpc:Describe*'], resources: ['x'] }] });
  });

  it.each([
    ['text that is no JSON', '{', 'the document is not a JSON object'],
    ['another version', '{"Version":"2"}', 'Version must be "1"'],
    ['no statement', '{"Version":"1","Statement":[]}', 'Statement must be a list with at least one statement'],
    ['a wrong effect', '{"Version":"1","Statement":[{"Effect":"allow","Action":"*","Resource":"*"}]}', 'Statement[0].Effect must be Allow or Deny'],
    ['an action without a service', '{"Version":"1","Statement":[{"Effect":"Allow","Action":"Describe","Resource":"*"}]}', 'Statement[0].Action is not well formed'],
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
