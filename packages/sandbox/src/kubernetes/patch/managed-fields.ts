import { copyJson } from '../json.ts';
import type { KubeObject, ManagedFieldsEntry } from '../kube-types.ts';
import { changedFields, fromFieldsV1, toFieldsV1 } from './field-set.ts';
import type { FieldSet, Ownership } from './field-set.ts';

/** Who writes, as metadata.managedFields records it. */
export interface FieldWriter {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly subresource?: string;
  /** RFC 3339, seconds. */
  readonly time: string;
}

function isSameWriter(entry: ManagedFieldsEntry, writer: FieldWriter): boolean {
  return entry.manager === writer.manager && entry.operation === writer.operation && entry.subresource === writer.subresource && entry.apiVersion === writer.apiVersion;
}

/** The entry of one writer with new fields; the entry goes where none are left. */
export function setEntry(entries: readonly ManagedFieldsEntry[], writer: FieldWriter, fields: FieldSet): ManagedFieldsEntry[] {
  const others = entries.filter((entry) => !isSameWriter(entry, writer));
  if (fields.size === 0) return others;
  const entry: ManagedFieldsEntry = {
    manager: writer.manager,
    operation: writer.operation,
    apiVersion: writer.apiVersion,
    time: writer.time,
    fieldsType: 'FieldsV1',
    fieldsV1: toFieldsV1(fields),
    ...(writer.subresource === undefined ? {} : { subresource: writer.subresource }),
  };
  return [...others, entry];
}

/** What one writer owns. */
export function ownedBy(entries: readonly ManagedFieldsEntry[], writer: FieldWriter): FieldSet {
  const entry = entries.find((candidate) => isSameWriter(candidate, writer));
  return entry === undefined ? new Set() : fromFieldsV1(entry.fieldsV1);
}

/** Everyone's fields without these; entries that own nothing more are gone. */
export function takeFrom(entries: readonly ManagedFieldsEntry[], fields: FieldSet, except?: FieldWriter): ManagedFieldsEntry[] {
  return entries.flatMap((entry) => {
    if (except !== undefined && isSameWriter(entry, except)) return [entry];
    const owned = fromFieldsV1(entry.fieldsV1);
    const left = new Set([...owned].filter((field) => !fields.has(field)));
    if (left.size === owned.size) return [entry];
    return left.size === 0 ? [] : [{ ...entry, fieldsV1: toFieldsV1(left) }];
  });
}

/** Records a write that is no apply: what changed is the writer's now, what is gone is nobody's. */
export function trackUpdate(before: KubeObject | undefined, after: KubeObject, writer: FieldWriter, ownership: Ownership): KubeObject {
  const entries = before?.metadata.managedFields ?? [];
  const { set, removed } = changedFields(before ?? {}, after, ownership);
  if (set.size === 0 && removed.size === 0) return withEntries(after, entries);
  const kept = takeFrom(entries, new Set([...set, ...removed]), writer);
  const own = [...ownedBy(entries, writer)].filter((field) => !removed.has(field));
  return withEntries(after, setEntry(kept, writer, new Set([...own, ...set])));
}

/** The object with these entries in place of its own; without the member where there are none. */
export function withEntries(object: KubeObject, entries: readonly ManagedFieldsEntry[]): KubeObject {
  const { managedFields: _old, ...metadata } = object.metadata;
  return { ...object, metadata: { ...metadata, ...(entries.length === 0 ? {} : { managedFields: copyJson([...entries]) }) } };
}
