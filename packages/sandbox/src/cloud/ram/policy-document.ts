import { isJsonObject, parseJson, stringsOf, type Json } from '../json.ts';

/** One statement of a policy, with its lists made whole. */
export interface PolicyStatement {
  readonly effect: 'Allow' | 'Deny';
  /** What it covers, or with `exceptActions` what alone it doesn't. */
  readonly actions: readonly string[];
  readonly exceptActions: boolean;
  /** Whether it holds under a Condition. */
  readonly conditional: boolean;
  readonly resources: readonly string[];
}

/** The statements of a policy, or why the text is none. */
export type ParsedPolicy = { readonly ok: true; readonly statements: readonly PolicyStatement[] } | { readonly ok: false; readonly reason: string };

/** What the policies of a caller say to an action. */
export type Verdict = 'allow' | 'implicit-deny' | 'explicit-deny';

/** RAM's limit for the text of a custom policy, in characters. */
const maximumLength = 6144;

/** Reads the text of a RAM policy: `Version` is "1", and each statement has Effect, Action or NotAction, and Resource. */
export function parsePolicyDocument(text: string): ParsedPolicy {
  if (text.length > maximumLength) return { ok: false, reason: `the document is longer than ${maximumLength} characters` };
  const document = parseJson(text);
  if (!isJsonObject(document)) return { ok: false, reason: 'the document is not a JSON object' };
  if (document['Version'] !== '1') return { ok: false, reason: 'Version must be "1"' };
  const list = document['Statement'];
  if (!Array.isArray(list) || list.length === 0) return { ok: false, reason: 'Statement must be a list with at least one statement' };
  const statements: PolicyStatement[] = [];
  for (const [index, entry] of (list as readonly Json[]).entries()) {
    if (!isJsonObject(entry)) return { ok: false, reason: `Statement[${index}] is not an object` };
    const effect = entry['Effect'];
    const [named, excepted] = [entry['Action'], entry['NotAction']];
    if (named !== undefined && excepted !== undefined) return { ok: false, reason: `Statement[${index}] has both Action and NotAction` };
    const actions = oneOrMore(named ?? excepted);
    const resources = oneOrMore(entry['Resource']);
    if (effect !== 'Allow' && effect !== 'Deny') return { ok: false, reason: `Statement[${index}].Effect must be Allow or Deny` };
    if (actions.length === 0 || !actions.every((action) => action === '*' || /^[\w-]+:[\w*?-]+$/.test(action))) return { ok: false, reason: `Statement[${index}].Action is not well formed` };
    if (resources.length === 0) return { ok: false, reason: `Statement[${index}].Resource is empty` };
    const condition = entry['Condition'];
    if (condition !== undefined && !isJsonObject(condition)) return { ok: false, reason: `Statement[${index}].Condition is not an object` };
    statements.push({ effect, actions, exceptActions: named === undefined, resources, conditional: condition !== undefined && Object.keys(condition).length > 0 });
  }
  return { ok: true, statements };
}

/**
 * Judges an action: a Deny wins over every Allow. Only statements on every resource (`*`) and without a Condition allow, since neither the
 * resource nor the circumstances of a request are looked at; a Deny counts on any resource and under any Condition.
 */
export function judge(statements: Iterable<PolicyStatement>, action: string): Verdict {
  let verdict: Verdict = 'implicit-deny';
  for (const statement of statements) {
    if (statement.actions.some((pattern) => matchesWildcard(pattern, action)) === statement.exceptActions) continue;
    if (statement.effect === 'Deny') return 'explicit-deny';
    if (!statement.conditional && statement.resources.some((resource) => resource === '*' || /^acs:[^:]*:\*:[^:]*:\*$/.test(resource))) verdict = 'allow';
  }
  return verdict;
}

/** Whether `*` and `?` in the pattern cover the text; upper and lower case are one. */
export function matchesWildcard(pattern: string, text: string): boolean {
  const expression = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.');
  return new RegExp(`^${expression}$`, 'is').test(text);
}

function oneOrMore(value: Json | undefined): string[] {
  return typeof value === 'string' ? [value] : stringsOf(value);
}
