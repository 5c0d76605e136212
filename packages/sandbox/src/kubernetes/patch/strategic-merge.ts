import { goText, isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { badRequest, internalError } from '../status-error.ts';
import { DecodeError, jsonType } from '../types/decode.ts';
import type { Shape } from '../types/shape.ts';
import { memberShape } from './field-set.ts';
import { deleteScalars, mergeItems, mergeScalars, orderItems } from './strategic-lists.ts';

const order = '$setElementOrder/';
const deletion = '$deleteFromPrimitiveList/';

/**
 * Applies a strategic merge patch to an object of a built-in kind, as strategicpatch.MergeMap of k8s.io/apimachinery does: maps merge,
 * lists merge where the type has a merge key, every other list is replaced. Changes neither argument.
 *
 * @throws StatusError 400 for a directive of a wrong form, 500 where the patch cannot be merged (the server has no better code for it).
 */
export function applyStrategicMerge(shape: Shape, target: JsonObject, given: JsonObject): JsonObject {
  if (Object.hasOwn(given, '$patch')) return withDirective(given);
  let result: JsonObject = { ...target };
  const { $retainKeys: retain, ...patch } = given;
  if (retain !== undefined) result = retainKeys(result, patch, retain);
  for (const key of Object.keys(patch).filter((name) => name.startsWith(order))) {
    const name = key.slice(order.length);
    const merged = mergeOrdered(memberShape(shape, name), result[name], patch[name], patch[key]);
    if (merged !== undefined) result[name] = merged;
    delete patch[name];
    delete patch[key];
  }
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith(deletion)) {
      const name = key.slice(deletion.length);
      if (Array.isArray(result[name])) result[name] = deleteScalars(result[name], value);
    } else if (value === null) delete result[key];
    else result[key] = mergeMember(memberShape(shape, key), result[key], value);
  }
  return result;
}

function mergeMember(shape: Shape, present: unknown, value: unknown): unknown {
  if (present === undefined || present === null) return withoutDirectives(value);
  if (isJsonObject(value) && isJsonObject(present)) return shape.kind === 'struct' && shape.replaces ? value : applyStrategicMerge(shape, present, value);
  if (Array.isArray(present) && !Array.isArray(value)) throw new DecodeError(`cannot restore slice from ${jsonType(value)}`);
  if (!Array.isArray(value) || !Array.isArray(present)) return value;
  const patch: readonly unknown[] = value;
  const items: readonly unknown[] = present;
  if (shape.kind !== 'list' || shape.mergeKey === undefined) return patch;
  return shape.mergeKey === '' ? mergeScalars(items, patch) : mergeItems(shape, items, patch, applyStrategicMerge);
}

function withDirective({ $patch: directive, ...rest }: JsonObject): JsonObject {
  if (directive === 'replace') return rest;
  if (directive === 'delete') return {};
  throw internalError(`unknown patch type: ${goText(directive)} in map: ${goText({ $patch: directive, ...rest })}`);
}

function retainKeys(target: JsonObject, patch: JsonObject, keys: unknown): JsonObject {
  if (!Array.isArray(keys)) throw badRequest('invalid patch format of retainKeys');
  const kept: readonly unknown[] = keys;
  if (Object.keys(patch).some((key) => !key.startsWith('$') && !kept.includes(key))) throw badRequest('invalid patch format of retainKeys');
  return Object.fromEntries(Object.entries(target).filter(([key]) => kept.includes(key)));
}

function mergeOrdered(shape: Shape, present: unknown, patch: unknown, wanted: unknown): unknown {
  if (!Array.isArray(wanted) || (patch !== undefined && !Array.isArray(patch))) throw badRequest('invalid patch format of setElementOrder list');
  if (present === undefined && patch === undefined) return undefined;
  const merged = patch === undefined ? present : present === undefined ? withoutDirectives(patch) : mergeMember(shape, present, patch);
  const key = shape.kind === 'list' ? shape.mergeKey : undefined;
  if (!Array.isArray(merged) || key === undefined) return merged;
  return orderItems(merged, wanted, Array.isArray(present) ? present : [], key);
}

/** A value that is new: its directives and its nulls have nothing to work on. */
function withoutDirectives(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    return items.filter((item) => !(isJsonObject(item) && Object.hasOwn(item, '$patch'))).map((item) => withoutDirectives(item));
  }
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key, member]) => member !== null && !key.startsWith('$')).map(([key, member]) => [key, withoutDirectives(member)]));
}
