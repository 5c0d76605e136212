/** One field of a document that has a wrong type, or no place there. */
export interface ShapeIssue {
  readonly path: string;
  readonly message: string;
  /** True for a field that has no place there: all others have a type that is wrong. */
  readonly isUnknown?: true;
}

/** Looks at a value and tells what is wrong with it. */
export type Shape = (value: unknown, path: string) => readonly ShapeIssue[];

/** A field that may be absent. */
export interface MayBeAbsent {
  readonly mayBeAbsent: Shape;
}

/**
 * A shape for each field of `T`, with {@link mayBeAbsent} exactly where the type says so: a field that is added to the
 * type and forgotten here is no program.
 */
export type ShapesOf<T> = { readonly [Key in keyof T]-?: object extends Pick<T, Key> ? MayBeAbsent : Shape };

/** Marks a field that may be absent. */
export const mayBeAbsent = (shape: Shape): MayBeAbsent => ({ mayBeAbsent: shape });

const wrong = (path: string, value: unknown, wanted: string): readonly ShapeIssue[] => [{ path, message: `${kindOf(value)} is not ${wanted}` }];

const kindOf = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string') return 'a text';
  return typeof value === 'number' || typeof value === 'boolean' ? `the ${typeof value} ${String(value)}` : `a ${typeof value}`;
};

/** Any text. */
export const text: Shape = (value, path) => (typeof value === 'string' ? [] : wrong(path, value, 'a text'));

/** A number that JSON can carry. */
export const number: Shape = (value, path) => (typeof value === 'number' && Number.isFinite(value) ? [] : wrong(path, value, 'a number'));

/** `true` or `false`. */
export const flag: Shape = (value, path) => (typeof value === 'boolean' ? [] : wrong(path, value, 'true or false'));

/** One of a few values. */
export const oneOf =
  (...values: readonly (string | number | boolean)[]): Shape =>
  (value, path) =>
    values.some((one) => one === value) ? [] : wrong(path, value, values.map((one) => JSON.stringify(one)).join(' or '));

/** Whether the first of two shapes fits, or the second one; what the second one finds is told, as a wrong type. */
export const either =
  (first: Shape, second: Shape): Shape =>
  (value, path) =>
    first(value, path).length === 0 ? [] : second(value, path).map(({ path: place, message }) => ({ path: place, message }));

/** A list of values of one shape. */
export const list =
  (shape: Shape): Shape =>
  (value, path) =>
    Array.isArray(value) ? value.flatMap((entry, index) => shape(entry, `${path}[${index}]`)) : wrong(path, value, 'a list');

/** An object with these fields and no other. */
export const fields =
  <T>(shapes: ShapesOf<T>): Shape =>
  (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong(path, value, 'an object');
    const at = (key: string): string => (path === '' ? key : `${path}.${key}`);
    const known = new Map(Object.entries<Shape | MayBeAbsent>(shapes));
    const given = new Map(Object.entries(value).filter(([, one]) => one !== undefined));
    return [
      ...[...given.keys()].filter((key) => !known.has(key)).map((key) => ({ path: at(JSON.stringify(key).slice(1, -1)), message: `this field is not known; known are ${[...known.keys()].join(', ')}`, isUnknown: true as const })),
      ...[...known].flatMap(([key, shape]) => {
        if (typeof shape === 'function') return shape(given.get(key), at(key));
        return given.has(key) ? shape.mayBeAbsent(given.get(key), at(key)) : [];
      }),
    ];
  };
