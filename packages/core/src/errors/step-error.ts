import type { RunReport } from '../step/run-steps.ts';
import { hasMarker, HybridError } from './hybrid-error.ts';

const marker = Symbol.for('ack-hybrid.StepError');

/** Which part of a step was running. */
export type StepPhase = 'plan' | 'apply' | 'verify' | 'undo';

/** A run stopped in a step. `cause` says why, `report` what was done until then. */
export class StepError extends HybridError {
  readonly step: string;
  readonly phase: StepPhase;
  readonly report: RunReport;

  constructor(fields: { step: string; phase: StepPhase; report: RunReport; cause: unknown }) {
    const cause = fields.cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    super({
      code: HybridError.isInstance(cause) ? cause.code : 'Step',
      message: `${fields.step} (${fields.phase}): ${reason}`,
      remediation: HybridError.isInstance(cause) ? cause.remediation : undefined,
      retryable: HybridError.isInstance(cause) && cause.retryable,
      cause,
    });
    this.step = fields.step;
    this.phase = fields.phase;
    this.report = fields.report;
  }

  get [marker](): true {
    return true;
  }

  static override isInstance(value: unknown): value is StepError {
    return hasMarker(value, marker);
  }
}
