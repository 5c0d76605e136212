import { isJsonObject, isSameJson } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { KubeObject } from '../kube-types.ts';
import { StatusError } from '../status-error.ts';
import { openAs } from '../types/shape.ts';
import type { ListShape, Shape } from '../types/shape.ts';
import { difference, fieldText, intersection, itemElement, union } from './field-path.ts';
import type { FieldSet } from './field-path.ts';
import { compareObjects, fieldsOf, isAtomic, memberShape, withNamedFields, withoutFields } from './field-set.ts';
import { contestedFields, isWriter, ownerOf, ownersOf, recorded, takeChanged, withEntries } from './managed-fields.ts';
import type { FieldWriter, Owner } from './managed-fields.ts';

/**
 * Server-side apply, as structured-merge-diff's Updater does it: merges what the writer asserts into the live object, takes away what it
 * asserted before and no longer does (unless somebody else owns it as well), and records who owns what.
 *
 * @param live the stored object, or what the server writes of an empty one where there is none yet.
 * @throws StatusError 409 where a field with another value belongs to somebody else and `force` is off.
 */
export function applyConfiguration(shape: Shape, live: KubeObject, applied: KubeObject, writer: FieldWriter, options: { readonly force: boolean; readonly hasStatus: boolean }): KubeObject {
  const owners = ownersOf(live);
  const before = withEntries(live, []);
  const wanted = recorded(fieldsOf(shape, applied), writer, options.hasStatus);
  const last = owners.find(({ entry }) => isWriter(entry, writer))?.fields;
  const claimed: Owner[] = [...owners.filter(({ entry }) => !isWriter(entry, writer)), ownerOf(writer, wanted)];
  const merged = mergeApplied(shape, before, applied);
  const pruned = last === undefined || last.size === 0 ? merged : prune(shape, merged, last, union(...claimed.map(({ fields }) => fields)));
  const object = { ...(isJsonObject(pruned) ? pruned : {}), apiVersion: applied.apiVersion, kind: applied.kind, metadata: { ...(pruned as KubeObject).metadata } };
  const comparison = compareObjects(shape, before, object);
  const contested = contestedFields(claimed, writer, comparison);
  if (contested.length > 0 && !options.force) throw applyConflict(contested);
  const isSame = isSameJson(before, object);
  // Where an apply changes no value, a writer that is new has no time: the server sets it for changes alone.
  const settled = takeChanged(claimed, writer, comparison).map((owner) => (isSame && isWriter(owner.entry, writer) ? { ...owner, entry: timed(owner.entry, owners.find(({ entry }) => isWriter(entry, writer))?.entry.time) } : owner));
  return withEntries(object, settled);
}

function timed({ time: _time, ...entry }: Owner['entry'], time: string | undefined): Owner['entry'] {
  return { ...entry, ...(time === undefined ? {} : { time }) };
}

function prune(shape: Shape, merged: unknown, last: FieldSet, owned: FieldSet): unknown {
  const named = (fields: FieldSet): FieldSet => withNamedFields(shape, fields);
  const all = named(fieldsOf(shape, merged));
  const fields = (value: unknown): FieldSet => named(fieldsOf(shape, value ?? {}));
  const bare = withoutFields(shape, merged, named(last));
  const kept = withoutFields(shape, merged, difference(all, union(fields(bare), named(owned))));
  return withoutFields(shape, merged, intersection(difference(all, fields(kept)), named(last)));
}

function applyConflict(contested: readonly Owner[]): StatusError {
  const label = ({ manager, operation, apiVersion, subresource }: Owner['entry']): string =>
    `"${manager}"${subresource === undefined ? '' : ` with subresource "${subresource}"`}${operation === 'Update' ? ` using ${apiVersion}` : ''}`;
  const sorted = [...contested].sort((left, right) => (label(left.entry) < label(right.entry) ? -1 : 1)).map(({ entry, fields }) => ({ entry, fields: [...fields].sort() }));
  const total = sorted.reduce((sum, { fields }) => sum + fields.length, 0);
  const text =
    total === 1
      ? sorted.map(({ entry, fields }) => `conflict with ${label(entry)}: ${fieldText(fields[0] ?? '')}`).join('')
      : sorted.map(({ entry, fields }) => `conflicts with ${label(entry)}:\n${fields.map((field) => `- ${fieldText(field)}`).join('\n')}`).join('\n');
  const causes = sorted.flatMap(({ entry, fields }) => fields.map((field) => ({ reason: 'FieldManagerConflict', message: `conflict with ${label(entry)}`, field: fieldText(field) })));
  return new StatusError(409, 'Conflict', `Apply failed with ${total} ${total === 1 ? 'conflict' : 'conflicts'}: ${text}`, { causes });
}

function mergeApplied(given: Shape, live: unknown, applied: unknown): unknown {
  const shape = openAs(given, applied);
  if (isAtomic(shape)) return applied;
  if (shape.kind === 'list') return mergeItems(shape, Array.isArray(live) ? (live as unknown[]) : [], Array.isArray(applied) ? (applied as unknown[]) : []);
  if (!isJsonObject(applied)) return applied;
  const result: JsonObject = isJsonObject(live) ? { ...live } : {};
  for (const [key, value] of Object.entries(applied)) result[key] = mergeApplied(memberShape(shape, key), Object.hasOwn(result, key) ? result[key] : undefined, value);
  return result;
}

/** Items of both, in the order of the applied ones where both have them, the live ones in their places between. */
function mergeItems(shape: ListShape, live: readonly unknown[], applied: readonly unknown[]): unknown[] {
  const element = (item: unknown): string => itemElement(shape, item) ?? '';
  const [left, right] = [live.map(element), applied.map(element)];
  const merge = (name: string): unknown => {
    const [old, now] = [live[left.indexOf(name)], applied[right.indexOf(name)]];
    return old === undefined ? now : mergeApplied(shape.item, old, now);
  };
  const shared = right.filter((name) => left.includes(name));
  const taken = new Set<string>();
  const result: unknown[] = [];
  for (let l = 0, r = 0; l < left.length || r < right.length; ) {
    const [leftName, rightName] = [left[l], right[r]];
    if (leftName !== undefined && rightName !== undefined) {
      if (leftName === rightName) {
        taken.add(rightName);
        result.push(merge(rightName));
        [l, r] = [l + 1, r + 1];
        shared.shift();
        continue;
      }
      if (right.includes(leftName) && shared[0] !== undefined && shared[0] !== leftName) {
        l += 1;
        continue;
      }
    }
    if (leftName !== undefined) {
      if (!right.includes(leftName)) {
        result.push(live[l]);
        l += 1;
        continue;
      }
      if (taken.has(leftName)) l += 1;
    }
    if (rightName !== undefined) {
      taken.add(rightName);
      result.push(merge(rightName));
      r += 1;
      if (shared[0] === rightName) shared.shift();
    }
  }
  return result;
}
