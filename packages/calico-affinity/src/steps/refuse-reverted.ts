import type { Check } from '@ack-hybrid/core';
import { CalicoAffinityError } from '../errors.ts';

/** The checks of the owner as they count: where the options override it, what would fail is a warning. */
export const overrideOwners = (checks: readonly Check[], { overrideOwner }: { readonly overrideOwner?: boolean }): readonly Check[] =>
  overrideOwner === true ? checks.map((check) => ({ ...check, status: 'warn' as const })) : checks;

/**
 * Refuses to write what the owner takes back at once.
 *
 * @throws {CalicoAffinityError} with reason `owner-reverts`, and what is to be declared where
 */
export const refuseReverted = (checks: readonly Check[]): void => {
  const refused = checks.filter((check) => check.status === 'fail');
  if (refused.length === 0) return;
  throw new CalicoAffinityError({ reason: 'owner-reverts', message: refused.map((check) => check.message).join('; '), remediation: refused.map((check) => check.remediation ?? '').join('\n') });
};
