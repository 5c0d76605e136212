import { isJsonObject, readPath, type JsonObject } from '../json.ts';

/** A label or an annotation of the object. */
export interface Mark {
  readonly value: string;
  /** The line that names it: `annotation meta.helm.sh/release-name=cilium`. */
  readonly evidence: string;
}

/** An annotation that isn't empty. */
export const annotationOf = (object: JsonObject, key: string): Mark | undefined => markOf(object, 'annotation', key);

/** A label that isn't empty. */
export const labelOf = (object: JsonObject, key: string): Mark | undefined => markOf(object, 'label', key);

/** The lines of the marks that are there. */
export const evidenceOf = (...marks: readonly (Mark | undefined)[]): readonly string[] => marks.flatMap((mark) => (mark === undefined ? [] : [mark.evidence]));

/** The keys of the annotations and labels that start with a prefix. */
export const marksWithPrefix = (object: JsonObject, prefix: string): readonly Mark[] =>
  (['annotation', 'label'] as const).flatMap((where) => {
    const marks = readPath(object, ['metadata', `${where}s`]);
    return Object.keys(isJsonObject(marks) ? marks : {})
      .filter((key) => key.startsWith(prefix))
      .flatMap((key) => markOf(object, where, key) ?? []);
  });

const markOf = (object: JsonObject, where: 'annotation' | 'label', key: string): Mark | undefined => {
  const marks = readPath(object, ['metadata', `${where}s`]);
  const value = isJsonObject(marks) && Object.hasOwn(marks, key) ? marks[key] : undefined;
  return typeof value === 'string' && value !== '' ? { value, evidence: `${where} ${key}=${shorten(value)}` } : undefined;
};

// The annotation of what was applied holds a whole manifest.
const shorten = (value: string): string => (value.length <= 120 ? value : `${value.slice(0, 117)}...`);
