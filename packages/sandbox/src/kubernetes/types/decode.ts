import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { DecodeError } from './decode-error.ts';
import { pointerFields } from './pointer-fields.ts';
import { canonicalQuantity, resourceQuantity } from './quantity.ts';
import type { Shape, StructShape } from './shape.ts';
import { readTime } from './time-text.ts';

export { DecodeError } from './decode-error.ts';

/** What a decoder reads: the object without what its type lacks, and the paths of that. */
export interface Decoded {
  readonly object: JsonObject;
  readonly unknown: readonly string[];
}

interface Place {
  /** The innermost struct and the names of the fields down to it: what the decoder names in its errors. */
  readonly struct: string;
  readonly fields: readonly string[];
  /** With indexes and keys: what unknown fields are reported under. */
  readonly path: string;
}

/** Times, and lists of rules, that the types write as null where they are absent: OpenAPI does not tell. */
const nulls: Readonly<Record<string, readonly string[]>> = {
  ClusterRole: ['rules'],
  Role: ['rules'],
  NodeCondition: ['lastHeartbeatTime', 'lastTransitionTime'],
  PodCondition: ['lastProbeTime', 'lastTransitionTime'],
  DaemonSetCondition: ['lastTransitionTime'],
  DeploymentCondition: ['lastUpdateTime', 'lastTransitionTime'],
  ReplicaSetCondition: ['lastTransitionTime'],
  JobCondition: ['lastProbeTime', 'lastTransitionTime'],
  NamespaceCondition: ['lastTransitionTime'],
  CustomResourceDefinitionCondition: ['lastTransitionTime'],
  Condition: ['lastTransitionTime'],
  ContainerStateRunning: ['startedAt'],
  ContainerStateTerminated: ['startedAt', 'finishedAt'],
  Event: ['eventTime', 'firstTimestamp', 'lastTimestamp'],
  EventSeries: ['lastObservedTime'],
};

/**
 * Reads an object as the server's decoder does: null members are absent, fields that the type lacks are left out and reported, empty lists
 * and maps are absent (the types omit them when they are written), and what the types always write is there.
 *
 * @throws DecodeError for a value of another type.
 */
export function decodeObject(shape: StructShape, value: JsonObject): Decoded {
  const unknown: string[] = [];
  const object = decodeStruct(shape, value, { struct: shape.name, fields: [], path: '' }, unknown);
  return { object, unknown };
}

function decodeStruct(shape: StructShape, value: JsonObject, place: Place, unknown: string[]): JsonObject {
  const result: JsonObject = {};
  for (const [name, member] of Object.entries(value)) {
    const field = shape.field(name);
    const path = place.path === '' ? name : `${place.path}.${name}`;
    if (field === undefined) {
      unknown.push(path);
      continue;
    }
    if (member === null && field.kind !== 'any' && field.kind !== 'open') continue;
    const decoded = decodeValue(field, member, { struct: shape.name, fields: [...place.fields, name], path }, unknown);
    if (!isOmitted(field, decoded) && !isZero(shape, name, field, decoded)) result[name] = decoded;
  }
  for (const name of nulls[shape.name] ?? []) if (!Object.hasOwn(result, name)) result[name] = null;
  for (const name of shape.fieldNames()) {
    const field = shape.field(name);
    if (field?.zero === undefined || Object.hasOwn(result, name)) continue;
    result[name] = field.kind === 'struct' ? decodeStruct(field, {}, place, []) : field.zero;
  }
  return result;
}

/** Whether a scalar is the zero of a field that holds a value, not a pointer: the types leave it out. */
function isZero(owner: StructShape, name: string, field: Shape, value: unknown): boolean {
  const holdsScalar = field.kind === 'string' || field.kind === 'boolean' || field.kind === 'int32' || field.kind === 'int64' || field.kind === 'double';
  return holdsScalar && field.zero === undefined && (value === '' || value === false || value === 0) && !pointerFields.has(`${owner.name}.${name}`);
}

/** Whether the types leave an empty list or map out when they write it. */
function isOmitted(shape: Shape, value: unknown): boolean {
  if (shape.kind === 'list') return Array.isArray(value) && value.length === 0 && shape.zero === undefined;
  if (shape.kind === 'map') return isJsonObject(value) && Object.keys(value).length === 0 && shape.zero === undefined;
  return false;
}

