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

/** The annotations that hold a record. */
export const renderRecord = (record: AffinityRecord): Readonly<Record<string, string>> => ({
  [previousAffinityAnnotation]: JSON.stringify(record.previous ?? null),
  [appliedAffinityAnnotation]: JSON.stringify({ affinity: record.applied ?? null, depthBefore: record.depthBefore }),
});

/**
 * Reads a record from an object's annotations.
 *
 * @param pathLength how long the affinity's path is on this object
 * @returns `undefined` where nothing is recorded: the affinity isn't ours
 * @throws {CalicoAffinityError} with reason `record-unreadable` where someone changed the annotations
 */
export const readRecord = (annotations: Readonly<Record<string, string>> | undefined, pathLength: number, subject: string): AffinityRecord | undefined => {
  const previous = annotations?.[previousAffinityAnnotation];
  if (previous === undefined) return undefined;
  const applied = annotations?.[appliedAffinityAnnotation];
  const wrote = applied === undefined ? {} : parse(applied, appliedAffinityAnnotation, subject);
  if (!isJsonObject(wrote)) throw unreadable(appliedAffinityAnnotation, subject);
  const { affinity, depthBefore } = wrote;
  return {
    previous: toAffinity(parse(previous, previousAffinityAnnotation, subject), previousAffinityAnnotation, subject),
    applied: toAffinity(affinity ?? null, appliedAffinityAnnotation, subject),
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
    remediation: `Set the affinity of ${subject} by hand, remove the annotations ${previousAffinityAnnotation} and ${appliedAffinityAnnotation}, and run again.`,
  });
