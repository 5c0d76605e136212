import { planNetwork, type NetworkInput } from '@ack-hybrid/cidr-planner';
import { HybridError } from '@ack-hybrid/core';
import type { HybridSpec } from './spec.ts';

/** The spec's network in the words of the planner. The VPC and its vSwitches are looked up later, so they may still move here. */
export const networkInput = (spec: HybridSpec): NetworkInput => ({
  region: spec.region,
  dataCenter: { nodeCidr: spec.dataCenter.nodeCidr, podCidr: spec.dataCenter.podCidr, serviceCidr: spec.dataCenter.serviceCidr },
  vpc: spec.vpc,
  vSwitches: spec.vSwitches,
  waivers: spec.waivers,
  demand: { nodes: spec.nodePool.size },
});

/**
 * Judges the network as it is described, before anyone is called.
 *
 * @throws {InvalidInputError} for a block that is none, with its path
 * @throws {HybridError} `NetworkConflict` with each conflict, why it matters, and the nearest legal fix
 */
export const checkNetwork = (spec: HybridSpec): void => {
  const errors = planNetwork(networkInput(spec)).findings.filter((finding) => finding.severity === 'error');
  if (errors.length === 0) return;
  const lines = errors.map((finding) => `  ${finding.rule}: ${finding.message}. ${finding.why}\n    fix: ${finding.remediation}`);
  throw new HybridError({ code: 'NetworkConflict', message: `the network does not hold, so nothing was called or written:\n${lines.join('\n')}`, remediation: 'Change the spec as the fixes say, and plan again.' });
};
