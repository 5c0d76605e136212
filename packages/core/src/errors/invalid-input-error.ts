import { hasMarker, HybridError } from './hybrid-error.ts';

const marker = Symbol.for('ack-hybrid.InvalidInputError');

/** One bad field of an input. */
export interface InputIssue {
  /** Where it stands: `vpc.cidr`, `vSwitches[1].zone`; empty for the input as a whole. */
  readonly path: string;
  /** What is wrong with it. Holds no secret. */
  readonly message: string;
}

/** An input that can't be worked with. Names every bad field at once. */
export class InvalidInputError extends HybridError {
  readonly issues: readonly InputIssue[];

  constructor(fields: { issues: readonly InputIssue[]; subject?: string; code?: string; remediation?: string; cause?: unknown }) {
    const list = fields.issues.map((issue) => (issue.path === '' ? issue.message : `${issue.path}: ${issue.message}`));
    super({
      code: fields.code ?? 'InvalidInput',
      message: fields.subject === undefined ? list.join('; ') : `${fields.subject}: ${list.join('; ')}`,
      remediation: fields.remediation,
      cause: fields.cause,
    });
    this.issues = fields.issues;
  }

  get [marker](): true {
    return true;
  }

  static override isInstance(value: unknown): value is InvalidInputError {
    return hasMarker(value, marker);
  }
}
