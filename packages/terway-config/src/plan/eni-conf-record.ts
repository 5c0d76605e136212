import { isSecretKey } from './eni-conf.ts';
import { objectOf, readJsonObject, sameJson, type Json, type JsonMember } from './read-json.ts';

/**
 * What undo needs to know: the text before us and the text that we wrote, both without the values of credentials. It is
 * kept in an annotation of the ConfigMap, so no secret may be in it.
 */
export interface EniConfRecord {
  /** `null` where the ConfigMap had no `eni_conf`. */
  readonly previous: string | null;
  readonly applied: string;
  /** When it was written, RFC 3339. */
  readonly at: string;
}

const isCredentialKey = (key: string): boolean => key === 'access_key' || isSecretKey(key);
const placeholderFor = (key: string): string => JSON.stringify(`{{kept out by ack-hybrid: ${key}}}`);

/** The text with the value of each credential that isn't empty replaced; all else byte for byte. */
export const redactEniConf = (text: string): string =>
  replaceValues(text, (member) => (isCredentialKey(member.key) && member.value !== '' && member.value !== null ? placeholderFor(member.key) : undefined));

/** A record of a change from one text to another. */
export const recordOf = (previous: string | undefined, applied: string, at: string): EniConfRecord => ({
  previous: previous === undefined ? null : redactEniConf(previous),
  applied: redactEniConf(applied),
  at,
});

/** Reads a record from its annotation; `undefined` where it isn't one of ours. */
export const parseRecord = (annotation: string | undefined): EniConfRecord | undefined => {
  if (annotation === undefined) return undefined;
  try {
    const value = JSON.parse(annotation) as Partial<EniConfRecord> | null;
    if (typeof value?.applied !== 'string' || typeof value.at !== 'string') return undefined;
    return value.previous === null || typeof value.previous === 'string' ? { previous: value.previous, applied: value.applied, at: value.at } : undefined;
  } catch {
    return undefined;
  }
};

/**
 * The text as it would be without our change. Where nobody touched it since, that is the text before us, byte for byte
 * (`undefined`: there was none; the values of credentials are not kept, so they come as they are written now); where somebody did, each key that we set and that still holds our value gets its old
 * value back, and the rest stays as it is now.
 *
 * @param credentials `keep`: the credentials that stand there now stay; `blank`: they are emptied where the record can't give them back
 */
export const restoreEniConf = (current: string, record: EniConfRecord, credentials: 'keep' | 'blank'): string | undefined => {
  const values = new Map(readJsonObject(current, 'eni_conf').map((member) => [member.key, member]));
  const refill = (key: string): string => {
    const member = credentials === 'keep' ? values.get(key) : undefined;
    return member === undefined ? '""' : current.slice(member.start, member.end);
  };
  if (redactEniConf(current) === record.applied) {
    if (record.previous === null) return undefined;
    return replaceValues(record.previous, (member) => (isPlaceholder(member) ? refill(member.key) : undefined));
  }
  return restoreKeys(current, record, credentials);
};

const restoreKeys = (current: string, record: EniConfRecord, credentials: 'keep' | 'blank'): string => {
  const before = valuesOf(record.previous ?? '{}');
  const applied = valuesOf(record.applied);
  const now = valuesOf(redactEniConf(current));
  const result = valuesOf(current);
  for (const key of new Set([...before.keys(), ...applied.keys()])) {
    const ours = applied.get(key);
    if (sameJson(before.get(key), ours)) {
      if (credentials === 'blank' && isCredentialKey(key) && ours !== undefined && sameJson(now.get(key), ours) && `${ours as string}`.startsWith('{{')) result.set(key, '');
      continue;
    }
    if (!sameJson(now.get(key), ours)) continue;
    const old = before.get(key);
    if (old === undefined) result.delete(key);
    else result.set(key, old);
  }
  const text = objectOf([...result].map(([key, value]) => ({ key, value })));
  return sameJson(text, objectOf(readJsonObject(current, 'eni_conf'))) ? current : `${JSON.stringify(text, null, 2)}\n`;
};

const valuesOf = (text: string): Map<string, Json> => new Map(readJsonObject(text, 'eni_conf').map(({ key, value }) => [key, value]));

const isPlaceholder = ({ key, value }: JsonMember): boolean => JSON.stringify(value) === placeholderFor(key);

const replaceValues = (text: string, replacement: (member: JsonMember) => string | undefined): string => {
  let result = '';
  let at = 0;
  for (const member of readJsonObject(text, 'eni_conf')) {
    const literal = replacement(member);
    if (literal === undefined) continue;
    result += text.slice(at, member.start) + literal;
    at = member.end;
  }
  return result + text.slice(at);
};
