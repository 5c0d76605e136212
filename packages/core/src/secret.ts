const text = '[secret]';
const inspectSymbol = Symbol.for('nodejs.util.inspect.custom');
const marker = Symbol.for('ack-hybrid.Secret');

/**
 * A value that must not be seen: it prints as `[secret]` as a string, as JSON and under `util.inspect`, and is no
 * enumerable property. Only `reveal` gives it, at the place where it goes onto the wire.
 *
 * @example
 * const key = new Secret(process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET ?? '');
 * console.log(`${key}`); // [secret]
 */
export class Secret<Value = string> {
  readonly #value: Value;

  constructor(value: Value) {
    this.#value = value;
  }

  /** The value itself. Call it only where the value is sent or written to where it belongs. */
  reveal(): Value {
    return this.#value;
  }

  toString(): string {
    return text;
  }

  toJSON(): string {
    return text;
  }

  [Symbol.toPrimitive](): string {
    return text;
  }

  [inspectSymbol](): string {
    return text;
  }

  get [marker](): true {
    return true;
  }

  /** Whether a value is a Secret, whichever copy of the package made it. */
  static isInstance(value: unknown): value is Secret<unknown> {
    return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[marker] === true;
  }
}
