import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NotOursError } from '../../errors.ts';
import { samePolicyDocument } from '../ram-policy.ts';
import { evaluateAction } from './evaluate-policies.ts';
import { parsePolicy } from './parse-policy.ts';
import { planPolicy, type DesiredPolicy, type ObservedPolicy, type PolicyVersion } from './plan-policy.ts';
import { renderPolicy } from './render-policy.ts';

const actions = ['ecs:A', 'ecs:B', 'vpc:C'];
const document = renderPolicy(actions);
const ours: DesiredPolicy = { policyName: 'p', document, actions, isOurs: true };
const theirs: DesiredPolicy = { ...ours, isOurs: false };
const other = (letter: string): string => renderPolicy([`oss:${letter}`]);
const reordered = JSON.stringify({ Statement: [{ Effect: 'Allow', Resource: '*', Action: 'vpc:c' }, { Resource: '*', Action: ['ecs:b', 'ecs:a'], Effect: 'Allow' }], Version: '1' });

/** The versions v1, v2 … of these documents; the default is the one at the index. */
const policy = (documents: readonly string[], defaultAt = documents.length - 1, previousDefault?: string): ObservedPolicy => ({
  description: '',
  versions: documents.map((text, index): PolicyVersion => ({ id: `v${index + 1}`, isDefault: index === defaultAt, document: text })),
  notes: { previousDefault, madeVersion: previousDefault !== undefined, attached: false },
});
const say = (observed: ObservedPolicy | undefined, desired: DesiredPolicy): readonly string[] => planPolicy(observed, desired).map((action) => ('versionId' in action ? `${action.kind} ${action.versionId}` : action.kind));

describe('planPolicy', () => {
  it.each<[string, ObservedPolicy | undefined, readonly string[], readonly string[] | undefined]>([
    ['no policy', undefined, ['create-policy'], undefined],
    ['the same text', policy([document]), [], []],
    ['the same in another order', policy([reordered]), [], []],
    ['something else', policy([other('x')]), ['create-version'], ['note-default v1', 'create-version']],
    ['the same in an older version', policy([reordered, other('x')]), ['set-default v1'], undefined],
    ['four versions', policy(['a', 'b', 'c', 'd'].map(other)), ['create-version'], ['note-default v4', 'create-version']],
    ['five versions, the oldest of which is the default', policy(['a', 'b', 'c', 'd', 'e'].map(other), 0), ['delete-version v2', 'create-version'], undefined],
    ['five versions, one of which says it', policy([other('a'), other('b'), document, other('d'), other('e')]), ['set-default v3'], undefined],
    ['a default that was noted before', policy([other('a'), other('b')], 1, 'v1'), ['create-version'], ['create-version']],
  ])('from %s', (_what, observed, ofOurs, ofTheirs) => {
    expect(say(observed, ours)).toEqual(ofOurs);
    if (ofTheirs !== undefined) expect(say(observed, theirs)).toEqual(ofTheirs);
  });

  it('takes the oldest by number, not by the order in which RAM lists them', () => {
    const five = policy(['a', 'b', 'c', 'd', 'e'].map(other));
    const shuffled = { ...five, versions: [10, 9, 11, 100, 8].map((number, index) => ({ id: `v${number}`, isDefault: index === 4, document: other('x') })) };
    expect(say(shuffled, ours)).toEqual(['delete-version v9', 'create-version']);
  });

  it('keeps what a policy that isn’t ours says, and adds what it lacks', () => {
    const action = planPolicy(policy([renderPolicy(['oss:X', 'ecs:A'])]), theirs).find(({ kind }) => kind === 'create-version');
    expect(action?.kind === 'create-version' && JSON.parse(action.document)).toEqual({
      Version: '1',
      Statement: [
        { Action: ['oss:X'], Resource: ['*'], Effect: 'Allow' },
        { Action: ['ecs:A'], Resource: ['*'], Effect: 'Allow' },
        { Action: ['ecs:B'], Resource: ['*'], Effect: 'Allow' },
        { Action: ['vpc:C'], Resource: ['*'], Effect: 'Allow' },
      ],
    });
  });

  it('adds nothing to a policy that isn’t ours for what it denies: no Allow mends that', () => {
    const denies = (more: object) => JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }, { Effect: 'Deny', Action: 'ecs:A', Resource: '*', ...more }] });
    expect(say(policy([denies({})]), theirs)).toEqual([]);
    expect(say(policy([denies({ Condition: { Bool: { x: 'true' } } })]), theirs)).toEqual([]);
  });

  it('chooses a version of theirs that says it already, and notes that it wasn’t made', () => {
    const [note, choice] = planPolicy(policy([renderPolicy(['oss:X', ...actions]), renderPolicy(['oss:X'])]), theirs);
    expect([note, choice]).toMatchObject([{ kind: 'note-default', versionId: 'v2', madeVersion: false }, { kind: 'set-default', versionId: 'v1' }]);
  });

  it('deletes no version that isn’t ours', () => {
    const five = policy(['a', 'b', 'c', 'd', 'e'].map(other));
    expect(() => planPolicy(five, theirs)).toThrowErrorMatchingInlineSnapshot(`[NotOursError: RAM policy p: has 5 versions, as many as RAM keeps, and none of them is ours to delete]`);
    expect(() => planPolicy(five, theirs)).toThrow(NotOursError);
  });

  it('refuses to add to what it can’t read', () => {
    expect(() => planPolicy(policy(['{"Version":"2"}']), theirs)).toThrow('RAM policy p: Version: must be "1"');
  });

  it('leads to a policy that says it, within five versions, and has nothing more to do then', () => {
    const documents = fc.array(fc.oneof(fc.constantFrom(...'abcdef').map(other), fc.constant(reordered), fc.constant(renderPolicy(['ecs:A', 'oss:z']))), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(documents, fc.nat(), fc.boolean(), (list, at, isOurs) => {
        const desired = isOurs ? ours : theirs;
        const before = policy(list, at % list.length);
        let planned;
        try {
          planned = planPolicy(before, desired);
        } catch (error) {
          return NotOursError.isInstance(error) && !isOurs && list.length === 5;
        }
        const after = planned.reduce(perform, before);
        const current = after.versions.find(({ isDefault }) => isDefault)?.document ?? '';
        const own = [{ policy: 'p', through: '', document: parsePolicy(current, 'p') }];
        expect(after.versions.length).toBeLessThanOrEqual(5);
        expect(planPolicy(after, desired)).toEqual([]);
        // Nothing of theirs is lost.
        if (!isOurs) expect(before.versions.every(({ id }) => after.versions.some((version) => version.id === id))).toBe(true);
        return actions.every((action) => evaluateAction(own, action).kind === 'allowed') && (!isOurs || samePolicyDocument(current, document));
      }),
    );
  });
});

const perform = (state: ObservedPolicy, action: ReturnType<typeof planPolicy>[number]): ObservedPolicy => {
  if (action.kind === 'note-default') return { ...state, notes: { ...state.notes, previousDefault: action.versionId, madeVersion: action.madeVersion } };
  if (action.kind === 'delete-version') return { ...state, versions: state.versions.filter(({ id, isDefault }) => id !== action.versionId || isDefault) };
  if (action.kind === 'set-default') return { ...state, versions: state.versions.map((version) => ({ ...version, isDefault: version.id === action.versionId })) };
  return { ...state, versions: [...state.versions.map((version) => ({ ...version, isDefault: false })), { id: `v${state.versions.length + 10}`, isDefault: true, document: action.document }] };
};
