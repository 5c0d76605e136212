import { isJsonObject, isSameJson, stableText } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { isAtomicObject, listTypeAt } from './list-types.ts';
import type { ListType } from './list-types.ts';

/**
 * Which fields of an object somebody owns: paths of elements as `fieldsV1` writes them (`f:spec`, `k:{"name":"a"}`, `v:"x"`),
 * each joined to one string. An item of a keyed list is itself a member, beside its fields.
 */
export type FieldSet = ReadonlySet<string>;

const separator = '\u0000';
const serverOwned = new Set(['name', 'namespace', 'uid', 'resourceVersion', 'generation', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds', 'managedFields', 'selfLink', 'generateName']);

/** How the lists and objects of a kind are owned: a custom resource has no schema here, so its lists are atomic. */
export interface Ownership {
  readonly custom: boolean;
}

function listType(path: readonly string[], { custom }: Ownership): ListType {
  return custom && path[0] !== 'metadata' ? { kind: 'atomic' } : listTypeAt(path);
}

/** The element of a keyed list's item. */
export function itemElement(item: unknown, keys: readonly string[]): string {
  const chosen: JsonObject = {};
  for (const key of keys) {
    const value = isJsonObject(item) ? item[key] : undefined;
    // `protocol` of a port is defaulted by the server before it becomes part of a key.
    if (value !== undefined) chosen[key] = value;
    else if (key === 'protocol') chosen[key] = 'TCP';
  }
  return `k:${stableText(chosen)}`;
}

/** The fields that an object sets, without those that belong to the server. */
export function fieldsOf(object: unknown, ownership: Ownership): FieldSet {
  const fields = new Set<string>();
  if (!isJsonObject(object)) return fields;
  for (const [key, value] of Object.entries(object)) {
    if (key === 'apiVersion' || key === 'kind') continue;
    if (key === 'metadata' && isJsonObject(value)) {
      const members = Object.fromEntries(Object.entries(value).filter(([name]) => !serverOwned.has(name)));
      if (Object.keys(members).length > 0) collect(members, ['f:metadata'], ['metadata'], ownership, fields);
    } else collect(value, [`f:${key}`], [key], ownership, fields);
  }
  return fields;
}

function collect(value: unknown, elements: readonly string[], path: readonly string[], ownership: Ownership, fields: Set<string>): void {
  if (Array.isArray(value)) {
    const type = listType(path, ownership);
    if (type.kind === 'atomic' || value.length === 0) {
      fields.add(elements.join(separator));
      return;
    }
    for (const item of value as unknown[]) {
      const element = type.kind === 'set' ? `v:${JSON.stringify(item)}` : itemElement(item, type.keys);
      const child = [...elements, element];
      fields.add(child.join(separator));
      if (isJsonObject(item)) for (const [key, member] of Object.entries(item)) collect(member, [...child, `f:${key}`], [...path, key], ownership, fields);
    }
    return;
  }
  if (isJsonObject(value) && Object.keys(value).length > 0 && (ownership.custom || !isAtomicObject(path))) {
    for (const [key, member] of Object.entries(value)) collect(member, [...elements, `f:${key}`], [...path, key], ownership, fields);
    return;
  }
  fields.add(elements.join(separator));
}

/** The value at a path of elements; `undefined` where there is none. */
export function valueAt(object: unknown, field: string): unknown {
  let current: unknown = object;
  for (const element of field.split(separator)) current = step(current, element);
  return current;
}

function step(value: unknown, element: string): unknown {
  const name = element.slice(2);
  if (element.startsWith('f:')) return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  if (!Array.isArray(value)) return undefined;
  const wanted = JSON.parse(name) as unknown;
  const items: unknown[] = value;
  if (element.startsWith('v:')) return items.find((item) => isSameJson(item, wanted));
  return items.find((item) => isJsonObject(wanted) && itemElement(item, Object.keys(wanted)) === element);
}

/** The fields whose values differ between two states: added, changed or removed. */
export function changedFields(before: unknown, after: unknown, ownership: Ownership): { readonly set: FieldSet; readonly removed: FieldSet } {
  const old = fieldsOf(before, ownership);
  const now = fieldsOf(after, ownership);
  const isItem = (field: string): boolean => field.split(separator).at(-1)?.startsWith('k:') ?? false;
  const set = [...now].filter((field) => !old.has(field) || (!isItem(field) && !isSameJson(valueAt(before, field), valueAt(after, field))));
  return { set: new Set(set), removed: new Set([...old].filter((field) => !now.has(field))) };
}

/** The object without these fields; what becomes empty by that goes, too. */
export function withoutFields(object: JsonObject, fields: FieldSet): JsonObject {
  let result: unknown = object;
  for (const field of fields) result = removeField(result, field.split(separator));
  return isJsonObject(result) ? result : {};
}

function removeField(value: unknown, [element = '', ...rest]: readonly string[]): unknown {
  const child = step(value, element);
  if (child === undefined) return value;
  const next = rest.length === 0 ? undefined : removeField(child, rest);
  const gone = next === undefined || (rest.length > 0 && isEmpty(next) && !isEmpty(child));
  if (Array.isArray(value)) {
    const items = (value as unknown[]).flatMap((item) => (item === child ? (gone ? [] : [next]) : [item]));
    return items;
  }
  if (!isJsonObject(value)) return value;
  const { [element.slice(2)]: _removed, ...others } = value;
  return gone ? others : { ...value, [element.slice(2)]: next };
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) ? value.length === 0 : isJsonObject(value) && Object.keys(value).length === 0;
}

/** The nested form of metadata.managedFields. */
export function toFieldsV1(fields: FieldSet): JsonObject {
  const root: JsonObject = {};
  for (const field of [...fields].sort()) {
    let current = root;
    const elements = field.split(separator);
    for (const element of elements) {
      const next = current[element];
      current = isJsonObject(next) ? next : (current[element] = {});
    }
    if (elements.at(-1)?.startsWith('k:')) current['.'] = {};
  }
  return root;
}

/** Back from the nested form. */
export function fromFieldsV1(fieldsV1: unknown): FieldSet {
  const fields = new Set<string>();
  const walk = (value: unknown, path: readonly string[]): void => {
    const members = isJsonObject(value) ? Object.entries(value) : [];
    if (path.length > 0 && (members.length === 0 || members.some(([key]) => key === '.'))) fields.add(path.join(separator));
    for (const [key, member] of members) if (key !== '.') walk(member, [...path, key]);
  };
  walk(fieldsV1, []);
  return fields;
}

/** A path as error messages write it: `.data.key`, `.spec.containers[name="a"].image`. */
export function fieldText(field: string): string {
  return field
    .split(separator)
    .map((element) => {
      const text = element.slice(2);
      if (element.startsWith('f:')) return `.${text}`;
      if (element.startsWith('v:')) return `[=${text}]`;
      const keys = Object.entries(JSON.parse(text) as JsonObject).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
      return `[${keys.join(',')}]`;
    })
    .join('');
}
