import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateAction, type HeldPolicy } from './evaluate-policies.ts';
import { parsePolicy } from './parse-policy.ts';

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: object;
}

const held = (policy: string, ...statements: readonly Statement[]): HeldPolicy => ({ policy, through: 'user u', document: parsePolicy(JSON.stringify({ Version: '1', Statement: statements }), policy) });
const allow = (Action: string | readonly string[], Resource: string | readonly string[] = '*', Condition?: object): Statement => ({ Effect: 'Allow', Action, Resource, ...(Condition === undefined ? {} : { Condition }) });
const deny = (Action: string | readonly string[], Resource: string | readonly string[] = '*', Condition?: object): Statement => ({ ...allow(Action, Resource, Condition), Effect: 'Deny' });
const secure = { Bool: { 'acs:SecureTransport': 'true' } };
const action = 'ecs:CreateNetworkInterface';

describe('evaluateAction', () => {
  it.each<[string, readonly HeldPolicy[], string]>([
    ['nothing is held', [], 'missing'],
    ['another action is allowed', [held('a', allow('ecs:DeleteNetworkInterface'))], 'missing'],
    ['it is allowed by name', [held('a', allow(action))], 'allowed'],
    ['it is allowed in another spelling', [held('a', allow('ECS:createnetworkinterface'))], 'allowed'],
    ['it is allowed by a wildcard', [held('a', allow(['vpc:*', 'ecs:Create?etwork*']))], 'allowed'],
    ['everything but RAM is allowed', [held('a', { Effect: 'Allow', NotAction: 'ram:*', Resource: '*' })], 'allowed'],
    ['everything but it is allowed', [held('a', { Effect: 'Allow', NotAction: ['ram:*', 'ecs:create*'], Resource: '*' })], 'missing'],
    ['another policy denies it', [held('a', allow('*')), held('b', deny('ecs:Create*'))], 'denied'],
    ['a statement before denies it', [held('a', deny(action), allow('*'))], 'denied'],
    ['everything but it is denied', [held('a', allow('*'), { Effect: 'Deny', NotAction: action, Resource: '*' })], 'allowed'],
    ['everything but another action is denied', [held('a', allow('*'), { Effect: 'Deny', NotAction: 'ecs:Describe*', Resource: '*' })], 'denied'],
    ['a Deny alone concerns it', [held('a', deny(action))], 'denied'],
    ['it is allowed on ENIs only', [held('a', allow(action, 'acs:ecs:*:*:eni/*'))], 'restricted'],
    ['it is allowed on what has an ARN only', [held('a', allow(action, 'acs:ecs:*:*:*'))], 'restricted'],
    ['it is allowed but on ENIs', [held('a', { Effect: 'Allow', Action: action, NotResource: 'acs:ecs:*:*:eni/*' })], 'restricted'],
    ['it is allowed on what is no resource', [held('a', { Effect: 'Allow', Action: action, NotResource: '*' })], 'missing'],
    ['it is allowed under a condition', [held('a', allow(action, '*', secure))], 'restricted'],
    ['it is allowed under a condition and without one', [held('a', allow(action, '*', secure)), held('b', allow(action))], 'allowed'],
    ['it is denied under a condition', [held('a', allow('*'), deny('ecs:*', '*', secure))], 'restricted'],
    ['it is denied on one ENI', [held('a', allow('*'), deny('ecs:*', 'acs:ecs:*:*:eni/eni-1'))], 'restricted'],
    ['it is denied on what has an ARN', [held('a', allow('*'), deny('ecs:*', 'acs:ecs:*:*:*'))], 'denied'],
    ['a Deny under a condition is all there is', [held('a', deny(action, '*', secure))], 'missing'],
    ['an element that nobody knows is in the statement', [held('a', { ...allow(action), Sid: 'x' } as Statement)], 'restricted'],
  ])('where %s', (_what, policies, kind) => {
    expect(evaluateAction(policies, action).kind).toBe(kind);
  });

  it('names the policy, the way to it and the statement', () => {
    const policies = [held('System/A', allow('vpc:*'), allow('ecs:*')), { ...held('Custom/B', deny('ecs:Delete*')), through: 'group g' }];
    expect(evaluateAction(policies, action)).toEqual({ kind: 'allowed', action, by: { policy: 'System/A', through: 'user u', statement: 1 } });
    expect(evaluateAction(policies, 'ecs:DeleteNetworkInterface')).toEqual({ kind: 'denied', action: 'ecs:DeleteNetworkInterface', by: { policy: 'Custom/B', through: 'group g', statement: 0 } });
  });

  it('says what narrows it: the Allows where there are only such, and the Denies where one is whole', () => {
    const narrow = held('a', allow(action, ['acs:ecs:*:*:eni/*'], secure));
    const limit = { effect: 'Allow', policy: 'a', through: 'user u', statement: 0, resources: { kind: 'only', patterns: ['acs:ecs:*:*:eni/*'] }, conditions: ['Bool acs:SecureTransport'] };
    expect(evaluateAction([narrow], action)).toEqual({ kind: 'restricted', action, limits: [limit] });
    expect(evaluateAction([held('b', allow('*')), held('c', deny('*', '*', secure))], action)).toMatchObject({ kind: 'restricted', limits: [{ effect: 'Deny', policy: 'c', conditions: ['Bool acs:SecureTransport'] }] });
  });

  it.each<[string, string, string]>([
    ['an ENI', 'acs:ecs:cn-hangzhou:1:eni/eni-1', 'allowed'],
    ['another ENI', 'acs:ecs:cn-hangzhou:1:eni/eni-2', 'denied'],
    ['an instance', 'acs:ecs:cn-hangzhou:1:instance/i-1', 'missing'],
  ])('asked about %s, it says yes or no', (_what, resource, kind) => {
    expect(evaluateAction([held('a', allow(action, 'acs:ecs:*:*:eni/*'), deny('*', 'acs:ecs:*:*:eni/eni-2'))], action, resource).kind).toBe(kind);
  });
});

