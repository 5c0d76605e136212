import { coversEverything, coversService, matchesAction, matchesPattern } from './match-pattern.ts';
import type { Coverage, RamPolicyDocument, RamStatement } from './policy-document.ts';

/** A policy that somebody has, with how they come by it. */
export interface HeldPolicy {
  /** `System/AliyunECSFullAccess`, `Custom/x`. */
  readonly policy: string;
  /** To whom it is attached: `user x`, `group y`, `role z`. */
  readonly through: string;
  readonly document: RamPolicyDocument;
}

/** One statement of a policy that somebody has. */
export interface StatementPlace {
  readonly policy: string;
  readonly through: string;
  /** From 0, as it stands in the document. */
  readonly statement: number;
}

/** What narrows an answer: a statement that holds on some resources only, or under a condition that can't be looked into. */
export interface Limit extends StatementPlace {
  readonly effect: 'Allow' | 'Deny';
  /** What it covers, where that isn't every resource: patterns of ARNs. */
  readonly resources?: Coverage;
  /** The operators and keys of its condition, and elements that aren't known: `IpAddress acs:SourceIp`. */
  readonly conditions: readonly string[];
}

/** What somebody's policies say to an action. */
export type ActionVerdict =
  /** On every resource, whatever the circumstances. */
  | { readonly kind: 'allowed'; readonly action: string; readonly by: StatementPlace }
  /** By a Deny, which wins over every Allow. */
  | { readonly kind: 'denied'; readonly action: string; readonly by: StatementPlace }
  /** No statement allows it. */
  | { readonly kind: 'missing'; readonly action: string }
  /** On some resources, or under conditions. */
  | { readonly kind: 'restricted'; readonly action: string; readonly limits: readonly Limit[] };

/**
 * Judges one action by the policies that somebody has, as RAM does: a Deny wins over every Allow, and what nobody allows is
 * refused. Conditions depend on the request, and their keys on the service; none is computed, so a statement with one makes
 * the answer `restricted`, never `allowed`.
 *
 * @param action `ecs:CreateNetworkInterface`
 * @param resource one ARN; without it the question is about every resource of the action's service
 * @example
 * evaluateAction([{ policy: 'System/AliyunECSFullAccess', through: 'user terway', document }], 'ecs:DescribeInstances').kind;
 */
export const evaluateAction = (policies: readonly HeldPolicy[], action: string, resource?: string): ActionVerdict => {
  const fitting = policies.flatMap(({ policy, through, document }) =>
    document.statements.flatMap((statement, index) => {
      if (!covers(statement.actions, (pattern) => matchesAction(pattern, action))) return [];
      const reach = reachOf(statement, serviceOf(action), resource);
      return reach === 'none' ? [] : [limitOf(statement, { policy, through, statement: index }, reach)];
    }),
  );
  const surely = fitting.filter((limit) => limit.resources === undefined && limit.conditions.length === 0);
  const deny = surely.find(({ effect }) => effect === 'Deny');
  if (deny !== undefined) return { kind: 'denied', action, by: placeOf(deny) };
  if (!fitting.some(({ effect }) => effect === 'Allow')) return { kind: 'missing', action };
  const allow = surely.find(({ effect }) => effect === 'Allow');
  const denials = fitting.filter(({ effect }) => effect === 'Deny');
  if (allow !== undefined && denials.length === 0) return { kind: 'allowed', action, by: placeOf(allow) };
  return { kind: 'restricted', action, limits: allow === undefined ? fitting : denials };
};

const serviceOf = (action: string): string => action.split(':')[0] ?? '';

const placeOf = ({ policy, through, statement }: StatementPlace): StatementPlace => ({ policy, through, statement });

const covers = ({ kind, patterns }: Coverage, matches: (pattern: string) => boolean): boolean => patterns.some(matches) === (kind === 'only');

/**
 * On what a statement holds. Of one resource that is known. Of all of them only where it surely is so: what seems to be
 * everything but may leave out calls without a resource counts as narrower for an Allow, and as everything for a Deny.
 */
const reachOf = ({ effect, resources }: RamStatement, service: string, resource: string | undefined): 'all' | 'some' | 'none' => {
  if (resource !== undefined) return covers(resources, (pattern) => matchesPattern(pattern, resource)) ? 'all' : 'none';
  if (resources.kind === 'except') return resources.patterns.some(coversEverything) ? 'none' : 'some';
  return resources.patterns.some((pattern) => (effect === 'Deny' ? coversService(pattern, service) : coversEverything(pattern))) ? 'all' : 'some';
};

const limitOf = ({ effect, resources, condition, unknownElements }: RamStatement, place: StatementPlace, reach: 'all' | 'some'): Limit => ({
  ...place,
  effect,
  ...(reach === 'some' ? { resources } : {}),
  conditions: [...Object.entries(condition ?? {}).map(([operator, keys]) => [operator, ...namesOf(keys)].join(' ')), ...unknownElements],
});

const namesOf = (value: unknown): readonly string[] => (typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : []);
