import type { SignedRule } from './workload-sign.ts';

/**
 * What is recommended of a workload:
 * `both-sides` it must run on premises and in the cloud; `on-premises` it must not run in the cloud; `cloud` it must run
 * there and not on premises; `decide` both can be right, and the reason says what it depends on; `unknown` nothing of it
 * was recognised: look.
 */
export type PlacementRecommendation = 'both-sides' | 'on-premises' | 'cloud' | 'decide' | 'unknown';

/** Software that is recognised, and where it belongs in a hybrid cluster. */
export interface KnownWorkload extends SignedRule {
  /** As people call it. */
  readonly software: string;
  readonly recommendation: Exclude<PlacementRecommendation, 'unknown'>;
  /** One sentence, without its full stop. */
  readonly reason: string;
  /** It belongs to the on-premises CNI, and is needed in the cloud where that CNI runs there, too. */
  readonly cni?: true;
  /** It is the agent of a CNI: pods on its node lose their network with it, so the step `calico-affinity` is the one to move it. */
  readonly agent?: true;
  /** Flags of its containers, without dashes, that belong to the evidence. */
  readonly shows?: readonly string[];
}
