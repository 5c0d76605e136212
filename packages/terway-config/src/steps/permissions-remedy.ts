import { PermissionError } from '@ack-hybrid/core';
import type { DesiredPermissions } from '../plan/permissions.ts';
import { describePrincipal } from '../plan/ram/ram-principal.ts';

/**
 * Where the caller may not do something, says what an administrator can do in the caller's place: the whole policy stands in
 * the error's remediation.
 *
 * @throws {PermissionError} with the missing action and the policy document
 */
export const withPolicyRemedy = async <Value>(desired: DesiredPermissions, body: () => Promise<Value>): Promise<Value> => {
  try {
    return await body();
  } catch (error) {
    if (!PermissionError.isInstance(error)) throw error;
    const { service, operation, status, errorCode, requestId, outcome, retryAfterMs, missing } = error;
    const remediation = `Grant ${missing} to the caller and run again, or let an administrator make the RAM policy ${desired.policyName} of the following document, and attach it to the RAM ${describePrincipal(desired.principal)}: ${desired.document}`;
    throw new PermissionError({ service, operation, status, errorCode, requestId, outcome, retryAfterMs, missing, detail: detailOf(error), remediation, cause: error });
  }
};

/** The service's own words, without what the message puts around them. */
const detailOf = ({ service, operation, message }: PermissionError): string => {
  const before = `${service} ${operation} failed: `;
  return (message.startsWith(before) ? message.slice(before.length) : message).replace(/ \([^()]*\)$/, '');
};
