import { parseJson } from '../json.ts';
import { ServiceError } from '../service-error.ts';
import { fieldOf, requiredIn, type Shape } from './request-model.ts';

type Fields = Readonly<Record<string, Shape>>;
type Pairs = readonly (readonly [name: string, value: string | undefined])[];

/**
 * Holds flat parameters, with lists as `Tag.1.Key`, against the fields that the SDK's model has.
 *
 * The codes for a bad value (`InvalidPageSize`) and for a parameter that is missing (`MissingRegionId`) are those with which the vendor's
 * gateway answers. The gateway ignores a name that it doesn't know; the sandbox refuses it, with a code of its own in the same shape.
 *
 * @throws ServiceError 400: `UnsupportedParameter`, `Invalid<Name>` or `Missing<Name>`.
 */
export function checkQuery(fields: Fields, pairs: Pairs): void {
  const seen = new Set<string>();
  for (const [name, value] of pairs) {
    const parts = name.split('.');
    const shape = shapeAt(fields, parts);
    if (shape === undefined) throw unsupported(name);
    if (typeof shape === 'string' && value !== undefined && value !== '' && !isOfType(shape, value)) throw invalid(name);
    // Every step of the way exists: `Tag`, `Tag.1`, `Tag.1.Key`.
    for (let length = 1; length <= parts.length; length += 1) seen.add(parts.slice(0, length).join('.'));
  }
  requireUnbroken(seen);
  requireAll(fields, '', seen, new Map(pairs));
}

/** The shape of the value under this name, or `undefined` where the model has no such name. */
function shapeAt(fields: Fields, parts: readonly string[]): Shape | undefined {
  let shape: Shape | undefined = fields;
  for (const part of parts) {
    if (shape === undefined || typeof shape === 'string') return undefined;
    // List positions start at 1.
    if (Array.isArray(shape)) shape = /^[1-9]\d*$/.test(part) ? (shape[0] as Shape) : undefined;
    else shape = fieldOf(shape as Fields, part);
  }
  return shape;
}

function isOfType(shape: string, value: string): boolean {
  switch (shape) {
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(value);
    case 'boolean':
      return /^(true|false)$/i.test(value);
    case 'json': {
      const parsed = parseJson(value);
      return typeof parsed === 'object' && parsed !== null;
    }
    default:
      return true;
  }
}

/** A list has no gap: `Tag.3` needs `Tag.2`. */
function requireUnbroken(seen: ReadonlySet<string>): void {
  for (const name of seen) {
    const match = /^(.+)\.(\d+)$/.exec(name);
    if (match !== null && Number(match[2]) > 1 && !seen.has(`${match[1]}.${Number(match[2]) - 1}`)) throw invalid(name);
  }
}

function requireAll(fields: Fields, prefix: string, seen: ReadonlySet<string>, values: ReadonlyMap<string, string | undefined>): void {
  for (const name of requiredIn(fields)) {
    const full = `${prefix}${name}`;
    const isPlain = typeof fieldOf(fields, name) === 'string';
    if (isPlain ? !values.get(full) : !seen.has(full)) throw missing(full);
  }
  for (const key of Object.keys(fields)) {
    const name = key.replace(/!$/, '');
    const shape = fields[key];
    if (shape === undefined || typeof shape === 'string' || !seen.has(`${prefix}${name}`)) continue;
    if (!Array.isArray(shape)) requireAll(shape as Fields, `${prefix}${name}.`, seen, values);
    else if (typeof shape[0] === 'object' && !Array.isArray(shape[0])) {
      for (let index = 1; seen.has(`${prefix}${name}.${index}`); index += 1) requireAll(shape[0] as Fields, `${prefix}${name}.${index}.`, seen, values);
    }
  }
}

function unsupported(name: string): ServiceError {
  return new ServiceError(400, 'UnsupportedParameter', `Specified parameter ${name} is not supported: this operation has no parameter of that name.`);
}

function invalid(name: string): ServiceError {
  return new ServiceError(400, `Invalid${name.split('.')[0]}`, `Specified parameter ${name} is not valid.`);
}

function missing(name: string): ServiceError {
  return new ServiceError(400, `Missing${name.split('.')[0]}`, `${name} is mandatory for this action.`);
}