// A world so small that every action, resource and circumstance in it can be tried. The oracle below reads the JSON of the
// policies itself, matches by regular expressions and knows no pattern that covers everything.
const actions = ['ecs:a', 'ecs:b', 'vpc:a'];
const resources = ['acs:ecs:r:1:x', 'acs:ecs:r:1:y', 'acs:vpc:r:1:x', '*'];
const matches = (pattern: string, text: string, flags: string): boolean =>
  new RegExp(`^${[...pattern].map((character) => (character === '*' ? '[^]*' : character === '?' ? '[^]' : character.replace(/\W/, '\\$&'))).join('')}$`, flags).test(text);
const listOf = (value: string | readonly string[] | undefined): readonly string[] => (typeof value === 'string' ? [value] : (value ?? []));

/** What RAM answers to a request, where `truths` says of each condition whether it holds. */
const answer = (statements: readonly Statement[], asked: string, resource: string, truths: boolean): boolean => {
  const applies = ({ Action, NotAction, Resource, NotResource, Condition }: Statement): boolean =>
    (Action === undefined ? !listOf(NotAction).some((pattern) => matches(pattern, asked, 'i')) : listOf(Action).some((pattern) => matches(pattern, asked, 'i'))) &&
    (Resource === undefined ? !listOf(NotResource).some((pattern) => matches(pattern, resource, '')) : listOf(Resource).some((pattern) => matches(pattern, resource, ''))) &&
    (Condition === undefined || truths);
  const fitting = statements.filter(applies);
  return fitting.some(({ Effect }) => Effect === 'Allow') && !fitting.some(({ Effect }) => Effect === 'Deny');
};

const actionPatterns = fc.oneof(fc.constantFrom('*', 'ecs:*', 'ECS:?', 'vpc:*', '*:a', 'ecs:b'), fc.subarray(['ecs:a', 'ecs:B', 'vpc:?', 'slb:*'], { minLength: 1 }));
const resourcePatterns = fc.oneof(fc.constantFrom('*', '**', 'acs:ecs:*:*:*', 'acs:ecs:*:*:x', 'acs:*', 'acs:ecs:r:1:?'), fc.subarray(['acs:ecs:r:1:x', 'acs:vpc:*:*:*', 'acs:ecs:*:*:y'], { minLength: 1 }));
const statements = fc
  .record({ Effect: fc.constantFrom('Allow', 'Allow', 'Deny'), of: actionPatterns, on: resourcePatterns, notAction: fc.boolean(), notResource: fc.boolean(), conditional: fc.boolean() })
  .map(({ Effect, of, on, notAction, notResource, conditional }): Statement => ({
    Effect: Effect,
    ...(notAction ? { NotAction: of } : { Action: of }),
    ...(notResource ? { NotResource: on } : { Resource: on }),
    ...(conditional ? { Condition: { StringEquals: { k: 'v' } } } : {}),
  }));
const worlds = fc.array(statements, { minLength: 1, maxLength: 5 });

describe('evaluateAction, against every request of a small world', () => {
  it('asked about one resource, answers as RAM does wherever no condition stands in the way', () => {
    fc.assert(
      fc.property(worlds, fc.constantFrom(...actions), fc.constantFrom(...resources), (list, asked, resource) => {
        const verdict = evaluateAction([held('p', ...list)], asked, resource).kind;
        const [whenTrue, whenFalse] = [answer(list, asked, resource, true), answer(list, asked, resource, false)];
        if (verdict === 'allowed') return whenTrue && whenFalse;
        if (verdict === 'denied' || verdict === 'missing') return !whenTrue && !whenFalse;
        return list.some(({ Condition }) => Condition !== undefined);
      }),
      { numRuns: 3_000 },
    );
  });

  it('asked about all resources, never claims more than what holds on each of them under every circumstance', () => {
    fc.assert(
      fc.property(worlds, fc.constantFrom(...actions), (list, asked) => {
        const verdict = evaluateAction([held('p', ...list)], asked).kind;
        const everywhere = resources.flatMap((resource) => [true, false].map((truths) => ({ resource, yes: answer(list, asked, resource, truths) })));
        if (verdict === 'allowed') return everywhere.every(({ yes }) => yes);
        if (verdict === 'missing') return everywhere.every(({ yes }) => !yes);
        // Of the action's own service, and with an ARN: that is what a Deny on all of them is about.
        if (verdict === 'denied') return everywhere.filter(({ resource }) => resource.startsWith(`acs:${asked.split(':')[0]}:`)).every(({ yes }) => !yes);
        return true;
      }),
      { numRuns: 3_000 },
    );
  });

  it('is sure wherever every statement is on everything and without a condition', () => {
    const plain = fc.array(statements.map(({ Resource: _on, NotResource: _not, Condition: _if, ...rest }): Statement => ({ ...rest, Resource: '*' })), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(plain, fc.constantFrom(...actions), (list, asked) => {
        const verdict = evaluateAction([held('p', ...list)], asked).kind;
        return verdict !== 'restricted' && (verdict === 'allowed') === answer(list, asked, '*', true);
      }),
    );
  });

  it('judges policies together as it judges one policy with all their statements', () => {
    fc.assert(
      fc.property(worlds, fc.constantFrom(...actions), (list, asked) => {
        const apart = list.map((statement, index) => held(`p${index}`, statement));
        expect(evaluateAction(apart, asked).kind).toBe(evaluateAction([held('p', ...list)], asked).kind);
      }),
    );
  });
});
