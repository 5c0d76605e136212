import type { JsonObject } from '../json.ts';
import { isJsonObject, readList } from '../json.ts';

/** Words of refusals that older servers say otherwise: up to which minor version, and how. Measured at 1.33 and 1.30. */
const words: readonly (readonly [until: number, newer: RegExp, older: string])[] = [
  [33, /must be no more than (\d+) bytes/g, 'must be no more than $1 characters'],
  [33, /a valid label key must consist of/g, 'a qualified name must consist of'],
  [30, /may not be more than (\d+) bytes/g, 'must have at most $1 bytes'],
];

/** A refusal in the words of a minor version. */
export function inOlderWords(minor: number, status: JsonObject): JsonObject {
  const rewrites = words.filter(([until]) => minor <= until);
  if (rewrites.length === 0) return status;
  const rewrite = (text: unknown): unknown => (typeof text === 'string' ? rewrites.reduce((sum, [, newer, older]) => sum.replaceAll(newer, older), text) : text);
  const details = isJsonObject(status.details) ? { details: { ...status.details, ...(Array.isArray(status.details.causes) ? { causes: readList(status.details, 'causes').map((cause) => ({ ...(cause as JsonObject), message: rewrite((cause as JsonObject).message) })) } : {}) } } : {};
  return { ...status, message: rewrite(status.message), ...details };
}
