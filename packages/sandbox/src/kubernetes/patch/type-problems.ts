import { isJsonObject } from '../json.ts';
import { openAs } from '../types/shape.ts';
import type { ScalarShape, Shape } from '../types/shape.ts';
import { below, fieldText, itemElement } from './field-path.ts';
import { isAtomic } from './field-set.ts';

/**
 * What keeps a value from being of a type for server-side apply, in the words of structured-merge-diff: fields that the type lacks, values of
 * another type, items of a list that share their key or lack it.
 */
export function typeProblems(given: Shape, value: unknown, path = ''): string[] {
  const shape = openAs(given, value);
  const at = (text: string): string => `${fieldText(path)}: ${text}`;
  if (value === null) return [];
  switch (shape.kind) {
    case 'struct':
    case 'map':
      if (!isJsonObject(value)) return [at(`expected map, got ${goValue(value)}`)];
      return Object.entries(value).flatMap(([name, member]) => {
        const child = below(path, `f:${name}`);
        const field = shape.kind === 'map' ? shape.value : shape.field(name);
        return field === undefined ? [`${fieldText(child)}: field not declared in schema`] : typeProblems(field, member, child);
      });
    case 'list': {
      if (!Array.isArray(value)) return [at(`expected list, got ${goValue(value)}`)];
      const seen = new Set<string>();
      return (value as readonly unknown[]).flatMap((item, index) => {
        const element = isAtomic(shape) ? `v:${index}` : itemElement(shape, item);
        if (element === undefined) return [at(`element ${index}: associative list with keys has an element that omits key field ${shape.keys.map((key) => JSON.stringify(key)).join(', ')} (and doesn't have default value)`)];
        if (seen.has(element)) return [at(`duplicate entries for key ${fieldText(element)}`)];
        seen.add(element);
        return typeProblems(shape.item, item, isAtomic(shape) ? path : below(path, element));
      });
    }
    default:
      return isScalar(shape.kind, value) ? [] : [at(`expected ${wanted(shape.kind)}, got ${goValue(value)}`)];
  }
}

/** Several problems as one text. */
export function problemText(problems: readonly string[]): string {
  return problems.length === 1 ? (problems[0] ?? '') : `errors:\n${problems.map((problem) => `  ${problem}`).join('\n')}`;
}

function isScalar(kind: ScalarShape['kind'], value: unknown): boolean {
  switch (kind) {
    case 'any':
    case 'open':
    case 'quantity':
    case 'int-or-string':
      return true;
    case 'boolean':
      return typeof value === 'boolean';
    case 'int32':
    case 'int64':
    case 'double':
      return typeof value === 'number';
    default:
      return typeof value === 'string';
  }
}

function wanted(kind: ScalarShape['kind']): string {
  return kind === 'boolean' ? 'boolean' : kind === 'int32' || kind === 'int64' || kind === 'double' ? 'numeric (int or float)' : 'string';
}

function goValue(value: unknown): string {
  return `&value.valueUnstructured{Value:${typeof value === 'string' ? JSON.stringify(value) : String(value)}}`;
}
