import { InvalidInputError, type Check } from '@ack-hybrid/core';
import type { DesiredPermissions, ObservedPermissions } from '../plan/permissions.ts';
import { checkComparison, comparePermissions, notWhollyAllowed } from '../plan/ram/compare-permissions.ts';
import type { HeldPolicy } from '../plan/ram/evaluate-policies.ts';
import { parsePolicy } from '../plan/ram/parse-policy.ts';
import { describePrincipal } from '../plan/ram/ram-principal.ts';
import { terwayPolicy } from '../plan/ram-policy.ts';
import type { HeldPolicies } from './permissions-observation.ts';

const again = 'Apply the step terway-permissions again.';

/** Whether what was applied holds: who calls, what the policy says, to whom it is attached, and what all policies come to. */
export const verifyChecks = (observed: ObservedPermissions, held: HeldPolicies, desired: DesiredPermissions): readonly Check[] => {
  const { principal, policyName } = desired;
  const [kind, who] = [principal.kind, describePrincipal(principal)];
  const exists: Check =
    observed.principal === undefined
      ? { name: `terway-ram-${kind}-exists`, status: 'fail', message: `there is no RAM ${who}`, remediation: again }
      : { name: `terway-ram-${kind}-exists`, status: 'pass', message: `the RAM ${who} exists` };
  const comparison = compareChecks(held, who, again);
  const suffices = desired.grant === 'missing' && !observed.attached && held.known && notWhollyAllowed(comparePermissions(terwayPolicy.actions, held.held)).length === 0;
  if (suffices) return [exists, ...comparison];
  return [
    exists,
    isComplete(observed, desired)
      ? { name: 'terway-policy-complete', status: 'pass', message: `the default version of ${policyName} grants what Terway calls` }
      : {
          name: 'terway-policy-complete',
          status: 'fail',
          message: observed.policy === undefined ? `there is no RAM policy ${policyName}` : `the default version of ${policyName} is not the policy of this release`,
          remediation: again,
        },
    observed.attached
      ? { name: 'terway-policy-attached', status: 'pass', message: `${policyName} is attached to ${principal.name}` }
      : { name: 'terway-policy-attached', status: 'fail', message: `${policyName} is not attached to ${principal.name}`, remediation: again },
    ...comparison,
  ];
};

/** What will hold once the step is applied: what is attached now, with the policy as it is to be. */
export const planChecks = (observed: ObservedPermissions, held: HeldPolicies, desired: DesiredPermissions): readonly Check[] => {
  const who = describePrincipal(desired.principal);
  if (!held.known) return compareChecks(held, who, again);
  const policy = `Custom/${desired.policyName}`;
  const through = who;
  const isOurs = observed.policy === undefined || observed.policy.description === desired.marker;
  // What an adopted policy says comes along with what is added to it.
  const adopted = isOurs ? undefined : observed.policy?.versions.find(({ isDefault }) => isDefault)?.document;
  const added = [desired.document, ...(adopted === undefined ? [] : [adopted])].map((document): HeldPolicy => ({ policy, through, document: parsePolicy(document, `RAM policy ${policy}`) }));
  return compareChecks({ known: true, held: [...held.held.filter((one) => one.policy !== policy || one.through !== who), ...added] }, who, again);
};

const compareChecks = (held: HeldPolicies, who: string, remedy: string): readonly Check[] =>
  held.known
    ? checkComparison(comparePermissions(terwayPolicy.actions, held.held), who, remedy)
    : [{ name: 'terway-actions-allowed', status: 'warn', message: `what the policies of ${who} allow could not be told: ${held.why}`, remediation: 'Let the caller read RAM (AliyunRAMReadOnlyAccess does), or look by hand.' }];

const isComplete = ({ policy }: ObservedPermissions, { policyName }: DesiredPermissions): boolean => {
  const document = policy?.versions.find(({ isDefault }) => isDefault)?.document;
  if (document === undefined) return false;
  try {
    const own = [{ policy: policyName, through: '', document: parsePolicy(document, `RAM policy ${policyName}`) }];
    return notWhollyAllowed(comparePermissions(terwayPolicy.actions, own)).length === 0;
  } catch (error) {
    if (InvalidInputError.isInstance(error)) return false;
    throw error;
  }
};
