import { isJsonObject, isSameJson } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { badRequest, notImplemented } from '../status-error.ts';
import { listTypeAt } from './list-types.ts';

/**
 * Applies a strategic merge patch to an object of a built-in kind: maps merge, lists with a merge key merge by it, every other list
 * is replaced whole. Directives are not implemented except `$patch: delete` on a keyed item and `$patch: replace`; any other
 * (`$retainKeys`, `$setElementOrder/...`, `$deleteFromPrimitiveList/...`) answers 501. Changes neither argument.
 */
export function applyStrategicMerge(target: unknown, patch: unknown, path: readonly string[] = []): unknown {
  if (Array.isArray(patch)) return mergeList(Array.isArray(target) ? target : [], patch, path);
  if (!isJsonObject(patch)) return patch;
  const { replace, members } = readDirectives(patch);
  const result: JsonObject = isJsonObject(target) && !replace ? { ...target } : {};
  for (const [key, value] of Object.entries(members)) {
    if (value === null) delete result[key];
    else result[key] = applyStrategicMerge(Object.hasOwn(result, key) ? result[key] : undefined, value, [...path, key]);
  }
  return result;
}

function readDirectives(patch: JsonObject): { readonly replace: boolean; readonly members: JsonObject } {
  const members: JsonObject = {};
  let replace = false;
  for (const [key, value] of Object.entries(patch)) {
    if (key === '$patch' && value === 'replace') replace = true;
    else if (key === '$patch' && value === 'merge') replace = false;
    else if (key.startsWith('$')) throw notImplemented(`the strategic merge directive ${key}: ${JSON.stringify(value)}`);
    else members[key] = value;
  }
  return { replace, members };
}

function mergeList(target: readonly unknown[], patch: readonly unknown[], path: readonly string[]): unknown[] {
  const type = listTypeAt(path);
  if (type.kind === 'set') return [...target, ...patch.filter((value) => !target.some((present) => isSameJson(present, value)))];
  if (type.kind === 'atomic') return patch.map((value) => withoutNulls(value));
  if (patch.some((item) => isJsonObject(item) && item.$patch === 'replace')) {
    return patch.filter((item) => !(isJsonObject(item) && item.$patch === 'replace'));
  }
  // Strategic merge knows one key a list: the first of those that server-side apply uses.
  const key = type.keys[0] ?? '';
  const result = [...target];
  for (const item of patch) {
    const value = isJsonObject(item) ? item[key] : undefined;
    if (!isJsonObject(item) || value === undefined) throw badRequest(`map: ${JSON.stringify(item)} does not contain declared merge key: ${key}`);
    const index = result.findIndex((present) => isJsonObject(present) && present[key] === value);
    if (item.$patch === 'delete') {
      if (index >= 0) result.splice(index, 1);
    } else if (index >= 0) result[index] = applyStrategicMerge(result[index], item, path);
    else result.push(applyStrategicMerge({}, item, path));
  }
  return result;
}

/** A list that is replaced keeps no directive: `null` members of its items are dropped as a decoder drops them. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null).map(([key, member]) => [key, withoutNulls(member)]));
}
