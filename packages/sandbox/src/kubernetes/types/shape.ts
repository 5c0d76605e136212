/** What every field says beside its type. */
interface FieldShape {
  /** What the server writes where the field is absent: the zero of its type, `null` for a list or a map. `undefined`: nothing. */
  readonly zero?: unknown;
}

/** How a list is merged: `list` by server-side apply, `merge` by a strategic merge patch. */
export interface ListShape extends FieldShape {
  readonly kind: 'list';
  readonly item: Shape;
  /** `atomic` is owned as a whole, `set` is a set of scalars, `map` is keyed by the members `keys` of its items. */
  readonly list: 'atomic' | 'set' | 'map';
  readonly keys: readonly string[];
  /** `undefined`: a strategic merge patch replaces the list; `''`: it adds scalars; else the one member that it merges items by. */
  readonly mergeKey: string | undefined;
  readonly retainKeys: boolean;
}

/** An object with named fields. */
export interface StructShape extends FieldShape {
  readonly kind: 'struct';
  /** As the decoder names the type in its errors: `PodSpec`. */
  readonly name: string;
  /** The shape of a field; `undefined` where the type has no such field. */
  field(name: string): Shape | undefined;
  fieldNames(): readonly string[];
  /** Owned as a whole by server-side apply. */
  readonly atomic: boolean;
  readonly retainKeys: boolean;
  /** A strategic merge patch replaces it as a whole. */
  readonly replaces: boolean;
}

/** An object whose members all have one shape, such as labels. */
export interface MapShape extends FieldShape {
  readonly kind: 'map';
  readonly value: Shape;
  readonly atomic: boolean;
}

/** `any` holds whatever JSON there is and is owned as a whole; `open` holds whatever there is, and its objects are owned by their members. */
export interface ScalarShape extends FieldShape {
  readonly kind: 'string' | 'bytes' | 'time' | 'micro-time' | 'quantity' | 'int-or-string' | 'int32' | 'int64' | 'double' | 'boolean' | 'any' | 'open';
}

/** What is known of a JSON value: its type, and how it is merged and owned. */
export type Shape = ListShape | StructShape | MapShape | ScalarShape;

/** Nothing is known. */
export const anyShape: Shape = { kind: 'any' };

/** What an open value turns out to be: a map of open values, a list that is owned as a whole, or a scalar. Other shapes stay. */
export function openAs(shape: Shape, value: unknown): Shape {
  if (shape.kind !== 'open') return shape;
  if (Array.isArray(value)) return { kind: 'list', item: shape, list: 'atomic', keys: [], mergeKey: undefined, retainKeys: false };
  return typeof value === 'object' && value !== null ? { kind: 'map', value: shape, atomic: false } : anyShape;
}

const scalars: Readonly<Record<string, ScalarShape['kind']>> = {
  s: 'string', x: 'bytes', t: 'time', u: 'micro-time', q: 'quantity', o: 'int-or-string', i: 'int32', l: 'int64', d: 'double', b: 'boolean', j: 'any',
};

/**
 * Reads a table of types: one type a line, its name (with `!` where it is owned as a whole) and its fields `name:type`. A type is
 *
 * - a scalar: `s` string, `x` bytes in base64, `t` time, `u` time with microseconds, `q` quantity, `o` integer or string, `i` and `l`
 *   integers of 32 and 64 bits, `d` number, `b` boolean, `j` any JSON;
 * - the name of another line;
 * - `[]T` a list that is owned as a whole, `{}T` a set, `[a+b]T` a list that is keyed by the members a and b;
 * - `<>T` a map from strings to T;
 *
 * followed by `*key` where a strategic merge patch merges the list's items by that member (`*` alone: it adds to the set), `^` where it
 * knows retainKeys, `~` where it replaces the object, `!` where an object is owned as a whole, and at the end `=` where the server writes
 * the field with its zero value when it is absent, or `=` with the value in JSON that it writes instead.
 *
 * @returns the shape of a name; `undefined` for a name that the table lacks.
 */
export function parseShapes(table: string): (name: string) => StructShape | undefined {
  const lines = new Map<string, readonly string[]>();
  for (const line of table.split('\n')) {
    const [name = '', ...fields] = line.split(' ');
    if (name !== '') lines.set(name.replace('!', ''), name.endsWith('!') ? ['!', ...fields] : fields);
  }
  const structs = new Map<string, StructShape>();
  const struct = (name: string): StructShape | undefined => {
    const known = structs.get(name);
    const fields = lines.get(name);
    if (known !== undefined || fields === undefined) return known;
    const shapes = new Map<string, Shape>();
    const texts = new Map(fields.filter((field) => field !== '!').map((field) => [field.slice(0, field.indexOf(':')), field.slice(field.indexOf(':') + 1)] as const));
    const made: StructShape = {
      kind: 'struct',
      name,
      // On first use: types refer to one another in circles.
      field(member) {
        const text = texts.get(member);
        if (text === undefined) return undefined;
        const shape = shapes.get(member) ?? parseShape(text, struct);
        shapes.set(member, shape);
        return shape;
      },
      fieldNames: () => [...texts.keys()],
      atomic: fields[0] === '!',
      retainKeys: false,
      replaces: false,
    };
    structs.set(name, made);
    return made;
  };
  return struct;
}

const typePattern = /^(\[[^\]]*\]|\{\}|<>)?([^*^~!]+)(?:(\*)([^^~!]*))?(\^)?(~)?(!)?$/;

function parseShape(text: string, struct: (name: string) => StructShape | undefined): Shape {
  const at = text.indexOf('=');
  if (at < 0) return parseType(text, struct);
  const shape = parseType(text.slice(0, at), struct);
  return { ...shape, zero: at === text.length - 1 ? zeroOf(shape) : (JSON.parse(text.slice(at + 1)) as unknown) };
}

function zeroOf(shape: Shape): unknown {
  switch (shape.kind) {
    case 'struct':
      return {};
    case 'boolean':
      return false;
    case 'int32':
    case 'int64':
    case 'double':
    case 'int-or-string':
      return 0;
    case 'string':
      return '';
    case 'quantity':
      return '0';
    default:
      return null;
  }
}

function parseType(text: string, struct: (name: string) => StructShape | undefined): Shape {
  const [, prefix, type = '', merges, mergeKey = '', retain, replaces, atomic] = typePattern.exec(text) ?? [];
  if (prefix === '<>') return { kind: 'map', value: parseType(type, struct), atomic: atomic !== undefined };
  const scalar = scalars[type];
  const plain: Shape = scalar === undefined ? (struct(type) ?? anyShape) : { kind: scalar };
  if (prefix !== undefined) {
    const keys = prefix === '{}' || prefix === '[]' ? [] : prefix.slice(1, -1).split('+');
    const list = prefix === '{}' ? 'set' : keys.length === 0 ? 'atomic' : 'map';
    return { kind: 'list', item: plain, list, keys, mergeKey: merges === undefined ? undefined : mergeKey, retainKeys: retain !== undefined };
  }
  if (plain.kind !== 'struct') return plain;
  return { ...plain, atomic: plain.atomic || atomic !== undefined, retainKeys: retain !== undefined, replaces: replaces !== undefined };
}
