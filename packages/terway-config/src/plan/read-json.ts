import { InvalidInputError } from '@ack-hybrid/core';

/** A value of a JSON document. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A value with where it stands in the text. */
export interface JsonNode {
  readonly value: Json;
  /** Offset of the value's first character. */
  readonly start: number;
  /** Offset behind its last one. */
  readonly end: number;
  /** Of an object: its members as they are written, repeated ones too. */
  readonly members?: readonly JsonMember[];
  /** Of a list: its items. */
  readonly items?: readonly JsonNode[];
}

/** A member of an object. */
export interface JsonMember extends JsonNode {
  readonly key: string;
}

/**
 * Reads a JSON object and remembers where its members stand: `JSON.parse` gives neither places nor repeated keys, and on
 * some versions of Node no position of an error. No message quotes the text, which may hold a secret.
 *
 * @throws {InvalidInputError} with line and column, where the text isn't JSON or not an object
 */
export const readJsonObject = (text: string, subject: string): readonly JsonMember[] => new Reader(text, subject).document();

const deepest = 100;
const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// Every character from the space on, but quote and backslash.
const stringPattern = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const spacePattern = /[ \t\r\n]*/y;

class Reader {
  readonly #text: string;
  readonly #subject: string;
  #at = 0;

  constructor(text: string, subject: string) {
    this.#text = text;
    this.#subject = subject;
  }

  document(): readonly JsonMember[] {
    this.#skipSpace();
    if (this.#text[this.#at] !== '{') throw this.#error('expected a JSON object, which begins with {');
    const members = this.#members(0);
    this.#skipSpace();
    if (this.#at < this.#text.length) throw this.#error('expected nothing after the closing }');
    return members;
  }

  #members(depth: number): JsonMember[] {
    const members: JsonMember[] = [];
    this.#list('}', () => {
      if (this.#text[this.#at] !== '"') throw this.#error('expected a key in double quotes');
      const key = this.#string();
      this.#skipSpace();
      if (this.#text[this.#at] !== ':') throw this.#error('expected a colon after the key');
      this.#at += 1;
      this.#skipSpace();
      members.push({ key, ...this.#node(depth + 1) });
    });
    return members;
  }

  #node(depth: number): JsonNode {
    if (depth > deepest) throw this.#error(`nested deeper than ${deepest} levels`);
    const start = this.#at;
    const first = this.#text[start];
    if (first === '{') {
      const members = this.#members(depth);
      return { value: objectOf(members), start, end: this.#at, members };
    }
    if (first === '[') {
      const items: JsonNode[] = [];
      this.#list(']', () => items.push(this.#node(depth + 1)));
      return { value: items.map(({ value }) => value), start, end: this.#at, items };
    }
    return { value: this.#single(first), start, end: this.#at };
  }

  #single(first: string | undefined): Json {
    if (first === '"') return this.#string();
    for (const [word, value] of [['true', true], ['false', false], ['null', null]] as const) {
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    }
    const number = this.#match(numberPattern);
    if (number === undefined) throw this.#error('expected a JSON value');
    return Number(number);
  }

  /** Elements between commas up to `close`, for objects and lists alike. */
  #list(close: '}' | ']', readElement: () => void): void {
    this.#at += 1;
    this.#skipSpace();
    if (this.#text[this.#at] === close) {
      this.#at += 1;
      return;
    }
    for (;;) {
      this.#skipSpace();
      readElement();
      this.#skipSpace();
      const next = this.#text[this.#at];
      if (next !== ',' && next !== close) throw this.#error(`expected a comma or ${close}`);
      this.#at += 1;
      if (next === close) return;
    }
  }

  #string(): string {
    const literal = this.#match(stringPattern);
    if (literal === undefined) throw this.#error('a string that does not end, or holds a bad escape or control character');
    return JSON.parse(literal) as string;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #skipSpace(): void {
    this.#match(spacePattern);
  }

  #error(message: string): InvalidInputError {
    const before = this.#text.slice(0, this.#at).split('\n');
    const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
    return new InvalidInputError({
      subject: this.#subject,
      issues: [{ path: place, message }],
      remediation: 'The text must be one JSON object; YAML, comments and trailing commas are not JSON.',
    });
  }
}

/** An object of members; of a repeated key the last one counts, and `__proto__` is a key like any other. */
export const objectOf = <Value>(members: Iterable<{ readonly key: string; readonly value: Value }>): { [key: string]: Value } => {
  const object: { [key: string]: Value } = {};
  for (const { key, value } of members) Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  return object;
};

/** Whether two JSON values mean the same: the order of keys doesn't count, that of lists does. */
export const sameJson = (left: unknown, right: unknown): boolean => canonicalJson(left) === canonicalJson(right);

/** JSON with sorted keys. */
export const canonicalJson = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? objectOf(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => ({ key, value: item as unknown })))
      : inner,
  ) ?? 'undefined';
