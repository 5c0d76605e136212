import type { Check, Kubernetes, Step, StepOptions, StepPlan } from '@ack-hybrid/core';
import { createKubernetesCni } from '../api/kubernetes-cni.ts';
import { createLeftoverReader } from '../api/leftover-reader.ts';
import type { CniPort } from '../api/port.ts';
import { templateAffinityOf, type CniTarget } from '../plan/cni-target.ts';
import { checkLeftovers } from '../plan/leftovers/check-leftovers.ts';
import type { NodeView } from '../plan/match-node.ts';
import { checkNoTarget, checkPlacement, checkSibling } from '../plan/placement-checks.ts';
import { checkOptions, namedDaemonSet, type CalicoAffinityOptions } from './affinity-options.ts';
import { applyAffinity } from './apply-affinity.ts';
import { observeCni } from './observe-cni.ts';
import { planAgent, type DesiredAgent, type PlannedAgent } from './plan-affinity.ts';
import { undoAffinity } from './undo-affinity.ts';
import { componentSettings } from './workloads-options.ts';
import { planWorkloads, verifyWorkloads, type DesiredWorkload, type OnPremisesWorkloadsResult } from './workloads-step.ts';
import { observeAndWrite } from './write-affinity.ts';

/** What the step wants. */
export interface CalicoAffinityDesired {
  /** The DaemonSets of the CNI, in the order in which they leave the cloud; empty where none was found, or it isn't clear. */
  readonly agents: readonly DesiredAgent[];
  /** With the option `allComponents`: what belongs on premises besides. */
  readonly components: readonly DesiredWorkload[];
}

/** What the step did. */
export interface CalicoAffinityResult extends OnPremisesWorkloadsResult {
  readonly agents: readonly AppliedAgent[];
  /** Whether this run wrote. */
  readonly changed: boolean;
}

/** What the step did to one DaemonSet. */
export interface AppliedAgent {
  readonly target: CniTarget;
  /** Whether this run wrote. */
  readonly changed: boolean;
  /** The on-premises nodes that had its pod selected, and must keep it. */
  readonly onPremisesNodes: readonly string[];
}

/**
 * The step that keeps the on-premises CNI off the cloud nodes: finds Calico, Canal, Cilium, Flannel and others, under any
 * name, and their owner, merges the requirement into the affinity that is there, refuses where an on-premises node would
 * lose its CNI, waits for the rollout, proves the placement, and takes it back on demand.
 *
 * @throws {InvalidInputError} at once, for bad options
 * @example
 * const kubernetes = createKubernetes({ kind: 'default' });
 * await runSteps([createAffinityStep({ kubernetes })], { mode: 'plan' });
 */
export const createAffinityStep = (clients: { readonly kubernetes: Kubernetes }, options: CalicoAffinityOptions = {}): Step<CalicoAffinityDesired, CalicoAffinityResult> => {
  const step = createAffinityStepOn(createKubernetesCni(clients.kubernetes), options);
  const { leftovers } = options;
  if (leftovers === undefined) return step;
  const reader = createLeftoverReader(clients.kubernetes);
  return { ...step, verify: async (result, settings = {}) => [...(await step.verify(result, settings)), ...checkLeftovers(await reader.readLeftovers(settings), leftovers)] };
};

/** As {@link createAffinityStep}, over a port of one's own. */
export const createAffinityStepOn = (port: CniPort, settings: CalicoAffinityOptions): Step<CalicoAffinityDesired, CalicoAffinityResult> => {
  checkOptions(settings);
  return {
    name: 'calico-affinity',
    title: 'Keep the CNI on premises',
    plan: (options = {}) => observeAndWrite(() => planAffinityStep(port, settings, options), settings, options),
    apply: (_plan, options = {}) => applyAffinity(port, settings, options),
    verify: (result, options = {}) => verifyAffinity(port, result, settings, options),
    undo: (options = {}) => undoAffinity(port, settings, options),
  };
};

const planAffinityStep = async (port: CniPort, settings: CalicoAffinityOptions, options: StepOptions): Promise<StepPlan<CalicoAffinityDesired>> => {
  const observed = await observeCni(port, namedDaemonSet(settings), options);
  if (observed.found === undefined) return { desired: { agents: [], components: [] }, changes: [], checks: [checkNoTarget(observed.target)] };
  const { agents, siblings, checks } = observed.found;
  const nodes = await port.listNodes(options);
  const planned: PlannedAgent[] = [];
  for (const agent of agents) planned.push(await planAgent(port, agent, nodes, settings, options));
  const components = settings.allComponents === true ? await planWorkloads(port, componentSettings(siblings, settings), nodes, options) : undefined;
  return {
    desired: { agents: planned.map((each) => each.desired), components: components?.desired ?? [] },
    changes: [...planned.flatMap((each) => each.changes), ...(components?.changes ?? [])],
    checks: [...planned.flatMap((each) => each.checks), ...checks, ...(components?.checks ?? siblings.map(checkSibling))],
  };
};

const verifyAffinity = async (port: CniPort, result: CalicoAffinityResult, settings: CalicoAffinityOptions, options: StepOptions): Promise<readonly Check[]> => {
  const nodes = await port.listNodes(options);
  const checks: Check[] = [];
  for (const agent of result.agents) checks.push(...(await verifyAgent(port, agent, nodes, settings, options)));
  return result.workloads.length === 0 ? checks : [...checks, ...(await verifyWorkloads(port, result, settings, nodes, options))];
};

const verifyAgent = async (port: CniPort, { target, onPremisesNodes }: AppliedAgent, nodes: readonly NodeView[], settings: CalicoAffinityOptions, options: StepOptions): Promise<readonly Check[]> => {
  const { namespace, name } = target.daemonSet;
  const daemonSet = await port.readDaemonSet(target.daemonSet, options);
  if (daemonSet === undefined) {
    return [{ name: 'calico-affinity-in-place', status: 'fail', message: `DaemonSet ${namespace}/${name} is not there any more`, remediation: 'Install the CNI again, then run the step again.' }];
  }
  const pods = await port.listDaemonPods(daemonSet, options);
  return checkPlacement({ daemonSet, effective: templateAffinityOf(daemonSet)?.nodeAffinity, nodes, pods, expected: onPremisesNodes, options: settings });
};
