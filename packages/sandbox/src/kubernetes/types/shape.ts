/** How a list is merged: `list` by server-side apply, `merge` by a strategic merge patch. */
export interface ListShape {
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
export interface StructShape {
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
export interface MapShape {
  readonly kind: 'map';
  readonly value: Shape;
  readonly atomic: boolean;
}

/** `any` holds whatever JSON there is, with nothing known of its inside. */
export interface ScalarShape {
  readonly kind: 'string' | 'bytes' | 'time' | 'micro-time' | 'quantity' | 'int-or-string' | 'int32' | 'int64' | 'double' | 'boolean' | 'any';
}

/** What is known of a JSON value: its type, and how it is merged and owned. */
export type Shape = ListShape | StructShape | MapShape | ScalarShape;

/** Nothing is known. */
export const anyShape: Shape = { kind: 'any' };

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
 * knows retainKeys, `~` where it replaces the object, `!` where an object is owned as a whole.
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
    const texts = new Map(fields.filter((field) => field !== '!').map((field) => [field.slice(0, field.indexOf(':')), field.slice(field.indexOf(':') + 1)]));
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
  const [, prefix, type = '', merges, mergeKey = '', retain, replaces, atomic] = typePattern.exec(text) ?? [];
  // What follows `<>` may be a list or a map again.
  if (prefix === '<>') return { kind: 'map', value: parseShape(type, struct), atomic: atomic !== undefined };
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
