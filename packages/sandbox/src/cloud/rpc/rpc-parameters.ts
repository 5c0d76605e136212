import { parseJson } from '../json.ts';
import { ServiceError } from '../service-error.ts';

/** The parameters of an RPC call: flat names, with lists as `Tag.1.Key`. */
export class RpcParameters {
  readonly #values: ReadonlyMap<string, string>;
  /** The names that were asked for, up to the first period. */
  readonly #read = new Set<string>();

  constructor(pairs: Iterable<readonly [string, string | undefined]>) {
    this.#values = new Map([...pairs].map(([name, value]) => [name, value ?? '']));
  }

  /** The value, or `undefined` where it is absent or empty. */
  text(name: string): string | undefined {
    this.#read.add(name);
    return this.#values.get(name) || undefined;
  }

  /** @throws ServiceError `MissingParameter` where it is absent or empty. */
  required(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw new ServiceError(400, `MissingParameter`, `The input parameter "${name}" that is mandatory for processing this request is not supplied.`);
    return value;
  }

  /** @throws ServiceError `InvalidParameter` for anything but a whole number within the bounds. */
  integer(name: string, bounds: { readonly min: number; readonly max: number; readonly fallback: number }): number {
    const text = this.text(name);
    if (text === undefined) return bounds.fallback;
    const value = Number(text);
    if (!Number.isInteger(value) || value < bounds.min || value > bounds.max) {
      throw new ServiceError(400, `InvalidParameter.${name}`, `The specified parameter "${name}" is ${text}; it must be from ${bounds.min} to ${bounds.max}.`);
    }
    return value;
  }

  flag(name: string): boolean {
    return this.text(name)?.toLowerCase() === 'true';
  }

  /** `Name.1`, `Name.2` … */
  list(name: string): string[] {
    this.#read.add(name);
    const values: string[] = [];
    for (let index = 1; ; index += 1) {
      const value = this.#values.get(`${name}.${index}`);
      if (value === undefined) return values;
      values.push(value);
    }
  }

  /** `Name.1.Field` …: the fields of each, by name. */
  objects(name: string): RpcParameters[] {
    this.#read.add(name);
    const groups: RpcParameters[] = [];
    for (let index = 1; ; index += 1) {
      const prefix = `${name}.${index}.`;
      const fields = [...this.#values].filter(([key]) => key.startsWith(prefix));
      if (fields.length === 0) return groups;
      groups.push(new RpcParameters(fields.map(([key, value]) => [key.slice(prefix.length), value])));
    }
  }

  /** A JSON array of strings in one parameter, as `InstanceIds`. */
  jsonList(name: string): string[] | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = parseJson(text);
    if (!Array.isArray(value) || !value.every((item): item is string => typeof item === 'string')) {
      throw new ServiceError(400, `InvalidParameter`, `The specified parameter "${name}" is not a JSON array of strings.`);
    }
    return value;
  }

  /** The pairs of `Tag.N.Key` and `Tag.N.Value`. */
  tags(): { readonly key: string; readonly value: string | undefined }[] {
    return this.objects('Tag').map((tag) => ({ key: tag.required('Key'), value: tag.text('Value') }));
  }

  /** The parameters with a value that nobody asked for so far: they had no effect. */
  unread(): string[] {
    const given = [...this.#values].filter(([, value]) => value !== '').map(([name]) => name.split('.')[0] ?? name);
    return [...new Set(given)].filter((name) => !this.#read.has(name));
  }

  /** Every parameter but these, sorted: what two calls with one ClientToken must have in common. */
  fingerprint(except: readonly string[]): string {
    return JSON.stringify([...this.#values].filter(([name]) => !except.includes(name)).sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
