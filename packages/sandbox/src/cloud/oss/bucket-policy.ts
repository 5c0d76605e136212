import { isJsonObject, parseJson, stringsOf, type Json } from '../json.ts';
import { matchesWildcard } from '../ram/policy-document.ts';

/** One statement of a bucket policy. */
export interface BucketPolicyStatement {
  readonly effect: 'Allow' | 'Deny';
  readonly principals: readonly string[];
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: readonly { readonly operator: ConditionOperator; readonly key: string; readonly values: readonly string[] }[];
}

/** The statements of a bucket policy, or why the text is none. */
export type ParsedBucketPolicy = { readonly ok: true; readonly statements: readonly BucketPolicyStatement[] } | { readonly ok: false; readonly reason: string };

/** A request as a bucket policy sees it. */
export interface PolicyRequest {
  /** The id of the RAM user; `undefined` for a request without a signature. */
  readonly principal: string | undefined;
  readonly action: string;
  /** `acs:oss:REGION:ACCOUNT:BUCKET/KEY` */
  readonly resource: string;
  /** The VPC that the request comes from, if any. */
  readonly sourceVpc: string | undefined;
}

const operators = ['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike'] as const;
type ConditionOperator = (typeof operators)[number];

/** Reads a bucket policy. Of the conditions, the sandbox knows the String operators on `acs:SourceVpc`; others are refused by name. */
export function parseBucketPolicy(text: string): ParsedBucketPolicy {
  const document = parseJson(text);
  if (!isJsonObject(document)) return { ok: false, reason: 'the policy is not a JSON object' };
  if (document['Version'] !== '1') return { ok: false, reason: 'Version must be "1"' };
  const list = document['Statement'];
  if (!Array.isArray(list) || list.length === 0) return { ok: false, reason: 'Statement must be a list with at least one statement' };
  const statements: BucketPolicyStatement[] = [];
  for (const [index, entry] of (list as readonly Json[]).entries()) {
    const statement = isJsonObject(entry) ? parseStatement(entry) : 'is not an object';
    if (typeof statement === 'string') return { ok: false, reason: `Statement[${index}] ${statement}` };
    statements.push(statement);
  }
  return { ok: true, statements };
}

/** Judges a request: a Deny wins over every Allow; `none` where no statement speaks of it. */
export function judgeBucketPolicy(statements: readonly BucketPolicyStatement[], request: PolicyRequest): 'allow' | 'deny' | 'none' {
  let verdict: 'allow' | 'none' = 'none';
  for (const statement of statements) {
    if (!applies(statement, request)) continue;
    if (statement.effect === 'Deny') return 'deny';
    verdict = 'allow';
  }
  return verdict;
}

function parseStatement(entry: { readonly [key: string]: Json }): BucketPolicyStatement | string {
  const effect = entry['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny') return 'needs Effect Allow or Deny';
  const principals = oneOrMore(entry['Principal']);
  const actions = oneOrMore(entry['Action']);
  const resources = oneOrMore(entry['Resource']);
  if (principals.length === 0) return 'needs a Principal';
  if (actions.length === 0 || !actions.every((action) => action === '*' || action.startsWith('oss:'))) return 'needs Actions of oss';
  if (resources.length === 0 || !resources.every((resource) => resource === '*' || /^acs:oss:[^:]*:[^:]*:.+/.test(resource))) return 'needs Resources of the form acs:oss:*:ACCOUNT:BUCKET/KEY';
  const conditions: BucketPolicyStatement['conditions'][number][] = [];
  const given = entry['Condition'] ?? {};
  if (!isJsonObject(given)) return 'has a Condition that is no object';
  for (const [name, keys] of Object.entries(given)) {
    const operator = operators.find((known) => known === name);
    if (operator === undefined || !isJsonObject(keys)) return `has the condition ${name}, which the sandbox does not know`;
    for (const [key, values] of Object.entries(keys)) {
      if (key !== 'acs:SourceVpc') return `has a condition on ${key}, which the sandbox does not know`;
      conditions.push({ operator, key, values: oneOrMore(values) });
    }
  }
  return { effect, principals, actions, resources, conditions };
}

function applies(statement: BucketPolicyStatement, request: PolicyRequest): boolean {
  return (
    statement.principals.some((principal) => principal === '*' || principal === request.principal) &&
    statement.actions.some((pattern) => matchesWildcard(pattern, request.action)) &&
    statement.resources.some((pattern) => matchesWildcard(pattern, request.resource)) &&
    statement.conditions.every(({ operator, values }) => {
      const source = request.sourceVpc;
      const matched = source !== undefined && values.some((value) => (operator.endsWith('Like') ? matchesWildcard(value, source) : value === source));
      return operator.includes('Not') ? !matched : matched;
    })
  );
}

function oneOrMore(value: Json | undefined): string[] {
  return typeof value === 'string' ? [value] : stringsOf(value);
}
