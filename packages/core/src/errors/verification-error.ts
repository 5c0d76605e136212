import type { Check } from '../step/step.ts';
import { hasMarker, HybridError } from './hybrid-error.ts';

const marker = Symbol.for('ack-hybrid.VerificationError');

/** What was applied doesn't hold, or what must hold before a write doesn't. `checks` has every check, failed or not. */
export class VerificationError extends HybridError {
  readonly checks: readonly Check[];

  constructor(fields: { subject: string; checks: readonly Check[] }) {
    const failed = fields.checks.filter((check) => check.status === 'fail');
    const remediations = failed.map((check) => check.remediation).filter((text) => text !== undefined);
    super({
      code: 'Verification',
      message: `${fields.subject}: ${failed.map((check) => `${check.name}: ${check.message}`).join('; ')}`,
      remediation: remediations.length === 0 ? undefined : remediations.join(' '),
    });
    this.checks = fields.checks;
  }

  get [marker](): true {
    return true;
  }

  static override isInstance(value: unknown): value is VerificationError {
    return hasMarker(value, marker);
  }
}
