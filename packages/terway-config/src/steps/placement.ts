import type { Kubernetes, Step } from '@ack-hybrid/core';
import { createClusterReader } from '../api/kubernetes-reader.ts';
import type { ClusterReader } from '../api/port.ts';
import { checkPlacement } from '../plan/check-placement.ts';

/** The step plans nothing and gives nothing: it proves. */
export type PlacementStep = Step<Readonly<Record<string, never>>, Readonly<Record<string, never>>>;

/**
 * The step that proves that Terway's DaemonSet selects cloud nodes only, that none of its pods runs on premises, that one
 * is Ready on each cloud node (a warning where not), and that the kernels are new enough for its version. It writes nothing; without the DaemonSet (the add-on isn't installed yet) the plan is empty, and the verification fails.
 */
export const createPlacementStep = (clients: { readonly kubernetes: Kubernetes }): PlacementStep => placementStep(createClusterReader(clients.kubernetes));

/** The step over its port. */
export const placementStep = (reader: Pick<ClusterReader, 'terway' | 'nodes'>): PlacementStep => ({
  name: 'terway-placement',
  title: 'Prove that Terway stays in the cloud',
  plan: async (options = {}) => {
    const [terway, nodes] = await Promise.all([reader.terway(options), reader.nodes(options)]);
    return { desired: {}, changes: [], checks: terway === undefined ? [] : checkPlacement({ daemonSet: terway, nodes }) };
  },
  apply: () => Promise.resolve({}),
  verify: async (_result, options = {}) => {
    const [terway, nodes] = await Promise.all([reader.terway(options), reader.nodes(options)]);
    return checkPlacement({ daemonSet: terway, nodes });
  },
});
