import type { Check } from '../step/step.ts';
import { fieldManager } from './field-manager.ts';

/** A field that we are about to change, and what the API server notes of its owners. */
export interface AppliedField {
  /** The name of the check. */
  readonly name: string;
  /** The field as the subject of a sentence. */
  readonly subject: string;
  /** Its members from the top: `['data', 'eni_conf']`. */
  readonly path: readonly string[];
  /** `metadata.managedFields` as it was read. */
  readonly managedFields: readonly unknown[] | undefined;
}

/**
 * Warns where somebody declares a field by server-side apply (GitOps, Helm 4, `kubectl apply --server-side`). Our patch would
 * take the ownership over without a word, so the plan says it first. Whoever has only written a field once claims nothing.
 */
export const checkAppliers = ({ name, subject, path, managedFields = [] }: AppliedField): readonly Check[] => {
  const appliers = managedFields.filter(isEntry).filter(({ manager, operation, fieldsV1 }) => operation === 'Apply' && manager !== fieldManager && owns(fieldsV1, path));
  const names = [...new Set(appliers.map(({ manager }) => manager))];
  if (names.length === 0) return [];
  return [
    {
      name,
      status: 'warn',
      message: `${subject} is applied by ${names.join(', ')}: its next server-side apply is refused with a conflict, or takes our change back where it is forced`,
      remediation: 'Set the same value there, too, or leave the field out of what is applied.',
    },
  ];
};

interface Entry {
  readonly manager: string;
  readonly operation: string;
  readonly fieldsV1: Readonly<Record<string, unknown>>;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
const isEntry = (value: unknown): value is Entry => isRecord(value) && typeof value['manager'] === 'string' && isRecord(value['fieldsV1']);

// FieldsV1: `f:<name>` for a member, `.` for the object itself; a field without members is owned as a whole.
const owns = (fields: Readonly<Record<string, unknown>>, path: readonly string[]): boolean => {
  const [first, ...rest] = path;
  if (first === undefined) return true;
  const member = fields[`f:${first}`];
  if (!isRecord(member)) return false;
  return Object.keys(member).length === 0 || owns(member, rest);
};
