import type { Change } from '@ack-hybrid/core';
import { NotOursError } from '../../errors.ts';
import { samePolicyDocument } from '../ram-policy.ts';
import { evaluateAction } from './evaluate-policies.ts';
import { parsePolicy } from './parse-policy.ts';
import { maximumVersions } from './policy-document.ts';
import type { PolicyNotes } from './policy-notes.ts';
import { extendPolicy } from './render-policy.ts';

/** A version of a custom policy. */
export interface PolicyVersion {
  /** `v3`; numbers aren't used twice. */
  readonly id: string;
  readonly isDefault: boolean;
  readonly document: string;
}

/** A custom policy as RAM has it. */
export interface ObservedPolicy {
  /** Carries our marker where the policy is ours. */
  readonly description: string;
  readonly versions: readonly PolicyVersion[];
  readonly notes: PolicyNotes;
}

/** What the policy is to say. */
export interface DesiredPolicy {
  readonly policyName: string;
  /** The policy of Terway, JSON. */
  readonly document: string;
  /** What it allows. */
  readonly actions: readonly string[];
  readonly isOurs: boolean;
}

/** One write to the policy itself. */
export type PolicyAction =
  | { readonly kind: 'create-policy'; readonly document: string; readonly change: Change }
  /** Remembers the default of a policy that isn't ours, before it is changed. */
  | { readonly kind: 'note-default'; readonly versionId: string; readonly madeVersion: boolean; readonly change: Change }
  | { readonly kind: 'delete-version'; readonly versionId: string; readonly change: Change }
  | { readonly kind: 'create-version'; readonly document: string; readonly change: Change }
  | { readonly kind: 'set-default'; readonly versionId: string; readonly change: Change };

/**
 * The writes that lead a policy to what it is to say, in their order. Ours is to say the policy of Terway, no more; one that
 * isn't keeps what it says and gets what it lacks. A version that says so already is chosen instead of made again, and where
 * there are five, the oldest that isn't the default goes first: of ours alone, as nothing brings a version back.
 *
 * @throws {NotOursError} where a version of a policy that isn't ours would have to go
 * @throws {InvalidInputError} `InvalidRamPolicy` where a policy that isn't ours can't be read, `RamPolicyTooLong` where it has no room
 */
export const planPolicy = (observed: ObservedPolicy | undefined, desired: DesiredPolicy): readonly PolicyAction[] => {
  const target = `RAM policy ${desired.policyName}`;
  if (observed === undefined) {
    return [{ kind: 'create-policy', document: desired.document, change: { action: 'create', target, summary: 'create the policy with what Terway calls', after: desired.document } }];
  }
  const current = observed.versions.find(({ isDefault }) => isDefault);
  const document = desired.isOurs ? desired.document : adoptedDocument(current?.document ?? '', desired);
  if (current !== undefined && samePolicyDocument(current.document, document)) return [];
  const spare = observed.versions.filter(({ isDefault }) => !isDefault);
  const ready = spare.find((version) => samePolicyDocument(version.document, document));
  const words = desired.isOurs ? 'with what Terway calls' : 'with what it says and what Terway calls beside that';
  const change = { action: 'update', target, before: current?.document, after: document } as const;
  const note: PolicyAction[] =
    desired.isOurs || current === undefined || observed.notes.previousDefault !== undefined
      ? []
      : [{ kind: 'note-default', versionId: current.id, madeVersion: ready === undefined, change: { action: 'update', target, summary: `tag the policy with its default version ${current.id}, which undo brings back` } }];
  if (ready !== undefined) return [...note, { kind: 'set-default', versionId: ready.id, change: { ...change, summary: `make the version ${ready.id} the default, ${words}` } }];
  return [...note, ...planRoom(spare, observed.versions.length, desired, target), { kind: 'create-version', document, change: { ...change, summary: `make a new default version ${words}` } }];
};

/** What a policy that isn't ours is to say: the same text where it allows all of it, or denies it, which no Allow mends. */
const adoptedDocument = (document: string, { actions, policyName }: DesiredPolicy): string => {
  const subject = `RAM policy ${policyName}`;
  const own = [{ policy: `Custom/${policyName}`, through: '', document: parsePolicy(document, subject) }];
  const lacking = actions.filter((action) => {
    const { kind } = evaluateAction(own, action);
    return kind === 'missing' || (kind === 'restricted' && !isDenied(own, action));
  });
  return lacking.length === 0 ? document : extendPolicy(document, lacking, subject);
};

/** Whether a Deny narrows it: then one more Allow changes nothing. */
const isDenied = (own: Parameters<typeof evaluateAction>[0], action: string): boolean => {
  const verdict = evaluateAction(own, action);
  return verdict.kind === 'restricted' && verdict.limits.every(({ effect }) => effect === 'Deny');
};

const planRoom = (spare: readonly PolicyVersion[], count: number, { isOurs, policyName }: DesiredPolicy, target: string): readonly PolicyAction[] => {
  const oldest = [...spare].sort(byNumber)[0];
  if (count < maximumVersions || oldest === undefined) return [];
  if (!isOurs) {
    throw new NotOursError({
      target,
      message: `has ${count} versions, as many as RAM keeps, and none of them is ours to delete`,
      remediation: `Delete one by hand (the oldest that isn't the default is ${oldest.id}), or choose another policyName than ${policyName}.`,
    });
  }
  return [{ kind: 'delete-version', versionId: oldest.id, change: { action: 'delete', target, summary: `delete the version ${oldest.id}, the oldest that isn't the default: RAM keeps ${maximumVersions}`, before: oldest.document } }];
};

const byNumber = (left: PolicyVersion, right: PolicyVersion): number => Number(left.id.replace(/\D/g, '')) - Number(right.id.replace(/\D/g, ''));