function decodeValue(shape: Shape, value: unknown, place: Place, unknown: string[]): unknown {
  switch (shape.kind) {
    case 'struct':
      return isJsonObject(value) ? decodeStruct(shape, value, place, unknown) : refuse(shape, value, place);
    case 'map':
      if (!isJsonObject(value)) return refuse(shape, value, place);
      return Object.fromEntries(
        Object.entries(value).flatMap(([key, member]) => {
          if (member === null) return Object.hasOwn(mapZeros, shape.value.kind) ? [[key, mapZeros[shape.value.kind]]] : [];
          // Every map of quantities that the kinds have is a list of resources.
          if (shape.value.kind === 'quantity') return [[key, resourceQuantity(quantityText(member))]];
          return [[key, decodeValue(shape.value, member, { ...place, path: `${place.path}.${key}` }, unknown)]];
        }),
      );
    case 'list':
      if (!Array.isArray(value)) return refuse(shape, value, place);
      return (value as readonly unknown[]).map((item, index) => decodeValue(shape.item, item ?? zeroItem(shape.item), { ...place, path: `${place.path}[${index}]` }, unknown));
    default:
      return decodeScalar(shape.kind, value, place, shape);
  }
}

/** What null in a map stands for, by the kind of its values. */
const mapZeros: Readonly<Record<string, string>> = { string: '', bytes: '', quantity: '0' };

function zeroItem(shape: Shape): unknown {
  return shape.kind === 'struct' ? {} : shape.kind === 'string' ? '' : null;
}

function decodeScalar(kind: Exclude<Shape['kind'], 'struct' | 'map' | 'list'>, value: unknown, place: Place, shape: Shape): unknown {
  switch (kind) {
    case 'any':
    case 'open':
      return value;
    case 'string':
      return typeof value === 'string' ? value : refuse(shape, value, place);
    case 'boolean':
      return typeof value === 'boolean' ? value : refuse(shape, value, place);
    case 'int32':
      return isInteger(value, 31) ? value : refuse(shape, value, place);
    case 'int64':
      return isInteger(value, 63) ? value : refuse(shape, value, place);
    case 'double':
      return typeof value === 'number' ? value : refuse(shape, value, place);
    case 'int-or-string':
      return typeof value === 'string' || isInteger(value, 31) ? value : refuse(shape, value, place);
    case 'bytes':
      return decodeBytes(value, place, shape);
    case 'time':
    case 'micro-time':
      return typeof value === 'string' ? readTime(value, kind) : refuse({ kind: 'string' }, value, place);
    case 'quantity':
      return canonicalQuantity(quantityText(value));
  }
}

function quantityText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Whether a value is a whole number of this many bits beside its sign. JSON's text is gone: what is near 2^63 can't be told from it. */
function isInteger(value: unknown, bits: 31 | 63): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= -(2 ** bits) && (bits === 31 ? value < 2 ** bits : value <= 2 ** bits);
}

/** Standard base64, anywhere in which line breaks may stand; the writer's form has none. */
function decodeBytes(value: unknown, place: Place, shape: Shape): string {
  if (typeof value !== 'string') return refuse(shape, value, place);
  const characters = [...value.matchAll(/[^\r\n]/g)];
  const text = characters.map(([character]) => character).join('');
  const problem = base64Problem(text);
  if (problem !== undefined) throw new DecodeError(`illegal base64 data at input byte ${Buffer.byteLength(value.slice(0, characters[problem]?.index ?? value.length))}`);
  return text;
}

/** Where a text without line breaks stops being base64: at its end where padding lacks, at the group's start where the rest of the group does. */
function base64Problem(text: string): number | undefined {
  const length = /^[A-Za-z0-9+/]*/.exec(text)?.[0].length ?? 0;
  const over = length % 4;
  if (length === text.length) return over === 0 ? undefined : length - over;
  if (over < 2 || text[length] !== '=') return length;
  const end = length + 4 - over;
  if (over === 2 && length + 1 < text.length && text[length + 1] !== '=') return length;
  return end === text.length ? undefined : Math.min(end, text.length);
}

function refuse(shape: Shape, value: unknown, { struct, fields }: Place): never {
  // The number itself is named where a number was wanted.
  const found = typeof value === 'number' && isNumeric(shape) ? `number ${value}` : jsonType(value);
  throw new DecodeError(`json: cannot unmarshal ${found} into Go struct field ${struct}.${fields.join('.')} of type ${goType(shape)}`);
}

function isNumeric({ kind }: Shape): boolean {
  return kind === 'int32' || kind === 'int64' || kind === 'int-or-string';
}

/** A JSON value's type in the decoder's words. */
export function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (value === null) return 'null';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function goType(shape: Shape): string {
  switch (shape.kind) {
    case 'struct':
      return `v1.${shape.name}`;
    case 'map':
      return `map[string]${goType(shape.value)}`;
    case 'list':
      return `[]${goType(shape.item)}`;
    case 'boolean':
      return 'bool';
    case 'bytes':
      return '[]uint8';
    case 'double':
      return 'float64';
    case 'int-or-string':
      return 'int32';
    default:
      return shape.kind;
  }
}
