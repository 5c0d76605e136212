import type { SecondClientAnswer } from './second-client.ts';

/** A value of JSON without what differs from call to call: ids of requests, and counts that time changes. */
export function withoutRequestIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutRequestIds);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([name, item]) => (/^(request_?id)$/i.test(name) ? [] : [[name, withoutRequestIds(item)]])));
}

/**
 * Where the SDK's own struct holds something else than the JSON that came. A struct has a zero value for what did not come, and no field
 * for what its SDK does not know: neither is a difference.
 */
export function differencesOf({ operation, body, typed }: SecondClientAnswer): readonly string[] {
  return typed === undefined ? [] : compare(typed, body, operation);
}

/** How many values of a struct agree with the JSON: a struct in which nothing arrived would show no difference. */
export function agreements({ body, typed }: SecondClientAnswer): number {
  let count = 0;
  walk(typed, body, () => (count += 1));
  return count;
}

function compare(typed: unknown, body: unknown, path: string): readonly string[] {
  const differences: string[] = [];
  walk(
    typed,
    body,
    () => undefined,
    (at, got, sent) => differences.push(`${path}${at}: ${JSON.stringify(got)} for ${JSON.stringify(sent)}`),
  );
  return differences;
}

function walk(typed: unknown, body: unknown, onEqual: () => void, onDifference: (path: string, typed: unknown, body: unknown) => void = () => undefined, path = ''): void {
  if (isZero(typed) && (body === undefined || isZero(body))) return;
  if (typeof typed !== 'object' || typed === null) {
    if (typed === body) onEqual();
    else onDifference(path, typed, body);
  } else if (Array.isArray(typed)) {
    if (!Array.isArray(body) || body.length !== typed.length) return onDifference(path, typed, body);
    for (const [index, item] of typed.entries()) walk(item, (body as readonly unknown[])[index], onEqual, onDifference, `${path}[${index}]`);
  } else {
    const fields = (body ?? {}) as Readonly<Record<string, unknown>>;
    for (const [name, item] of Object.entries(typed)) walk(item, fields[name], onEqual, onDifference, `${path}.${name}`);
  }
}

function isZero(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === 0 || value === false) return true;
  return typeof value === 'object' && Object.values(value).every(isZero);
}
