import { stableText, isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { ListShape } from '../types/shape.ts';

/**
 * Which fields of an object somebody owns: paths of elements as `fieldsV1` writes them (`f:spec`, `k:{"name":"a"}`, `v:"x"`),
 * each joined to one string. A struct, a map or an item can be a member beside its fields.
 */
export type FieldSet = ReadonlySet<string>;

/** Joins the elements of a path: no JSON text holds it unescaped. */
export const separator = '\u0000';

/** A path with one more element. */
export function below(path: string, element: string): string {
  return path === '' ? element : `${path}${separator}${element}`;
}

/** The element of a list's item: its keys, or its own value in a set. `undefined` where an item lacks every key. */
export function itemElement(shape: ListShape, item: unknown): string | undefined {
  if (shape.list === 'set') return `v:${JSON.stringify(item)}`;
  const chosen: JsonObject = {};
  for (const key of shape.keys) {
    const field = shape.item.kind === 'struct' ? shape.item.field(key) : undefined;
    const value = isJsonObject(item) && Object.hasOwn(item, key) ? item[key] : undefined;
    // A key's default, such as the protocol of a port, is part of the key.
    if (value !== undefined) chosen[key] = value;
    else if (field?.zero !== undefined) chosen[key] = field.zero;
  }
  return Object.keys(chosen).length === 0 ? undefined : `k:${stableText(chosen)}`;
}

/** The nested form of metadata.managedFields. */
export function toFieldsV1(fields: FieldSet): JsonObject {
  const root: JsonObject = {};
  const inner = new Set<string>();
  for (const field of fields) for (let at = field.lastIndexOf(separator); at > 0; at = field.lastIndexOf(separator, at - 1)) inner.add(field.slice(0, at));
  for (const field of [...fields].sort()) {
    let current = root;
    for (const element of field.split(separator)) {
      const next = current[element];
      current = isJsonObject(next) ? next : (current[element] = {});
    }
    if (inner.has(field)) current['.'] = {};
  }
  return root;
}

/** Back from the nested form. */
export function fromFieldsV1(fieldsV1: unknown): FieldSet {
  const fields = new Set<string>();
  const walk = (value: unknown, path: string): void => {
    const members = isJsonObject(value) ? Object.entries(value) : [];
    if (path !== '' && (members.length === 0 || members.some(([key]) => key === '.'))) fields.add(path);
    for (const [key, member] of members) if (key !== '.') walk(member, below(path, key));
  };
  walk(fieldsV1, '');
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

/** Members of the first that are members of the second. */
export function intersection(left: FieldSet, right: FieldSet): FieldSet {
  return new Set([...left].filter((field) => right.has(field)));
}

/** Members of the first that are not members of the second. */
export function difference(left: FieldSet, right: FieldSet): FieldSet {
  return new Set([...left].filter((field) => !right.has(field)));
}

/** Members of any. */
export function union(...sets: readonly FieldSet[]): FieldSet {
  return new Set(sets.flatMap((fields) => [...fields]));
}
