import type { StepOptions } from '@ack-hybrid/core';
import type { CniPort } from '../api/port.ts';
import type { DaemonSetReference } from '../plan/cni-target.ts';
import { planAffinity } from '../plan/exclude-cloud-nodes.ts';
import type { PodAffinitySpec } from '../plan/node-affinity.ts';
import type { DaemonPodView } from '../plan/placement-checks.ts';
import { siteOf } from '../plan/preview-placement.ts';
import { namedDaemonSet, type CalicoAffinityOptions } from './affinity-options.ts';
import type { AppliedAgent, CalicoAffinityResult } from './affinity-step.ts';
import { requireAgent, requireCni } from './observe-cni.ts';
import { requireSafeWrite } from './plan-affinity.ts';
import { waitForRollout } from './wait-for-rollout.ts';
import { componentSettings } from './workloads-options.ts';
import { applyWorkloads, refuseUnsafeWorkloads } from './workloads-step.ts';
import { observeAndWrite, sendWrite } from './write-affinity.ts';

/**
 * Keeps the CNI on premises, DaemonSet by DaemonSet: each is rolled out before the next is written. All are judged before
 * the first is written, so that a refusal leaves nothing half done.
 *
 * @throws {CalicoAffinityError} where it won't go on; see the reasons
 * @throws {WaitTimeoutError} where a rollout doesn't end
 */
export const applyAffinity = async (port: CniPort, settings: CalicoAffinityOptions, options: StepOptions): Promise<CalicoAffinityResult> => {
  const { agents: found, siblings } = await requireCni(port, namedDaemonSet(settings), options);
  const components = settings.allComponents === true ? componentSettings(siblings, settings) : undefined;
  const nodes = await port.listNodes(options);
  for (const agent of found) requireSafeWrite(agent, nodes, settings);
  if (components !== undefined) await refuseUnsafeWorkloads(port, components, nodes, options);
  const agents: AppliedAgent[] = [];
  for (const { target } of found) agents.push(await applyToAgent(port, target.daemonSet, settings, options));
  const { workloads } = components === undefined ? { workloads: [] } : await applyWorkloads(port, components, options);
  return { agents, workloads, changed: [...agents, ...workloads].some((each) => each.changed) };
};

const applyToAgent = async (port: CniPort, reference: DaemonSetReference, settings: CalicoAffinityOptions, options: StepOptions): Promise<AppliedAgent> => {
  let changed = false;
  let podsBefore: readonly DaemonPodView[] | undefined;
  const { found, write, nodes, preview } = await observeAndWrite(
    async () => {
      const agent = await requireAgent(port, reference, options);
      const seen = await port.listNodes(options);
      const planned = requireSafeWrite(agent, seen, settings);
      // Of the first attempt: what a lost write brought doesn't count as from before.
      if (planned.write.patch !== undefined) podsBefore ??= await port.listDaemonPods(agent.daemonSet, options);
      await sendWrite(port, agent, planned.write, options, (sent) => (changed = sent));
      return { found: agent, nodes: seen, ...planned };
    },
    settings,
    options,
  );
  const isRendered = (affinity: PodAffinitySpec | undefined): boolean => !planAffinity(affinity?.nodeAffinity, settings).changed;
  // Also where nothing was written: a run before this one may have died while the pods were being replaced.
  await waitForRollout(port, { reference, nodes, isRendered, ...(podsBefore === undefined ? {} : { podsBefore }) }, settings, options);
  options.onProgress?.(changed ? `${write.subject} keeps off the cloud nodes` : `${write.subject} keeps off the cloud nodes already`);
  const kept = new Set(preview.keep);
  return { target: found.target, changed, onPremisesNodes: nodes.filter((node) => siteOf(node) === 'on-premises' && kept.has(node.name)).map((node) => node.name) };
};
