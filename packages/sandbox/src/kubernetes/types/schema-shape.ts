import { isJsonObject, readList, readObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { ScalarShape, Shape, StructShape } from './shape.ts';

const scalars: Readonly<Record<string, ScalarShape['kind']>> = { string: 'string', integer: 'int64', number: 'double', boolean: 'boolean' };

/** The shape that a structural schema of a CustomResourceDefinition gives an object. Fields that it lacks are open where it preserves them. */
export function schemaShape(schema: JsonObject, name = ''): StructShape {
  const properties = readObject(schema, 'properties');
  const isOpen = schema['x-kubernetes-preserve-unknown-fields'] === true;
  return {
    kind: 'struct',
    name,
    field: (member) => (Object.hasOwn(properties, member) ? shapeOf(readObject(properties, member)) : isOpen ? { kind: 'open' } : undefined),
    fieldNames: () => Object.keys(properties),
    atomic: schema['x-kubernetes-map-type'] === 'atomic',
    retainKeys: false,
    replaces: false,
  };
}

function shapeOf(schema: JsonObject): Shape {
  if (schema['x-kubernetes-int-or-string'] === true) return { kind: 'int-or-string' };
  if (schema.type === 'array') {
    const type = schema['x-kubernetes-list-type'];
    const keys = readList(schema, 'x-kubernetes-list-map-keys').filter((key) => typeof key === 'string');
    return { kind: 'list', item: shapeOf(readObject(schema, 'items')), list: type === 'map' || type === 'set' ? type : 'atomic', keys, mergeKey: undefined, retainKeys: false };
  }
  if (schema.type !== 'object') return { kind: scalars[String(schema.type)] ?? 'open' };
  const value = schema.additionalProperties;
  if (isJsonObject(value)) return { kind: 'map', value: shapeOf(value), atomic: schema['x-kubernetes-map-type'] === 'atomic' };
  return schemaShape(schema);
}
