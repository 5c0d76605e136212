import { InvalidInputError, PermissionError } from '@ack-hybrid/core';
import type { CallContext, Ram } from '../api/port.ts';
import type { PolicyName, RamReader } from '../api/ram-reader.ts';
import type { DesiredPermissions, ObservedPermissions } from '../plan/permissions.ts';
import type { HeldPolicy } from '../plan/ram/evaluate-policies.ts';
import { parsePolicy } from '../plan/ram/parse-policy.ts';
import type { ObservedPolicy } from '../plan/ram/plan-policy.ts';
import { parseNotes } from '../plan/ram/policy-notes.ts';
import { describePrincipal, type RamPrincipal } from '../plan/ram/ram-principal.ts';

/** All policies that a principal has, or why they aren't all known. */
export type HeldPolicies = { readonly known: true; readonly held: readonly HeldPolicy[] } | { readonly known: false; readonly why: string };

/** What the step looks at RAM through. */
export interface RamPorts {
  readonly ram: Ram;
  readonly reader: RamReader;
}

/** What RAM holds of ours, or in the place of ours. */
export const observePermissions = async ({ ram, reader }: RamPorts, desired: DesiredPermissions, options: CallContext): Promise<Omit<ObservedPermissions, 'held'>> => {
  const { principal, policyName } = desired;
  const [found, policy] = await Promise.all([reader.principal(principal, options), observePolicy({ ram, reader }, desired, options)]);
  const attached = found !== undefined && policy !== undefined && (await reader.policiesAttachedTo(principal, options)).some(({ type, name }) => type === 'Custom' && name === policyName);
  return { principal: found, policy, attached };
};

const observePolicy = async ({ ram, reader }: RamPorts, { policyName, marker, adopt, clusterId, principal }: DesiredPermissions, options: CallContext): Promise<ObservedPolicy | undefined> => {
  const policy = await ram.policy(policyName, options);
  if (policy === undefined) return undefined;
  const isAdopted = adopt && policy.description !== marker;
  const [versions, tags] = await Promise.all([reader.policyVersions(policyName, options), isAdopted ? reader.policyTags(policyName, options) : {}]);
  return { description: policy.description, versions, notes: parseNotes(tags, clusterId, principal) };
};

/**
 * All policies that a principal has: those attached to it, and those of a user's groups. Where the caller may not read one of
 * them, or it isn't written in the language that we know, nothing is said about them.
 */
export const readHeldPolicies = async (reader: RamReader, principal: RamPrincipal, options: CallContext): Promise<HeldPolicies> => {
  try {
    const groups = principal.kind === 'user' ? await reader.groupsOf(principal.name, options) : [];
    const holders: readonly RamPrincipal[] = [principal, ...groups.map((name): RamPrincipal => ({ kind: 'group', name }))];
    const attached = await Promise.all(holders.map(async (holder) => (await reader.policiesAttachedTo(holder, options)).map((policy) => ({ policy, through: describePrincipal(holder) }))));
    const documents = new Map<string, Promise<string | undefined>>();
    const documentOf = (policy: PolicyName): Promise<string | undefined> => {
      const known = documents.get(nameOf(policy)) ?? reader.policyDocument(policy, options);
      documents.set(nameOf(policy), known);
      return known;
    };
    const held = await Promise.all(
      attached.flat().map(async ({ policy, through }): Promise<readonly HeldPolicy[]> => {
        const document = await documentOf(policy);
        // Gone since it was listed.
        return document === undefined ? [] : [{ policy: nameOf(policy), through, document: parsePolicy(document, `RAM policy ${nameOf(policy)}`) }];
      }),
    );
    return { known: true, held: held.flat() };
  } catch (error) {
    if (PermissionError.isInstance(error)) return { known: false, why: `the caller may not ${error.missing}` };
    if (InvalidInputError.isInstance(error)) return { known: false, why: error.message };
    throw error;
  }
};

const nameOf = ({ type, name }: PolicyName): string => `${type}/${name}`;
