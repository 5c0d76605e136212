import type { EniConfFinding } from './eni-conf.ts';
import { pointerKeys, shapeOf } from './eni-conf-shapes.ts';
import type { Shape } from './eni-conf/eni-conf-keys.ts';
import { objectOf, sameJson, type Json, type JsonMember, type JsonNode } from './read-json.ts';

/** The members of a document, each once, with what was repeated. */
export interface UnitedMembers {
  readonly members: readonly { readonly key: string; readonly value: Json }[];
  readonly findings: readonly EniConfFinding[];
}

/**
 * Unites the members that stand there more than once, as Go's decoder does: objects grow together, of all else the last one counts, and `null`
 * leaves a single value as it was, also inside of a list. Where the node has a configuration of its own, Terway merges the texts first, and there the last one counts
 * whatever it is (evanphx/json-patch): a document that reads differently by these two rules is an error.
 */
export const uniteMembers = (members: readonly JsonMember[]): UnitedMembers => {
  const united = new Map<string, Json>();
  for (const { key, value } of members) {
    const before = united.get(key);
    united.set(key, before === undefined ? value : unite(key, before, value));
  }
  const findings = [...repeatedKeys(members)].map((key) => {
    const last = members.findLast((member) => member.key === key);
    return sameJson(last?.value, united.get(key))
      ? repeated('warning', key, 'the last one counts')
      : repeated('error', key, 'Terway unites them, but takes the last one alone on nodes with a configuration of their own');
  });
  return { members: [...united].map(([key, value]) => ({ key, value })), findings: [...findings, ...members.flatMap((member) => (shapeOf(member.key) === undefined ? [] : repeatedInside(member, member.key)))] };
};

const unite = (key: string, before: Json, after: Json): Json => {
  const shape = shapeOf(key);
  if (shape === undefined || (after === null && (pointerKeys.has(key) || typeof shape !== 'string'))) return after;
  return uniteValues(shape, before, after);
};

// Go decodes into what is there already: an item of a list into the item that had its place, a value of a map into a new one.
const uniteValues = (shape: Shape, before: Json | undefined, after: Json): Json => {
  if (after === null) return before ?? null;
  if (typeof shape === 'string') return after;
  if ('list' in shape) return isList(before) && isList(after) ? after.map((item, index) => uniteValues(shape.list, before[index], item)) : after;
  if (!isObject(before) || !isObject(after)) return after;
  if ('map' in shape) return { ...before, ...after };
  const known = new Map(Object.entries(shape.members));
  return objectOf(Object.entries({ ...before, ...after }).map(([key, value]) => ({ key, value: uniteValues(known.get(key) ?? 'string', before[key], value) })));
};

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);
const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } => typeof value === 'object' && value !== null && !Array.isArray(value);

const repeatedInside = (node: JsonNode, path: string): readonly EniConfFinding[] => [
  ...[...repeatedKeys(node.members ?? [])].map((key) => repeated('warning', `${path}.${key}`, 'the last one counts')),
  ...(node.members ?? []).flatMap((member) => repeatedInside(member, `${path}.${member.key}`)),
  ...(node.items ?? []).flatMap((item, index) => repeatedInside(item, `${path}[${index}]`)),
];

const repeatedKeys = (members: readonly JsonMember[]): ReadonlySet<string> => {
  const seen = new Set<string>();
  return new Set(members.map(({ key }) => key).filter((key) => seen.has(key) || !seen.add(key)));
};

const repeated = (severity: 'error' | 'warning', path: string, which: string): EniConfFinding => ({
  code: 'repeated-key',
  severity,
  path,
  message: `${path} stands there more than once; ${which}`,
  remediation: 'Keep one of them.',
});
