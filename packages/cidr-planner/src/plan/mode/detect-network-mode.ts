import type { ObservedCluster } from '../world/observed-cluster.ts';
import { detectCalico } from './detect-calico.ts';
import { detectCilium } from './detect-cilium.ts';
import { detectFlannel } from './detect-flannel.ts';
import type { DetectedMode, PluginVerdict } from './detected-mode.ts';
import { describeScenario } from './scenario.ts';

/**
 * The network mode of a cluster, with what speaks for it. Two plug-ins, or pools that differ, are `mixed`. The host network can
 * only be inferred: no plug-in's configuration and no pod block anywhere.
 *
 * @example
 * const detected = detectNetworkMode(await createClusterNetworkReader(kubernetes).readCluster());
 * detected.mode; // 'Calico route reflection'
 */
export const detectNetworkMode = (cluster: ObservedCluster): DetectedMode => {
  const unread = cluster.unread ?? [];
  const verdicts = [detectCalico(cluster), detectCilium(cluster.cilium), detectFlannel(cluster.flannel)].filter((verdict) => verdict !== undefined);
  const [verdict, second] = verdicts;
  if (verdict === undefined) return { ...withoutPlugin(cluster), unread };
  if (second !== undefined) return { ...together(verdicts), unread };
  const { needs = [], plugin, mode, name, model, evidence, warnings } = verdict;
  const detected = { mode, name, plugin, evidence, unread, warnings: [...warnings, ...chaining(cluster)] };
  if (model === undefined) return detected;
  const scenario = describeScenario(model);
  return { ...detected, model, scenario: { ...scenario, needs: [...scenario.needs, ...needs] } };
};

const chaining = ({ cilium, calico }: ObservedCluster): readonly string[] => [
  ...(cilium?.chainingMode === undefined || cilium.chainingMode === 'none' ? [] : [`Cilium is chained (${cilium.chainingMode}): it adds policy, and the other plug-in makes the network`]),
  ...(calico?.backend === 'none' ? ['calico_backend is none: Calico adds policy, and the other plug-in makes the network'] : []),
];

const together = (verdicts: readonly PluginVerdict[]): Omit<DetectedMode, 'unread'> => ({
  mode: 'mixed',
  name: verdicts.map((verdict) => verdict.name).join(' and '),
  evidence: verdicts.flatMap((verdict) => verdict.evidence),
  warnings: [
    `${verdicts.map((verdict) => verdict.plugin).join(' and ')} are configured at once: containerd loads the configuration whose file name comes first, so look into /etc/cni/net.d of every node and remove what is left over`,
    ...verdicts.flatMap((verdict) => verdict.warnings),
  ],
});

const withoutPlugin = (cluster: ObservedCluster): Omit<DetectedMode, 'unread'> => {
  const warnings = chaining(cluster);
  const podBlocks = cluster.podCidrs.length + (cluster.podRanges ?? []).length + cluster.nodes.reduce((sum, node) => sum + node.podCidrs.length, 0);
  const pluginHidden = (cluster.unread ?? []).some((part) => /Flannel|Cilium|Calico|kubeadm|kube-flannel/.test(part.what));
  if (podBlocks > 0 || pluginHidden || warnings.length > 0 || cluster.nodes.length === 0 || (cluster.ipPools ?? []).length > 0) {
    return { mode: 'unknown', name: 'unknown', evidence: [], warnings: [...warnings, 'no configuration of Calico, Cilium or Flannel that makes a pod network was found'] };
  }
  return {
    mode: 'Host network',
    name: 'Host network',
    model: 'host',
    evidence: [{ what: `${cluster.nodes.length} on-premises nodes`, where: 'spec.podCIDRs', value: 'not set', says: 'no node has a block for pods, and no plug-in has one' }],
    warnings: ['the host network is inferred from what is not there: another plug-in with its own address management looks the same'],
    scenario: describeScenario('host'),
  };
};
