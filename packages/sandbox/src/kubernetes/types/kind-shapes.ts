import type { JsonObject } from '../json.ts';
import { builtInTypes } from './built-in-types.ts';
import { olderTypes } from './older-types.ts';
import { schemaShape } from './schema-shape.ts';
import { parseShapes } from './shape.ts';
import type { Shape, StructShape } from './shape.ts';

/** The newest minor version whose types are known; later ones count as this one. */
export const newestMinor = 36;

const parsed = new Map<string, (name: string) => StructShape | undefined>();

/** The table of types of a minor version of Kubernetes 1. */
export function typeTable(minor: number): string {
  return olderTypes(builtInTypes, minor);
}

/** The shape of a type of the table, such as `Pod` or `DeleteOptions`. @throws UnknownTypeError */
export function builtInShape(name: string, minor = newestMinor): StructShape {
  const table = typeTable(minor);
  const shapeOf = parsed.get(table) ?? parseShapes(table);
  parsed.set(table, shapeOf);
  const shape = shapeOf(name);
  if (shape === undefined) throw new UnknownTypeError(name);
  return shape;
}

/** The table of types lacks a name: it must be generated with it. */
export class UnknownTypeError extends Error {
  override readonly name = 'UnknownTypeError';

  constructor(name: string) {
    super(`The table of types has no ${name}; add its kind to the suite that generates the table.`);
  }
}

/** The shape of a custom resource: its schema, with the metadata that every object has. */
export function customShape(kind: string, schema: unknown): StructShape {
  const own = schemaShape(schema as JsonObject, kind);
  const metadata: Shape = { ...builtInShape('ObjectMeta'), zero: {} };
  const fixed: Readonly<Record<string, Shape>> = { apiVersion: { kind: 'string' }, kind: { kind: 'string' }, metadata };
  return { ...own, field: (name) => fixed[name] ?? own.field(name), fieldNames: () => [...new Set([...Object.keys(fixed), ...own.fieldNames()])] };
}
