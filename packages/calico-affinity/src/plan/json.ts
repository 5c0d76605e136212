/** A JSON object as it came from the API server, with fields that this package doesn't know. */
export interface JsonObject {
  readonly [key: string]: unknown;
}

/** Whether a value is a JSON object (no list, not null). */
export const isJsonObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether two JSON values are the same; the order of an object's keys doesn't count, a list's does. */
export const sameJson = (left: unknown, right: unknown): boolean => {
  if (left === right) return true;
  if (Array.isArray(left) && Array.isArray(right)) return left.length === right.length && left.every((value, index) => sameJson(value, right[index]));
  if (!isJsonObject(left) || !isJsonObject(right)) return false;
  const keys = definedKeys(left);
  return keys.length === definedKeys(right).length && keys.every((key) => Object.hasOwn(right, key) && sameJson(left[key], right[key]));
};

/**
 * The merge patch (RFC 7396) that makes `after` of `before`: what isn't named stays, lists are replaced as a whole,
 * `null` takes a key away. Empty where the two are the same.
 */
export const mergePatchBetween = (before: JsonObject, after: JsonObject): JsonObject => {
  const patch: Record<string, unknown> = {};
  for (const key of definedKeys(before)) if (after[key] === undefined) patch[key] = null;
  for (const key of definedKeys(after)) {
    const [was, is] = [before[key], after[key]];
    if (sameJson(was, is)) continue;
    patch[key] = isJsonObject(was) && isJsonObject(is) ? mergePatchBetween(was, is) : is;
  }
  return patch;
};

/** What stands at a path; `undefined` where the path ends early. */
export const readPath = (object: JsonObject, path: readonly string[]): unknown => path.reduce<unknown>((value, key) => (isJsonObject(value) ? value[key] : undefined), object);

/** A copy with a value put at a path; missing objects on the way are made. */
export const withPath = (object: JsonObject, path: readonly string[], value: unknown): JsonObject => {
  const [key, ...rest] = path;
  if (key === undefined) return object;
  const inner = object[key];
  return { ...object, [key]: rest.length === 0 ? value : withPath(isJsonObject(inner) ? inner : {}, rest, value) };
};

/** A copy without what stands at a path. Objects that this leaves empty go, too, from depth `pruneFrom` on (1: the first key). */
export const withoutPath = (object: JsonObject, path: readonly string[], pruneFrom: number): JsonObject => {
  const [key, ...rest] = path;
  if (key === undefined || !Object.hasOwn(object, key)) return object;
  const inner = object[key];
  const left = rest.length > 0 && isJsonObject(inner) ? withoutPath(inner, rest, pruneFrom - 1) : undefined;
  const gone = rest.length === 0 || (left !== undefined && pruneFrom <= 1 && definedKeys(left).length === 0);
  if (!gone) return left === undefined ? object : { ...object, [key]: left };
  const { [key]: _removed, ...others } = object;
  return others;
};

const definedKeys = (object: JsonObject): readonly string[] => Object.keys(object).filter((key) => object[key] !== undefined);
