import { isJsonObject, type JsonObject } from '../plan/json.ts';

/** A merge patch applied as RFC 7396 says. */
export const mergeInto = (target: unknown, patch: JsonObject): JsonObject => {
  const merged: Record<string, unknown> = isJsonObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = isJsonObject(value) ? mergeInto(merged[key], value) : value;
  }
  return merged;
};
