/** On what holds Terway's key (the Secret, or the ConfigMap): how far a rotation is. It never holds a secret. */
export const rotationAnnotation = 'ack-hybrid.io/key-rotation';

/**
 * How far a rotation is. `creating`: the new key is about to be made; `switched`: it stands in the place, and Terway is to
 * be restarted; `proved`: every Terway pod began with it; `disabled`: the old key is inactive; `returning`: the old key goes
 * back; `returned`: every Terway pod began with the old one again.
 */
export type RotationPhase = 'creating' | 'switched' | 'proved' | 'disabled' | 'returning' | 'returned';

/** What a run leaves for the next one, which needs nothing else to go on. */
export interface RotationMark {
  readonly phase: RotationPhase;
  /** Id of the key that Terway leaves. */
  readonly from: string;
  /** Id of the new key, once the place holds it. */
  readonly to?: string;
  /** Id of a leftover that is deleted next: named first, so that no write on its way can still bring it into the place. */
  readonly drop?: string;
  /** When the phase began, RFC 3339. */
  readonly at: string;
  /** When the place last got another key, RFC 3339: Terway pods of a restart since then have it. */
  readonly switchedAt?: string;
}

const phases: readonly unknown[] = ['creating', 'switched', 'proved', 'disabled', 'returning', 'returned'] satisfies RotationPhase[];

/** Reads a mark from its annotation; `undefined` where it isn't one of ours. */
export const parseRotationMark = (annotation: string | undefined): RotationMark | undefined => {
  if (annotation === undefined) return undefined;
  try {
    const value = JSON.parse(annotation) as Partial<Record<keyof RotationMark, unknown>> | null;
    if (!phases.includes(value?.phase) || !isText(value?.from) || !isTime(value.at)) return undefined;
    if (value.phase !== 'creating' && (!isText(value.to) || !isTime(value.switchedAt))) return undefined;
    return {
      phase: value.phase as RotationPhase,
      from: value.from,
      at: value.at,
      ...(isText(value.to) ? { to: value.to } : {}),
      ...(isText(value.drop) ? { drop: value.drop } : {}),
      ...(isTime(value.switchedAt) ? { switchedAt: value.switchedAt } : {}),
    };
  } catch {
    return undefined;
  }
};

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isTime = (value: unknown): value is string => isText(value) && !Number.isNaN(Date.parse(value));
