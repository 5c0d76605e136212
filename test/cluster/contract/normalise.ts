import { type RawAnswer } from './raw-api.ts';

/** JSON with known members. */
export type Json = { readonly [key: string]: Json | undefined } | readonly Json[] | string | number | boolean | null;

/** An answer as the suite compares it: what two servers can't have in common is replaced, everything else stays. */
export interface NormalAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly warnings: readonly string[];
  readonly retryAfter: string | undefined;
  readonly body: unknown;
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

type Rewrite = (value: unknown, owner: Readonly<Record<string, unknown>>) => unknown;

/**
 * Members of any object, by name. A value of another form than the server's stays as it is, and so is found.
 * - uid, resourceVersion, times, continue tokens: each server's own counting and clock;
 * - managedFields are put in one order: the server sorts them by time, which a second's tick changes;
 * - a build's commit, date and platform say nothing about the API.
 */
const rewrites: Readonly<Record<string, Rewrite>> = {
  uid: (value) => (typeof value === 'string' && value.replace(uuid, '') === '' ? '<uid>' : value),
  resourceVersion: (value) => (typeof value === 'string' && /^\d+$/.test(value) ? '<version>' : value),
  continue: (value) => (typeof value === 'string' && value !== '' ? '<continue>' : value),
  managedFields: (value) => (Array.isArray(value) ? [...(value as readonly Readonly<Record<string, unknown>>[])].sort((a, b) => (writerOf(a) < writerOf(b) ? -1 : 1)) : value),
};

const timeFields = new Set(['creationTimestamp', 'deletionTimestamp', 'time', 'lastTransitionTime', 'lastHeartbeatTime', 'timeAdded', 'startTime']);

const writerOf = ({ manager, operation, subresource, apiVersion }: Readonly<Record<string, unknown>>): string => JSON.stringify([operation, manager, subresource, apiVersion]);

const stable = (value: unknown): string => JSON.stringify(value, (key, member: unknown) => (key === 'time' ? undefined : member));

/**
 * The causes of a refusal in one order, and its message with them in that order: the server walks labels, data and the managers of an apply in
 * the order of Go's maps, which is another every time. A message that does not hold its causes stays as it is, and so is found.
 */
const orderCauses = (value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
  const details = value.details as { readonly causes?: readonly { readonly field?: string; readonly message: string; readonly reason: string }[] } | undefined;
  if (value.kind !== 'Status' || details?.causes === undefined || details.causes.length < 2) return value;
  // On an update the server validates metadata more than once, and lists the causes as often; its message says each once.
  const once = [...new Map(details.causes.map((cause) => [stable(cause), cause])).values()];
  const causes = [...once].sort((a, b) => (stable([a.field, a.message]) < stable([b.field, b.message]) ? -1 : 1));
  const list = (items: typeof causes) => `[${items.map(({ field, message }) => `${field ?? ''}: ${message}`).join(', ')}]`;
  const message = String(value.message).replace(list(once), () => list(causes));
  return { ...value, message, details: { ...details, causes } };
};

/**
 * Texts of Go's own making, of which the sandbox can't have the same: the JSON of a patched object, in the order of Go's struct fields; the
 * difference of two Go structs; the place of a registry in Kubernetes' source; what a JSON or YAML parser calls wrong; each server's own versions.
 * What stands around them is compared.
 */
const goTexts: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/Invalid value: "(?:\{\\"apiVersion|map\[)(?:[^"\\]|\\.)*"/g, 'Invalid value: <object>'],
  [/(error converting YAML to JSON: ).*/gs, '$1<error of the YAML parser>'],
  [/(pod updates may not change fields other than [^\n]*)\n[^]*$/g, '$1\n<difference>'],
  [/in scheme "[^"]*"/g, 'in scheme <registry>'],
  [/(json parse error: .*) \([^()]*\)$/g, '$1 (<excerpt>)'],
  [/(Object 'Kind' is missing in ).*/gs, '$1<object>'],
  [/(continue key is not valid: ).*/g, '$1<error of the JSON parser>'],
  [/(in record )\(\d+\)/g, '$1<version>'],
  [/(current: |too old resource version: )[\d ()]+/g, '$1<version>'],
];

/** Replaces what is each server's own in a JSON value. */
export const normaliseJson = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(normaliseJson);
  if (typeof value === 'string') return goTexts.reduce((text, [pattern, replacement]) => text.replaceAll(pattern, replacement), value.replaceAll(uuid, '<uid>'));
  if (typeof value !== 'object' || value === null) return value;
  const owner = orderCauses(value as Readonly<Record<string, unknown>>);
  return Object.fromEntries(
    Object.entries(owner).map(([key, member]) => {
      if (timeFields.has(key)) return [key, typeof member === 'string' && time.test(member) ? '<time>' : member];
      return [key, normaliseJson(rewrites[key]?.(member, owner) ?? member)];
    }),
  );
};

/** An answer as the suite compares it. A stream of JSON lines becomes a list. */
export const normaliseAnswer = ({ status, headers, text }: RawAnswer): NormalAnswer => {
  const contentType = headers['content-type'] ?? '';
  const warning = headers.warning;
  return {
    status,
    contentType,
    warnings: warning === undefined ? [] : splitWarnings(warning),
    retryAfter: headers['retry-after'],
    body: contentType.startsWith('application/json') ? normaliseJson(parseJson(text)) : text.replaceAll(uuid, '<uid>'),
  };
};

/** Warnings come as several headers from one server and as one from another; Node joins them. */
const splitWarnings = (header: string): string[] => [...header.matchAll(/299 - ("(?:[^"\\]|\\.)*")/g)].map((match) => String(JSON.parse(match[1] ?? '""')));

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        try {
          return JSON.parse(line) as unknown;
        } catch {
          return line;
        }
      });
  }
};

/** A request line without each server's own versions and tokens. */
export const normaliseRequest = (line: string): string => line.replaceAll(/(resourceVersion|continue)=[^&]+/g, '$1=<own>');

/** Answers without the texts of their messages. The causes of a refusal are put in the order of their fields then. */
export const withoutMessages = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutMessages);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => {
      if (key === 'message') return [];
      const inner = withoutMessages(member);
      return [[key, key === 'causes' && Array.isArray(inner) ? [...(inner as unknown[])].sort((a, b) => (stable(a) < stable(b) ? -1 : 1)) : inner]];
    }),
  );
};
