import { isJsonObject, isSameJson, readList, readObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { FieldCause } from '../status-error.ts';
import { invalidValue, required, unsupportedValue } from './syntax.ts';

/** What a custom resource's schema refuses of a value, in the words of kube-openapi's validator. Not looked at: formats and CEL rules. */
export function validateSchema(schema: JsonObject, value: unknown, path: string): FieldCause[] {
  if (value === null && schema.nullable === true) return [];
  const type = schema['x-kubernetes-int-or-string'] === true ? undefined : schema.type;
  if (typeof type === 'string' && !isOfType(type, value)) {
    const found = jsonTypeName(value);
    return [{ ...invalidValue(path, found, `${path} in body must be of type ${type}: ${JSON.stringify(found)}`), reason: 'FieldValueTypeInvalid' }];
  }
  const causes: FieldCause[] = [...validateScalar(schema, value, path)];
  if (Array.isArray(value)) {
    for (const [index, item] of (value as readonly unknown[]).entries()) causes.push(...validateSchema(readObject(schema, 'items'), item, `${path}[${index}]`));
  } else if (isJsonObject(value)) causes.push(...validateMembers(schema, value, path));
  return causes;
}

function validateMembers(schema: JsonObject, value: JsonObject, path: string): FieldCause[] {
  const properties = readObject(schema, 'properties');
  const others = readObject(schema, 'additionalProperties');
  const at = (name: string): string => (path === '' ? name : `${path}.${name}`);
  return [
    ...Object.entries(value).flatMap(([name, member]) => validateSchema(Object.hasOwn(properties, name) ? readObject(properties, name) : others, member, at(name))),
    ...readList(schema, 'required').flatMap((name) => (typeof name === 'string' && !Object.hasOwn(value, name) ? [required(at(name))] : [])),
  ];
}

function validateScalar(schema: JsonObject, value: unknown, path: string): FieldCause[] {
  const causes: FieldCause[] = [];
  const allowed = readList(schema, 'enum');
  if (allowed.length > 0 && !allowed.some((candidate) => isSameJson(candidate, value))) causes.push(unsupportedValue(path, value, allowed.map(String)));
  if (typeof value === 'string') {
    const { minLength, maxLength, pattern } = schema;
    // The first problem of a text is the only one.
    if (typeof maxLength === 'number' && [...value].length > maxLength) causes.push({ reason: 'FieldValueTooLong', message: `Too long: may not be more than ${maxLength} bytes`, field: path });
    else if (typeof minLength === 'number' && [...value].length < minLength) causes.push(invalidValue(path, value, `${path} in body should be at least ${minLength} chars long`));
    else if (typeof pattern === 'string' && !new RegExp(pattern, 'u').test(value)) causes.push(invalidValue(path, value, `${path} in body should match '${pattern}'`));
  }
  if (typeof value === 'number') {
    const { minimum, maximum } = schema;
    if (typeof maximum === 'number' && value > maximum) causes.push(invalidValue(path, value, `${path} in body should be less than or equal to ${maximum}`));
    if (typeof minimum === 'number' && value < minimum) causes.push(invalidValue(path, value, `${path} in body should be greater than or equal to ${minimum}`));
  }
  return causes;
}

function isOfType(type: string, value: unknown): boolean {
  switch (type) {
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value);
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isJsonObject(value);
    default:
      return typeof value === type;
  }
}

function jsonTypeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' && Number.isInteger(value) ? 'integer' : typeof value;
}
