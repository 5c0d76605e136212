import { fieldManager } from '@ack-hybrid/core';
import { isJsonObject, readPath, type JsonObject } from '../json.ts';

/** An entry of `metadata.managedFields`, as far as we read it. */
interface ManagedFields {
  readonly manager: string;
  readonly operation: string;
  readonly fields: JsonObject;
}

/**
 * Who declares the required node affinity by server-side apply. Whoever declares another part of the affinity, the pod
 * anti-affinity of Cilium's agent for one, is none: the API server gives ours to us beside it.
 *
 * A node selector is one value there, with one owner (k8s.io/api, core/v1: `NodeSelector` is an atomic structure).
 */
export const appliersOf = (object: JsonObject, affinityPath: readonly string[]): readonly string[] => {
  const path = [...affinityPath, 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution'];
  const appliers = managedFieldsOf(object).filter(({ manager, operation, fields }) => operation === 'Apply' && manager !== fieldManager && declares(fields, path));
  return [...new Set(appliers.map(({ manager }) => manager))];
};

/** Whether a field manager of this name has written anything of the object. */
export const hasWritten = (object: JsonObject, manager: string): boolean => managedFieldsOf(object).some((entry) => entry.manager === manager);

const managedFieldsOf = (object: JsonObject): readonly ManagedFields[] => {
  const entries = readPath(object, ['metadata', 'managedFields']);
  return (Array.isArray(entries) ? (entries as unknown[]) : []).filter(isJsonObject).flatMap((entry) => {
    const { manager, operation, fieldsV1 } = entry;
    return typeof manager === 'string' && typeof operation === 'string' ? [{ manager, operation, fields: isJsonObject(fieldsV1) ? fieldsV1 : {} }] : [];
  });
};

// FieldsV1: `f:<name>` for a member, `.` for the object itself; a field without members is owned as a whole.
const declares = (fields: JsonObject, path: readonly string[]): boolean => {
  const [first, ...rest] = path;
  if (first === undefined) return true;
  const member = Object.hasOwn(fields, `f:${first}`) ? fields[`f:${first}`] : undefined;
  if (!isJsonObject(member)) return false;
  return Object.keys(member).length === 0 || declares(member, rest);
};
