import { goText, isJsonObject, isSameJson } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { badRequest, internalError } from '../status-error.ts';
import type { ListShape, Shape } from '../types/shape.ts';

/** How an item is merged into another. */
export type MergeObjects = (shape: Shape, target: JsonObject, patch: JsonObject) => JsonObject;

/** Merges items of a keyed list: those with the key of a present item into it, the others behind; in the patch's order. */
export function mergeItems(shape: ListShape, present: readonly unknown[], patch: readonly unknown[], merge: MergeObjects): readonly unknown[] {
  const key = shape.mergeKey ?? '';
  const { left, items } = withSpecialItems(present, patch, key);
  if (left === undefined) return items;
  const merged: unknown[] = [...left];
  for (const item of items) {
    const value = keyOf(item, key);
    const index = merged.findIndex((candidate) => isJsonObject(candidate) && isSameJson(candidate[key], value));
    const found = merged[index];
    if (isJsonObject(found)) merged[index] = merge(shape.item, found, item);
    else merged.push(merge(shape.item, {}, item));
  }
  return orderItems(merged, items, present, key);
}

/** What `$patch` in an item says: `left` is what stays of the present items, `undefined` where all are replaced. */
function withSpecialItems(present: readonly unknown[], patch: readonly unknown[], key: string): { readonly left: readonly unknown[] | undefined; readonly items: readonly JsonObject[] } {
  const items: JsonObject[] = [];
  let left = [...present];
  let replaces = false;
  for (const item of patch) {
    if (!isJsonObject(item)) throw internalError(`list element types are not identical: ${goText([present, patch])}`);
    const { $patch: directive } = item;
    if (directive === undefined) items.push(item);
    else if (directive === 'replace') replaces = true;
    else if (directive === 'delete') {
      const value = keyOf(item, key);
      left = left.filter((candidate) => !(isJsonObject(candidate) && isSameJson(candidate[key], value)));
    } else if (directive === 'merge') throw internalError('merging lists cannot yet be specified in the patch');
    else throw internalError(`unknown patch type: ${goText(directive)} in map: ${goText(item)}`);
  }
  return { left: replaces ? undefined : left, items };
}

function keyOf(item: JsonObject, key: string): unknown {
  if (!Object.hasOwn(item, key)) throw internalError(`map: ${goText(item)} does not contain declared merge key: ${key}`);
  return item[key];
}

/** Adds scalars to a set. */
export function mergeScalars(present: readonly unknown[], patch: readonly unknown[]): readonly unknown[] {
  const merged = [...new Set([...present, ...patch])];
  return orderItems(merged, patch, present, '');
}

/** Takes scalars from a set. */
export function deleteScalars(present: readonly unknown[], gone: unknown): readonly unknown[] {
  if (!Array.isArray(gone)) throw badRequest('invalid patch format of primitive list');
  const values: readonly unknown[] = gone;
  return present.filter((item) => !values.includes(item));
}

/** Puts the items that `wanted` names into its order, the others into the order in which the server has them, and weaves the two. */
export function orderItems(items: readonly unknown[], wanted: readonly unknown[], served: readonly unknown[], key: string): readonly unknown[] {
  const indexIn = (list: readonly unknown[], item: unknown): number =>
    list.findIndex((candidate) => (key === '' ? candidate === item : isJsonObject(candidate) && isJsonObject(item) && isSameJson(candidate[key], item[key])));
  const byList = (list: readonly unknown[]) => (a: unknown, b: unknown): number => {
    const [left, right] = [indexIn(list, a), indexIn(list, b)];
    return left >= 0 && right >= 0 ? left - right : 0;
  };
  const right = items.filter((item) => indexIn(wanted, item) >= 0).sort(byList(wanted));
  const left = items.filter((item) => indexIn(wanted, item) < 0).sort(byList(served));
  const result: unknown[] = [];
  while (left.length > 0 || right.length > 0) {
    const [l, r] = [indexIn(served, left[0]), indexIn(served, right[0])];
    const takesLeft = right.length === 0 || (left.length > 0 && l >= 0 && r >= 0 && l < r);
    result.push(takesLeft ? left.shift() : right.shift());
  }
  return result;
}
