import { copyJson } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { KubeObject, ManagedFieldsEntry } from '../kube-types.ts';
import type { Shape } from '../types/shape.ts';
import { below, difference, fromFieldsV1, intersection, separator, toFieldsV1, union } from './field-path.ts';
import type { FieldSet } from './field-path.ts';
import { compareObjects } from './field-set.ts';
import type { Comparison } from './field-set.ts';

/** Who writes, as metadata.managedFields records it. */
export interface FieldWriter {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly subresource?: string;
  /** RFC 3339, seconds. */
  readonly time: string;
}

/** An entry of metadata.managedFields with its set. */
export interface Owner {
  readonly entry: Omit<ManagedFieldsEntry, 'fieldsV1'>;
  readonly fields: FieldSet;
}

/** Fields that nobody is recorded for: they belong to the server, or name the object. */
const unrecorded = new Set(
  ['apiVersion', 'kind', 'metadata', ...['name', 'namespace', 'creationTimestamp', 'selfLink', 'uid', 'clusterName', 'generation', 'managedFields', 'resourceVersion'].map((name) => `metadata.${name}`)].map((path) =>
    path.split('.').reduce((sum, name) => below(sum, `f:${name}`), ''),
  ),
);

/** The fields that count as a writer's: without the server's own, and without those that the endpoint resets. */
export function recorded(fields: FieldSet, writer: Pick<FieldWriter, 'subresource'>, hasStatus: boolean): FieldSet {
  const reset = writer.subresource === 'status' ? 'f:spec' : hasStatus ? 'f:status' : undefined;
  return new Set([...fields].filter((field) => !unrecorded.has(field) && !(reset !== undefined && (field === reset || field.startsWith(`${reset}${separator}`)))));
}

/** Whether an entry is this writer's: an apply may come in another version. */
export function isWriter(entry: Owner['entry'], writer: FieldWriter): boolean {
  const isSameVersion = writer.operation === 'Apply' || entry.apiVersion === writer.apiVersion;
  return entry.manager === writer.manager && entry.operation === writer.operation && entry.subresource === writer.subresource && isSameVersion;
}

/** The entries of an object with their sets. */
export function ownersOf(object: KubeObject | undefined): Owner[] {
  return (object?.metadata.managedFields ?? []).map(({ fieldsV1, ...entry }) => ({ entry, fields: fromFieldsV1(fieldsV1) }));
}

/** The entry of a writer. */
export function ownerOf({ manager, operation, apiVersion, subresource, time }: FieldWriter, fields: FieldSet): Owner {
  return { entry: { manager, operation, apiVersion, time, fieldsType: 'FieldsV1', ...(subresource === undefined ? {} : { subresource }) }, fields };
}

/** Everyone else's entries after a change: what changed or went is no longer theirs. */
export function takeChanged(owners: readonly Owner[], writer: FieldWriter, { added, modified, removed }: Comparison): Owner[] {
  const lost = union(added, modified, removed);
  return owners.map((owner) => (isWriter(owner.entry, writer) ? owner : { ...owner, fields: difference(owner.fields, lost) }));
}

/** What others own of what a writer changes. */
export function contestedFields(owners: readonly Owner[], writer: FieldWriter, { added, modified }: Comparison): Owner[] {
  const changed = union(added, modified);
  return owners.filter(({ entry }) => !isWriter(entry, writer)).map((owner) => ({ ...owner, fields: intersection(owner.fields, changed) })).filter(({ fields }) => fields.size > 0);
}

/** Records a write that is no apply: what changed is the writer's now, what is gone is nobody's. */
export function trackUpdate(shape: Shape, before: KubeObject | JsonObject, after: KubeObject, writer: FieldWriter, options: { readonly owners: readonly Owner[]; readonly hasStatus: boolean }): KubeObject {
  // An object that nobody is recorded for stays so; one that is created has no uid before.
  const isCreate = (before.metadata as JsonObject | undefined)?.uid === undefined;
  if (!isCreate && options.owners.length === 0) return withEntries(after, []);
  const whole = compareObjects(shape, withoutEntries(before), withoutEntries(after));
  const comparison = {
    added: recorded(whole.added, writer, options.hasStatus),
    modified: recorded(whole.modified, writer, options.hasStatus),
    removed: recorded(whole.removed, writer, options.hasStatus),
  };
  const others = takeChanged(options.owners, writer, comparison).filter(({ entry }) => !isWriter(entry, writer));
  const own = options.owners.find(({ entry }) => isWriter(entry, writer));
  const fields = union(difference(own?.fields ?? new Set(), comparison.removed), comparison.modified, comparison.added);
  const isSame = own !== undefined && own.fields.size === fields.size && [...fields].every((field) => own.fields.has(field));
  return withEntries(after, [...others, isSame ? own : ownerOf(writer, fields)]);
}

function withoutEntries(object: KubeObject | JsonObject): JsonObject {
  const metadata = object.metadata as JsonObject | undefined;
  if (metadata === undefined) return object;
  const { managedFields: _entries, ...rest } = metadata;
  return { ...object, metadata: rest };
}

/** The object with these entries in place of its own, without those that own nothing. */
export function withEntries(object: KubeObject, owners: readonly Owner[]): KubeObject {
  const { managedFields: _old, ...metadata } = object.metadata;
  const entries = owners.filter(({ fields }) => fields.size > 0).map(({ entry, fields }) => ({ ...entry, fieldsV1: toFieldsV1(fields) }));
  return { ...object, metadata: { ...metadata, ...(entries.length === 0 ? {} : { managedFields: copyJson([...entries].sort(byAge)) }) } };
}

/** As the server writes them: applies first, then by time and name. */
function byAge(left: ManagedFieldsEntry, right: ManagedFieldsEntry): number {
  const key = ({ operation, time = '', manager, apiVersion, subresource = '' }: ManagedFieldsEntry): string => [operation, time, manager, apiVersion, subresource].join(separator);
  return key(left) < key(right) ? -1 : 1;
}
