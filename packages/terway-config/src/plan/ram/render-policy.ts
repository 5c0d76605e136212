import { InvalidInputError } from '@ack-hybrid/core';
import { maximumDocumentBytes } from './policy-document.ts';

/**
 * A RAM policy that allows these actions on every resource, a statement a service. ENIs don't exist beforehand, so the
 * resource can't be narrowed.
 *
 * @returns JSON on one line
 */
export const renderPolicy = (actions: readonly string[]): string => JSON.stringify({ Version: '1', Statement: statementsFor(actions) });

/**
 * A policy with everything that it says, and these actions allowed beside it.
 *
 * @param document a document that `parsePolicy` takes
 * @throws {InvalidInputError} with code `RamPolicyTooLong` where RAM wouldn't take it for its length
 */
export const extendPolicy = (document: string, actions: readonly string[], subject: string): string => {
  const before = JSON.parse(document) as { readonly Statement: readonly unknown[] };
  const text = JSON.stringify({ ...before, Statement: [...before.Statement, ...statementsFor(actions)] });
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > maximumDocumentBytes) {
    throw new InvalidInputError({
      code: 'RamPolicyTooLong',
      subject,
      issues: [{ path: '', message: `would have ${bytes} bytes with what Terway calls; RAM takes ${maximumDocumentBytes}` }],
      remediation: 'Choose another policyName, so that Terway gets a policy of its own.',
    });
  }
  return text;
};

const statementsFor = (actions: readonly string[]): readonly object[] =>
  [...new Set(actions.map(serviceOf))].map((service) => ({ Action: actions.filter((action) => serviceOf(action) === service), Resource: ['*'], Effect: 'Allow' }));

const serviceOf = (action: string): string => action.split(':')[0] ?? '';
