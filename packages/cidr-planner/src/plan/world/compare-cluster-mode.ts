import type { DetectedMode } from '../mode/detected-mode.ts';
import { detectNetworkMode } from '../mode/detect-network-mode.ts';
import { recommendNetworkMode } from '../mode/network-mode.ts';
import type { NetworkModeAdvice, OnPremisesCni } from '../mode/network-mode.ts';
import type { NetworkInput } from '../network/network-input.ts';
import type { NetworkFinding } from '../rules/finding.ts';
import { difference } from './compare-vpc.ts';
import type { ObservedCluster } from './observed-cluster.ts';

/** A warning where a cluster has another network mode than the one that is recommended; none where its mode isn't known. */
export const compareNetworkMode = (detected: DetectedMode, advice: NetworkModeAdvice): readonly NetworkFinding[] => {
  if (detected.mode === advice.mode || detected.mode === 'unknown') return [];
  // Every overlay does what the guide asks of its three.
  if (detected.model === 'overlay' && advice.model === 'overlay') return [];
  const evidence = detected.evidence.slice(0, 3).map((one) => `${one.what} ${one.where} is ${one.value}`);
  return [
    difference({
      rule: 'network-mode-differs',
      severity: 'warning',
      message: `the cluster has ${detected.name}, and ${advice.mode} is recommended: ${advice.reasons.join('; ')}${evidence.length === 0 ? '' : ` (read: ${evidence.join('; ')})`}`,
      why: detected.mode === 'mixed' ? 'Pods of different modes reach the cloud in different ways, and one of the ways is then missing.' : 'What the cloud side needs follows from the mode: Terway, node affinity and BGP on the border router.',
      source: advice.source,
      remediation: [...detected.warnings, `For ${advice.mode}: ${advice.needs.join('; ')}.`].join('. '),
    }),
  ];
};

/** Compares what is detected with what is recommended for as many nodes. Whoever routes by BGP wants its performance, whatever the size. */
export const compareDetectedMode = (input: NetworkInput, cluster: ObservedCluster): readonly NetworkFinding[] => {
  const detected = detectNetworkMode(cluster);
  const cni: OnPremisesCni = detected.mode === 'Host network' ? 'host-network' : (detected.plugin ?? 'calico');
  const nodes = Math.max(1, cluster.nodes.length, input.dataCenter.nodes ?? 0);
  return compareNetworkMode(detected, recommendNetworkMode({ nodes, highPerformance: detected.model === 'bgp' || detected.model === 'routed', cni }));
};
