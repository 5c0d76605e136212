import { randomBytes, randomUUID } from 'node:crypto';

/** What the server's own generated names end in: no vowels, no digits that look like letters (k8s.io/apimachinery rand). */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** Five letters for `generateName`. */
export function generatedSuffix(length = 5): string {
  return [...randomBytes(length)].map((byte) => alphabet[byte % alphabet.length]).join('');
}

/** The uid of a new object. */
export function newUid(): string {
  return randomUUID();
}

/** Sandbox time as the API writes it: RFC 3339 with whole seconds. */
export function timeText(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
