import type { Check } from '@ack-hybrid/core';
import { evaluateAction, type ActionVerdict, type HeldPolicy, type Limit, type StatementPlace } from './evaluate-policies.ts';
import { isAlwaysCalled, type TerwayAction } from './terway-actions.ts';

/** A permission of Terway beside what somebody really has. */
export interface ComparedAction {
  readonly needed: TerwayAction;
  readonly verdict: ActionVerdict;
}

/** Holds what Terway calls against what somebody's policies say, their own and those of their groups. */
export const comparePermissions = (needed: readonly TerwayAction[], held: readonly HeldPolicy[]): readonly ComparedAction[] =>
  needed.map((action) => ({ needed: action, verdict: evaluateAction(held, action.action) }));

/** The actions that aren't allowed on everything and whatever the circumstances. */
export const notWhollyAllowed = (compared: readonly ComparedAction[]): readonly string[] => compared.filter(({ verdict }) => verdict.kind !== 'allowed').map(({ needed }) => needed.action);

/**
 * What a comparison comes to: `terway-actions-not-denied` and `terway-actions-allowed`. What every daemon calls fails where
 * it is denied or missing; what only some daemons call, or what is allowed on a part or under a condition, warns.
 *
 * @param who `user x`
 * @param remedy how to grant what is missing
 */
export const checkComparison = (compared: readonly ComparedAction[], who: string, remedy: string): readonly Check[] => [checkDenied(compared, who), checkAllowed(compared, who, remedy)];

const checkDenied = (compared: readonly ComparedAction[], who: string): Check => {
  const name = 'terway-actions-not-denied';
  const denied = compared.filter(({ verdict }) => verdict.kind === 'denied' || hasDeny(verdict));
  if (denied.length === 0) return { name, status: 'pass', message: `no policy of ${who} denies what Terway calls` };
  const isCertain = denied.some(({ needed, verdict }) => isAlwaysCalled(needed) && verdict.kind === 'denied');
  return {
    name,
    status: isCertain ? 'fail' : 'warn',
    message: `${who} is denied ${denied.map(({ verdict }) => describeVerdict(verdict)).join('; ')}`,
    remediation: 'A Deny wins over every Allow: take it out of the policy, or detach the policy, or let Terway call as somebody else.',
  };
};

const checkAllowed = (compared: readonly ComparedAction[], who: string, remediation: string): Check => {
  const name = 'terway-actions-allowed';
  const lacking = compared.filter(({ verdict }) => verdict.kind === 'missing' || (verdict.kind === 'restricted' && !hasDeny(verdict)));
  if (lacking.length === 0) return { name, status: 'pass', message: `the policies of ${who} allow what Terway calls` };
  const isCertain = lacking.some(({ needed, verdict }) => isAlwaysCalled(needed) && verdict.kind === 'missing');
  return { name, status: isCertain ? 'fail' : 'warn', message: `${who} lacks ${lacking.map(describeLack).join('; ')}`, remediation };
};

const hasDeny = (verdict: ActionVerdict): boolean => verdict.kind === 'restricted' && verdict.limits.some(({ effect }) => effect === 'Deny');

const describeLack = ({ needed, verdict }: ComparedAction): string => (isAlwaysCalled(needed) ? describeVerdict(verdict) : `${describeVerdict(verdict)} (called by ${needed.calledBy}: ${needed.versions})`);

/**
 * One line about an action: what holds, and by which statement of which policy.
 *
 * @example 'ecs:DeleteNetworkInterface by Statement[1] of Custom/x of group network'
 */
export const describeVerdict = (verdict: ActionVerdict): string => {
  if (verdict.kind === 'missing') return verdict.action;
  if (verdict.kind === 'restricted') return `${verdict.action} but as ${verdict.limits.map(describeLimit).join(', ')} says`;
  return `${verdict.action} by ${describePlace(verdict.by)}`;
};

const describePlace = ({ policy, through, statement }: StatementPlace): string => `Statement[${statement}] of ${policy} of ${through}`;

const describeLimit = ({ resources, conditions, ...place }: Limit): string => {
  const on = resources === undefined ? [] : [`${resources.kind === 'only' ? 'on' : 'but not on'} ${resources.patterns.join(', ')}`];
  const under = conditions.length === 0 ? [] : [`under ${conditions.join(' and ')}`];
  return `${describePlace(place)} (${place.effect} ${[...on, ...under].join(' ')})`;
};
