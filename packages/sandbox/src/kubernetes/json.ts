import { isDeepStrictEqual } from 'node:util';

/** A JSON object whose members are read with care: every value is unknown until looked at. */
export type JsonObject = Record<string, unknown>;

/** Whether a value is a JSON object (neither null nor a list). */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A deep copy that holds JSON only: members with the value `undefined` are gone. */
export function copyJson<Value>(value: Value): Value {
  return value === undefined ? value : (JSON.parse(JSON.stringify(value)) as Value);
}

/** Deep equality of JSON values; the order of an object's keys does not matter. */
export function isSameJson(left: unknown, right: unknown): boolean {
  return isDeepStrictEqual(left, right);
}

/** Reads a member deep down; `undefined` where any step is missing. A number steps into a list. */
export function readPath(value: unknown, ...path: readonly (string | number)[]): unknown {
  let current = value;
  for (const step of path) {
    if (typeof step === 'number') {
      if (!Array.isArray(current)) return undefined;
      current = current[step];
    } else {
      if (!isJsonObject(current) || !Object.hasOwn(current, step)) return undefined;
      current = current[step];
    }
  }
  return current;
}

/** The object at a path; an empty one where there is none. */
export function readObject(value: unknown, ...path: readonly (string | number)[]): JsonObject {
  const found = readPath(value, ...path);
  return isJsonObject(found) ? found : {};
}

/** The list at a path; an empty one where there is none. */
export function readList(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = readPath(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The string at a path; `undefined` where there is none. */
export function readString(value: unknown, ...path: readonly (string | number)[]): string | undefined {
  const found = readPath(value, ...path);
  return typeof found === 'string' ? found : undefined;
}

/** The object with its keys sorted at every level, as text: equal text means equal JSON. */
export function stableText(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    isJsonObject(member) ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))) : member,
  );
}

/** A JSON value as Go's `%v` prints it, which is what some of the server's messages hold. */
export function goText(value: unknown): string {
  if (Array.isArray(value)) return `[${(value as readonly unknown[]).map(goText).join(' ')}]`;
  if (!isJsonObject(value)) return value === null || value === undefined ? '<nil>' : typeof value === 'string' ? value : JSON.stringify(value);
  return `map[${Object.keys(value).sort().map((key) => `${key}:${goText(value[key])}`).join(' ')}]`;
}
