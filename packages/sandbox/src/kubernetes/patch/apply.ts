import { isJsonObject, isSameJson } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { KubeObject, ManagedFieldsEntry } from '../kube-types.ts';
import { StatusError } from '../status-error.ts';
import { fieldText, fieldsOf, fromFieldsV1, itemElement, valueAt, withoutFields } from './field-set.ts';
import type { FieldSet, Ownership } from './field-set.ts';
import { isAtomicObject, listTypeAt } from './list-types.ts';
import { ownedBy, setEntry, takeFrom, withEntries } from './managed-fields.ts';
import type { FieldWriter } from './managed-fields.ts';

/**
 * Server-side apply: merges what the writer asserts into the live object, takes away what it asserted before and no longer does
 * (unless somebody else owns it as well), and records who owns what.
 *
 * @throws StatusError 409 where a field with another value belongs to somebody else and `force` is off.
 */
export function applyConfiguration(live: KubeObject | undefined, applied: KubeObject, writer: FieldWriter, force: boolean, ownership: Ownership): KubeObject {
  const entries = live?.metadata.managedFields ?? [];
  const wanted = fieldsOf(applied, ownership);
  const contested = conflicts(live, applied, wanted, entries, writer);
  if (contested.length > 0 && !force) throw applyConflict(contested);
  const lost = new Set(contested.flatMap(({ fields }) => fields));
  const others = takeFrom(entries, lost, writer);
  const held = new Set(others.filter((entry) => !isWriter(entry, writer)).flatMap((entry) => [...fromFieldsV1(entry.fieldsV1)]));
  const dropped = [...ownedBy(entries, writer)].filter((field) => !wanted.has(field) && !held.has(field) && !coversAny(field, held, wanted));
  const merged = mergeApplied(live ?? {}, applied, [], ownership);
  const pruned = withoutFields(isJsonObject(merged) ? merged : {}, new Set(dropped));
  const object = { ...pruned, apiVersion: applied.apiVersion, kind: applied.kind, metadata: { ...(pruned.metadata as KubeObject['metadata']) } };
  return withEntries(object, setEntry(others, writer, wanted));
}

/** Whether a field that is to go holds fields that someone still owns. */
function coversAny(field: string, ...sets: readonly FieldSet[]): boolean {
  const inside = `${field}\u0000`;
  return sets.some((set) => [...set].some((other) => other.startsWith(inside)));
}

function isWriter(entry: ManagedFieldsEntry, writer: FieldWriter): boolean {
  return entry.manager === writer.manager && entry.operation === writer.operation && entry.subresource === writer.subresource;
}

interface Contested {
  readonly manager: string;
  readonly operation: string;
  readonly apiVersion: string;
  readonly fields: readonly string[];
}

function conflicts(live: KubeObject | undefined, applied: KubeObject, wanted: FieldSet, entries: readonly ManagedFieldsEntry[], writer: FieldWriter): Contested[] {
  const changing = [...wanted].filter((field) => !isItem(field) && !isSameJson(valueAt(live, field), valueAt(applied, field)));
  return entries
    .filter((entry) => !isWriter(entry, writer))
    .map((entry) => {
      const owned = fromFieldsV1(entry.fieldsV1);
      return { manager: entry.manager, operation: entry.operation, apiVersion: entry.apiVersion, fields: changing.filter((field) => owned.has(field)) };
    })
    .filter(({ fields }) => fields.length > 0);
}

function isItem(field: string): boolean {
  return field.split('\u0000').at(-1)?.startsWith('k:') ?? false;
}

function applyConflict(contested: readonly Contested[]): StatusError {
  const label = ({ manager, operation, apiVersion }: Contested): string => `"${manager}"${operation === 'Update' ? ` using ${apiVersion}` : ''}`;
  const total = contested.reduce((sum, { fields }) => sum + fields.length, 0);
  const groups = contested.map((entry) =>
    entry.fields.length === 1
      ? `conflict with ${label(entry)}: ${fieldText(entry.fields[0] ?? '')}`
      : `conflicts with ${label(entry)}:\n${entry.fields.map((field) => `- ${fieldText(field)}`).join('\n')}`,
  );
  const causes = contested.flatMap((entry) =>
    entry.fields.map((field) => ({ reason: 'FieldManagerConflict', message: `conflict with ${label(entry)}`, field: fieldText(field) })),
  );
  return new StatusError(409, 'Conflict', `Apply failed with ${total} ${total === 1 ? 'conflict' : 'conflicts'}: ${groups.join('\n')}`, { causes });
}

function mergeApplied(live: unknown, applied: unknown, path: readonly string[], ownership: Ownership): unknown {
  if (Array.isArray(applied)) return mergeAppliedList(Array.isArray(live) ? live : [], applied, path, ownership);
  if (!isJsonObject(applied) || !isJsonObject(live) || (!ownership.custom && isAtomicObject(path))) return applied;
  const result: JsonObject = { ...live };
  for (const [key, value] of Object.entries(applied)) result[key] = mergeApplied(live[key], value, [...path, key], ownership);
  return result;
}

function mergeAppliedList(live: readonly unknown[], applied: readonly unknown[], path: readonly string[], ownership: Ownership): unknown[] {
  const type = ownership.custom && path[0] !== 'metadata' ? { kind: 'atomic' as const } : listTypeAt(path);
  if (type.kind === 'atomic') return [...applied];
  if (type.kind === 'set') return [...live, ...applied.filter((value) => !live.some((present) => isSameJson(present, value)))];
  const element = (item: unknown): string => itemElement(item, type.keys);
  const merged = live.map((item) => {
    const update = applied.find((candidate) => element(candidate) === element(item));
    return update === undefined ? item : mergeApplied(item, update, path, ownership);
  });
  return [...merged, ...applied.filter((item) => !live.some((present) => element(present) === element(item)))];
}
