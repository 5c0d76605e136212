/** What is wrong with a field, and where it is. */
interface InputIssue {
  readonly path: string;
  readonly message: string;
}

/** The fields of a rotation that decide when which key is disabled and where it is written. */
export interface RotationChoices {
  readonly form?: unknown;
  readonly due?: unknown;
  readonly deletion?: unknown;
  readonly disableAfterMs?: unknown;
  readonly deleteAfterMs?: unknown;
}

/** What is wrong with the choices of a rotation: JavaScript lets any value through, and a misspelt form would write another place. Pure. */
export const rotationInputIssues = ({ form, due, deletion, disableAfterMs, deleteAfterMs }: RotationChoices): readonly InputIssue[] => [
  ...oneOf('form', form, ['secret', 'config-map']),
  ...oneOf('deletion', deletion, ['wait', 'later']),
  ...milliseconds('disableAfterMs', disableAfterMs),
  ...milliseconds('deleteAfterMs', deleteAfterMs),
  ...dueIssues(due),
];

const dueIssues = (due: unknown): readonly InputIssue[] => {
  if (due === undefined) return [];
  const { kind, olderThanMs, keyId } = (typeof due === 'object' && due !== null ? due : {}) as Readonly<Record<string, unknown>>;
  if (kind === 'age') return olderThanMs === undefined ? [{ path: 'due.olderThanMs', message: 'is missing' }] : milliseconds('due.olderThanMs', olderThanMs);
  if (kind === 'key') return typeof keyId === 'string' && keyId !== '' ? [] : [{ path: 'due.keyId', message: 'must be the id of an access key' }];
  return [{ path: 'due', message: 'must be { kind: "age", olderThanMs } or { kind: "key", keyId }' }];
};

const oneOf = (path: string, value: unknown, known: readonly string[]): readonly InputIssue[] => (value === undefined || known.some((each) => each === value) ? [] : [{ path, message: `must be ${known.join(' or ')}` }]);

const milliseconds = (path: string, value: unknown): readonly InputIssue[] => (value === undefined || (typeof value === 'number' && Number.isFinite(value) && value >= 0) ? [] : [{ path, message: 'must be a number of milliseconds, 0 or more' }]);
