import type { DesiredNodePool } from '@ack-hybrid/nodepool';
import type { HybridSpec } from './spec.ts';

/** The spec's node pool in the words of the package, in the vSwitches that were found. */
export const desiredPool = ({ nodePool }: HybridSpec, vSwitchIds: readonly string[]): DesiredNodePool => {
  const { keyPair, ...pool } = nodePool;
  return { ...pool, vSwitchIds, ...(keyPair === undefined ? {} : { login: { kind: 'key-pair', name: keyPair } }) };
};
