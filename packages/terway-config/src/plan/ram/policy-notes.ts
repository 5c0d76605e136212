import { describePrincipal, type RamPrincipal } from './ram-principal.ts';

/** What RAM keeps for us beside a policy that isn't ours, as tags of the policy: RAM itself notes neither who attached it nor which version was the default before. */
export interface PolicyNotes {
  /** The version that was the default before this step's. */
  readonly previousDefault: string | undefined;
  /** Whether the version that this step made the default was made by it, too. */
  readonly madeVersion: boolean;
  /** Whether this step attached the policy to the principal. */
  readonly attached: boolean;
}

/** The keys and values of our notes: up to 128 characters a key and 256 a value, as the model of TagResources in @alicloud/ram20150501 1.2.1 says. */
export const noteKeys = (clusterId: string, principal: RamPrincipal): { readonly previousDefault: string; readonly attached: string } => ({
  previousDefault: `ack-hybrid-previous-default-${clusterId}`,
  // By principal, so that two of them don't share a note; the cluster stands in the value.
  attached: `ack-hybrid-attached-${principal.kind}-${principal.name}`,
});

/** The tag that remembers a default version. */
export const renderPreviousDefault = (versionId: string, madeVersion: boolean): string => `${versionId} ${madeVersion ? 'made' : 'chosen'}`;

/** The tag that remembers an attachment. */
export const renderAttached = (clusterId: string, principal: RamPrincipal): string => `${clusterId} ${describePrincipal(principal)}`;

/** Reads our notes among the tags of a policy; what isn't as we write it counts as absent. */
export const parseNotes = (tags: Readonly<Record<string, string>>, clusterId: string, principal: RamPrincipal): PolicyNotes => {
  const keys = noteKeys(clusterId, principal);
  const [, previousDefault, how] = /^(\S+) (made|chosen)$/.exec(tags[keys.previousDefault] ?? '') ?? [];
  return { previousDefault, madeVersion: how === 'made', attached: tags[keys.attached] === renderAttached(clusterId, principal) };
};
