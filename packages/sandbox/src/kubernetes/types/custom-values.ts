import { isJsonObject, readObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { Shape } from './shape.ts';

/**
 * A custom resource's value without what its schema lacks (structural pruning). The paths of that are added to `unknown`.
 * Types are not looked at: the schema's validation does that.
 */
export function pruneValue(shape: Shape, value: unknown, path: string, unknown: string[]): unknown {
  if (shape.kind === 'list' && Array.isArray(value)) return (value as readonly unknown[]).map((item, index) => pruneValue(shape.item, item, `${path}[${index}]`, unknown));
  if (!isJsonObject(value) || (shape.kind !== 'struct' && shape.kind !== 'map')) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => {
      const child = path === '' ? key : `${path}.${key}`;
      const field = shape.kind === 'map' ? shape.value : shape.field(key);
      if (field !== undefined) return [[key, pruneValue(field, member, child, unknown)]];
      unknown.push(child);
      return [];
    }),
  );
}

/** The value with the defaults of its schema, and without nulls where null is not allowed and a default stands in. */
export function withSchemaDefaults(schema: JsonObject, value: unknown): unknown {
  if (Array.isArray(value)) return (value as readonly unknown[]).map((item) => withSchemaDefaults(readObject(schema, 'items'), item));
  if (!isJsonObject(value)) return value;
  const properties = readObject(schema, 'properties');
  const others = readObject(schema, 'additionalProperties');
  const result: JsonObject = {};
  for (const [key, member] of Object.entries(value)) {
    const own = Object.hasOwn(properties, key) ? readObject(properties, key) : others;
    if (member === null && own.nullable !== true && own.default !== undefined) continue;
    result[key] = withSchemaDefaults(own, member);
  }
  for (const [key, property] of Object.entries(properties)) {
    if (Object.hasOwn(result, key) || !isJsonObject(property) || property.default === undefined) continue;
    result[key] = withSchemaDefaults(property, property.default);
  }
  return result;
}
