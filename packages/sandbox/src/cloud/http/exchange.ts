import type { IncomingMessage } from 'node:http';

/** A request as it came in, whole, with what the signatures are computed over left as it was sent. */
export interface Exchange {
  readonly method: string;
  /** The path as sent, percent-encoded. */
  readonly path: string;
  /** The query, decoded, in the order of arrival. A name without `=` has the value `undefined`. */
  readonly query: readonly (readonly [name: string, value: string | undefined])[];
  /** By lower-cased name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly actor: 'client' | 'agent';
}

/** What a service answers. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** Reads a request to its end. */
export async function readExchange(message: IncomingMessage): Promise<Exchange> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) headers[name] = Array.isArray(value) ? value.join(',') : (value ?? '');
  const target = message.url ?? '/';
  const mark = target.indexOf('?');
  return {
    method: message.method ?? 'GET',
    path: mark < 0 ? target : target.slice(0, mark),
    query: mark < 0 ? [] : parseQuery(target.slice(mark + 1)),
    headers,
    body: Buffer.concat(chunks),
    actor: headers['x-sandbox-actor'] === 'agent' ? 'agent' : 'client',
  };
}

/** Splits and decodes a query or a form body. */
export function parseQuery(text: string): [name: string, value: string | undefined][] {
  return text
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      return equals < 0 ? [decode(pair), undefined] : [decode(pair.slice(0, equals)), decode(pair.slice(equals + 1))];
    });
}

/** Percent-decodes a part of a path or a query; what is no valid encoding stays as it is. */
export function decode(text: string): string {
  const spaced = text.replace(/\+/g, ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

/** Percent-encodes everything outside of RFC 3986's unreserved characters, as the vendor's signatures do. */
export function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The value of a query parameter; `''` for a name without `=`, `undefined` where the name is absent. */
export function queryValue(exchange: Exchange, name: string): string | undefined {
  const found = exchange.query.find(([key]) => key === name);
  return found === undefined ? undefined : (found[1] ?? '');
}
