import { renderPolicy } from './ram/render-policy.ts';
import { terwayActions, type TerwayAction } from './ram/terway-actions.ts';
import { canonicalJson } from './read-json.ts';

export type { TerwayAction } from './ram/terway-actions.ts';

/** What Terway's RAM user is granted, as data. */
export interface TerwayPolicy {
  readonly actions: readonly TerwayAction[];
  /** The policy document in RAM's language, to be granted by hand where the caller may not. */
  readonly document: string;
}

/**
 * The RAM policy of Terway: the vendor's list for registered clusters, and what the daemon calls beyond it
 * (AliyunContainerService/terway), each action with the reason and the daemons that call it.
 */
export const terwayPolicy: TerwayPolicy = { actions: terwayActions, document: renderPolicy(terwayActions.map(({ action }) => action)) };

/** Whether two policy documents grant the same: order, repetition, and a single value in place of a list, don't count. */
export const samePolicyDocument = (left: string, right: string): boolean => {
  const [a, b] = [normalise(left), normalise(right)];
  return a !== undefined && a === b;
};

const normalise = (text: string): string | undefined => {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(document)) return undefined;
  const statements = listOf(document['Statement']).map(canonicalStatement);
  return canonicalJson({ ...document, Statement: [...new Set(statements)].sort() });
};

const canonicalStatement = (statement: unknown): string => {
  if (!isRecord(statement)) return canonicalJson(statement);
  const entries = Object.entries(statement).flatMap(([key, value]): [string, unknown][] => {
    if (key === 'Action' || key === 'NotAction') return [[key, setOf(listOf(value).map(lowerCase))]];
    if (key === 'Resource' || key === 'NotResource') return [[key, setOf(listOf(value))]];
    if (key !== 'Condition' || !isRecord(value)) return [[key, value]];
    // An empty condition is none.
    return Object.keys(value).length === 0 ? [] : [[key, Object.fromEntries(Object.entries(value).map(([operator, keys]) => [operator, canonicalKeys(keys)]))]];
  });
  return canonicalJson(Object.fromEntries(entries));
};

const canonicalKeys = (keys: unknown): unknown => (isRecord(keys) ? Object.fromEntries(Object.entries(keys).map(([key, value]) => [key, setOf(listOf(value))])) : keys);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : value === undefined ? [] : [value]);
const setOf = (values: readonly unknown[]): readonly unknown[] => [...new Set(values)].sort();
const lowerCase = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : value);
