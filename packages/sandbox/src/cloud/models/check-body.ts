import { isJsonObject, type Json } from '../json.ts';
import { ServiceError } from '../service-error.ts';
import { fieldOf, requiredIn, type Shape } from './request-model.ts';

/**
 * Holds a JSON body against the shape that the SDK's model has: names, types, and what must be there. `null` stands for what is absent.
 * The real service ignores names that it doesn't know; the sandbox refuses them.
 *
 * @throws ServiceError 400 `InvalidParameter`, or `UnsupportedParameter` for a name that the model doesn't have, with the path of the field.
 */
export function checkBody(shape: Shape, value: Json, path = ''): void {
  if (value === null || shape === 'any') return;
  if (typeof shape === 'string') {
    const type = shape === 'json' ? 'string' : shape;
    if (typeof value !== type) throw wrong(path, `a ${type}`);
  } else if (Array.isArray(shape)) {
    if (!Array.isArray(value)) throw wrong(path, 'a list');
    for (const [index, item] of (value as readonly Json[]).entries()) checkBody(shape[0] as Shape, item, `${path}[${index}]`);
  } else {
    checkFields(shape as Readonly<Record<string, Shape>>, value, path);
  }
}

function checkFields(fields: Readonly<Record<string, Shape>>, value: Json, path: string): void {
  if (!isJsonObject(value)) throw wrong(path, 'an object');
  const below = (name: string): string => (path === '' ? name : `${path}.${name}`);
  for (const [name, item] of Object.entries(value)) {
    const shape = fieldOf(fields, name);
    if (shape === undefined) throw new ServiceError(400, 'UnsupportedParameter', `Specified parameter ${below(name)} is not supported: this operation has no parameter of that name.`);
    checkBody(shape, item, below(name));
  }
  for (const name of requiredIn(fields)) {
    const given = value[name];
    if (given === undefined || given === null || given === '') throw new ServiceError(400, 'InvalidParameter', `${below(name)} is mandatory for this action.`);
  }
}

function wrong(path: string, expected: string): ServiceError {
  return new ServiceError(400, 'InvalidParameter', `Specified parameter ${path === '' ? 'body' : path} is not valid: it must be ${expected}.`);
}
