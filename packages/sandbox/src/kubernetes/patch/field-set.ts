import { isJsonObject, isSameJson } from '../json.ts';
import { openAs } from '../types/shape.ts';
import type { ListShape, Shape } from '../types/shape.ts';
import { below, itemElement, separator } from './field-path.ts';
import type { FieldSet } from './field-path.ts';

/** The shape of a member of a map or a struct; a name that a struct lacks has an unknown shape. */
export function memberShape(shape: Shape, name: string): Shape {
  if (shape.kind === 'map') return shape.value;
  return (shape.kind === 'struct' ? shape.field(name) : undefined) ?? { kind: 'open' };
}

/** Whether a value of this shape is owned as a whole. */
export function isAtomic(shape: Shape): boolean {
  return shape.kind === 'list' ? shape.list === 'atomic' : shape.kind === 'struct' || shape.kind === 'map' ? shape.atomic : true;
}

/** The fields that an object sets, as structured-merge-diff's ToFieldSet lists them. */
export function fieldsOf(shape: Shape, object: unknown): FieldSet {
  const fields = new Set<string>();
  collect(shape, object, '', fields);
  return fields;
}

function collect(given: Shape, value: unknown, path: string, fields: Set<string>): void {
  const shape = openAs(given, value);
  if (isAtomic(shape) || value === null) {
    if (path !== '') fields.add(path);
  } else if (shape.kind === 'list') {
    for (const item of Array.isArray(value) ? (value as unknown[]) : []) {
      const child = below(path, itemElement(shape, item) ?? '');
      collect(shape.item, item, child, fields);
      fields.add(child);
    }
  } else if (isJsonObject(value)) {
    for (const [key, member] of Object.entries(value)) {
      const child = below(path, `f:${key}`);
      collect(memberShape(shape, key), member, child, fields);
      const isEmpty = member === null || (isJsonObject(member) && Object.keys(member).length === 0);
      if (isEmpty || shape.kind === 'map' || (shape.kind === 'struct' && !shape.fieldNames().includes(key))) fields.add(child);
    }
  }
}

/** What came, changed and went between two states of an object. */
export interface Comparison {
  readonly added: FieldSet;
  readonly modified: FieldSet;
  readonly removed: FieldSet;
}

/** Compares two states as structured-merge-diff does: a struct, a map or an item that comes or goes is a field beside its own fields. */
export function compareObjects(shape: Shape, before: unknown, after: unknown): Comparison {
  const comparison = { added: new Set<string>(), modified: new Set<string>(), removed: new Set<string>() };
  compare(shape, before, after, '', comparison);
  return comparison;
}

type OpenComparison = Readonly<Record<'added' | 'modified' | 'removed', Set<string>>>;

function compare(given: Shape, before: unknown, after: unknown, path: string, comparison: OpenComparison): void {
  const shape = openAs(given, after ?? before);
  const isLeaf = isAtomic(shape) || (isEmptyHolder(before) && isEmptyHolder(after)) || isOtherKind(before, after);
  if (!isLeaf && shape.kind === 'list') compareItems(shape, asList(before), asList(after), path, comparison);
  else if (!isLeaf) {
    const [old, now] = [isJsonObject(before) ? before : {}, isJsonObject(after) ? after : {}];
    for (const key of new Set([...Object.keys(old), ...Object.keys(now)])) compare(memberShape(shape, key), old[key], now[key], below(path, `f:${key}`), comparison);
  }
  if (path === '') return;
  if (before === undefined) comparison.added.add(path);
  else if (after === undefined) comparison.removed.add(path);
  else if (isLeaf && !isSameJson(before, after)) comparison.modified.add(path);
}

function compareItems(shape: ListShape, before: readonly unknown[], after: readonly unknown[], path: string, comparison: OpenComparison): void {
  const index = (items: readonly unknown[]) => {
    const found = new Map<string, unknown[]>();
    for (const item of items) {
      const element = itemElement(shape, item) ?? '';
      found.set(element, [...(found.get(element) ?? []), item]);
    }
    return found;
  };
  const [old, now] = [index(before), index(after)];
  for (const element of new Set([...old.keys(), ...now.keys()])) {
    const [left, right] = [old.get(element) ?? [], now.get(element) ?? []];
    const child = below(path, element);
    if (left.length <= 1 && right.length <= 1) compare(shape.item, left[0], right[0], child, comparison);
    else if (!isSameJson(left, right)) (left.length === 0 ? comparison.added : right.length === 0 ? comparison.removed : comparison.modified).add(child);
  }
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function isEmptyHolder(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return Array.isArray(value) ? value.length === 0 : isJsonObject(value) && Object.keys(value).length === 0;
}

function isOtherKind(before: unknown, after: unknown): boolean {
  return before !== undefined && after !== undefined && before !== null && after !== null && Array.isArray(before) !== Array.isArray(after);
}

/** The object without these fields; what becomes empty by that goes, too. */
export function withoutFields(given: Shape, value: unknown, fields: FieldSet, path = ''): unknown {
  const shape = openAs(given, value);
  const holds = (child: string): boolean => {
    const inside = `${child}${separator}`;
    for (const field of fields) if (field.startsWith(inside)) return true;
    return false;
  };
  if (isAtomic(shape)) return value;
  if (shape.kind === 'list') {
    const items = asList(value).flatMap((item) => {
      const child = below(path, itemElement(shape, item) ?? '');
      if (fields.has(child)) return [];
      return [holds(child) ? withoutFields(shape.item, item, fields, child) : item];
    });
    return items.length === 0 ? undefined : items;
  }
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).flatMap(([key, member]) => {
    const child = below(path, `f:${key}`);
    if (fields.has(child)) return [];
    const kept = holds(child) ? withoutFields(memberShape(shape, key), member, fields, child) : member;
    return kept === undefined ? [] : [[key, kept] as const];
  });
  return members.length === 0 ? undefined : Object.fromEntries(members);
}

/** The set with every struct's named field a member that holds a member. */
export function withNamedFields(shape: Shape, fields: FieldSet): FieldSet {
  const result = new Set(fields);
  for (const field of fields) {
    let current: Shape = shape;
    let path = '';
    const elements = field.split(separator);
    for (const element of elements.slice(0, -1)) {
      path = below(path, element);
      const isNamed = element.startsWith('f:') && current.kind === 'struct' && current.fieldNames().includes(element.slice(2));
      current = element.startsWith('f:') ? memberShape(current, element.slice(2)) : current.kind === 'list' ? current.item : { kind: 'open' };
      if (isNamed) result.add(path);
    }
  }
  return result;
}
