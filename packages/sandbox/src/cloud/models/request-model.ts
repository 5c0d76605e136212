/**
 * The shape of a value in a request, as the SDK's models give it: a plain type, `[shape]` for a list, `{ '*': shape }` for a map with any
 * keys, and otherwise an object with its fields by name, where `!` behind a name says that the field is required. `json` is a list or an
 * object that travels as JSON in a string.
 */
export type Shape = 'string' | 'number' | 'boolean' | 'any' | 'json' | readonly [Shape] | { readonly [name: string]: Shape };

/** What a request of one operation may carry. */
export interface RequestModel {
  readonly query: Readonly<Record<string, Shape>>;
  /** Absent where the operation takes no body. */
  readonly body?: Shape;
}

/** By the API's action name. */
export type RequestModels = Readonly<Record<string, RequestModel>>;

/** The shape of a field, required or not; `undefined` where the model has no field of this name. */
export function fieldOf(fields: Readonly<Record<string, Shape>>, name: string): Shape | undefined {
  const found = [name, `${name}!`, '*'].find((key) => Object.hasOwn(fields, key));
  return found === undefined || name.endsWith('!') ? undefined : fields[found];
}

/** The names of the fields that must be there. */
export function requiredIn(fields: Readonly<Record<string, Shape>>): string[] {
  return Object.keys(fields).flatMap((name) => (name.endsWith('!') ? [name.slice(0, -1)] : []));
}
