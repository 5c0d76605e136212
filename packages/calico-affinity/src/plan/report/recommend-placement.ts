import { knownAgents } from './known-agents.ts';
import { knownCni, knownNetworkServices } from './known-network.ts';
import { knownStorage } from './known-storage.ts';
import type { KnownWorkload, PlacementRecommendation } from './known-workload.ts';
import { findEvidence, findFlag } from './workload-sign.ts';
import type { WorkloadView } from './workload-view.ts';

/** Where the on-premises CNI shall run: Terway serves the cloud nodes, or an overlay spans both sides. */
export type CniReach = 'on-premises' | 'both-sides';

/** Where a workload belongs, and why. */
export interface PlacementAdvice {
  readonly recommendation: PlacementRecommendation;
  /** What it is; absent where nothing was recognised. */
  readonly software?: string;
  /** A sentence without its full stop. */
  readonly reason: string;
  /** What it was recognised by. */
  readonly evidence: readonly string[];
  /** Whether it is the agent of a CNI. */
  readonly agent: boolean;
}

/** First come, first served: what is specific stands before what is general. */
const knownWorkloads: readonly KnownWorkload[] = [...knownCni, ...knownNetworkServices, ...knownStorage, ...knownAgents];

/**
 * Where a workload belongs in a hybrid cluster, by its images, labels and containers, never by its name alone: a DaemonSet
 * that is called calico-node and runs something else is unknown. Pure.
 *
 * @param cni default `on-premises`
 */
export const recommendPlacement = (view: WorkloadView, cni: CniReach = 'on-premises'): PlacementAdvice => {
  for (const known of knownWorkloads) {
    const found = findEvidence(known, view);
    if (found === undefined) continue;
    const evidence = [...found, ...(known.shows ?? []).map((flag) => findFlag(view, flag)).filter((flag) => flag !== undefined)];
    const agent = known.agent === true;
    const spans = known.cni === true && cni === 'both-sides' && known.recommendation === 'on-premises';
    if (!spans) return { recommendation: known.recommendation, software: known.software, reason: known.reason, evidence, agent };
    return view.reference.kind === 'DaemonSet'
      ? { recommendation: 'both-sides', software: known.software, reason: 'this CNI spans both sides, so each node needs it', evidence, agent }
      : { recommendation: 'decide', software: known.software, reason: 'this CNI spans both sides; its controllers work wherever all its agents reach them', evidence, agent };
  }
  return { recommendation: 'unknown', reason: 'nothing of it was recognised: look what it does, whether the cloud nodes need it, and whether its images can be pulled there', evidence: lookAt(view), agent: false };
};

/** Where nothing is known, the images are what to look at. */
const lookAt = ({ containers }: WorkloadView): readonly string[] => containers.slice(0, 5).map(({ image, name }) => `image ${image} (container ${name})`);
