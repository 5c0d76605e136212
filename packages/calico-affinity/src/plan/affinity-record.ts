import { CalicoAffinityError } from '../errors.ts';
import { isJsonObject } from './json.ts';
import type { PodAffinitySpec } from './node-affinity.ts';

/** The annotation that keeps the affinity from before our first write, as JSON; `null` where there was none. */
export const previousAffinityAnnotation = 'ack-hybrid.io/previous-affinity';

/** The annotation that keeps what we wrote, so that a later change by someone else is noticed. */
export const appliedAffinityAnnotation = 'ack-hybrid.io/applied-affinity';

/** What is kept on the object that was changed, so that it can be taken back from another machine. */
export interface AffinityRecord {
  readonly previous: PodAffinitySpec | undefined;
  readonly applied: PodAffinitySpec | undefined;
  /** How many keys of the affinity's path were there before us: undo leaves no empty object below that depth. */
  readonly depthBefore: number;
}

/** The names of a record's two annotations: an object with several affinities, as an Installation has, keeps one record for each. */
export interface RecordNames {
  readonly previous: string;
  readonly applied: string;
}

/** The names of the record of one part of an object; of its only affinity where no part is named. */
export const recordNames = (part?: string): RecordNames => {
  const suffix = part === undefined ? '' : `.${part}`;
  return { previous: previousAffinityAnnotation + suffix, applied: appliedAffinityAnnotation + suffix };
};

/** The annotations that hold a record. */
export const renderRecord = (record: AffinityRecord, names: RecordNames = recordNames()): Readonly<Record<string, string>> => ({
  [names.previous]: JSON.stringify(record.previous ?? null),
  [names.applied]: JSON.stringify({ affinity: record.applied ?? null, depthBefore: record.depthBefore }),
});

/**
 * Reads a record from an object's annotations.
 *
 * @param pathLength how long the affinity's path is on this object
 * @returns `undefined` where nothing is recorded: the affinity isn't ours
 * @throws {CalicoAffinityError} with reason `record-unreadable` where someone changed the annotations
 */
export const readRecord = (annotations: Readonly<Record<string, string>> | undefined, pathLength: number, subject: string, names: RecordNames = recordNames()): AffinityRecord | undefined => {
  const previous = annotations?.[names.previous];
  if (previous === undefined) return undefined;
  const applied = annotations?.[names.applied];
  const wrote = applied === undefined ? {} : parse(applied, names.applied, subject);
  if (!isJsonObject(wrote)) throw unreadable(names.applied, subject);
  const { affinity, depthBefore } = wrote;
  return {
    previous: toAffinity(parse(previous, names.previous, subject), names.previous, subject),
    applied: toAffinity(affinity ?? null, names.applied, subject),
    depthBefore: typeof depthBefore === 'number' ? depthBefore : pathLength,
  };
};

const parse = (text: string, annotation: string, subject: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable(annotation, subject);
  }
};

const toAffinity = (value: unknown, annotation: string, subject: string): PodAffinitySpec | undefined => {
  if (value === null) return undefined;
  if (!isJsonObject(value)) throw unreadable(annotation, subject);
  return value;
};

const unreadable = (annotation: string, subject: string): CalicoAffinityError =>
  new CalicoAffinityError({
    reason: 'record-unreadable',
    message: `${subject}: the annotation ${annotation} doesn't hold what was written there, so the affinity from before isn't known`,
    remediation: `Set the affinity of ${subject} by hand, remove the annotations that begin with ${previousAffinityAnnotation} and ${appliedAffinityAnnotation}, and run again.`,
  });
