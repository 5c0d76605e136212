import { ApiError, checkAppliers, ConflictError, type Check, type Kubernetes, type Step, type StepOptions, type StepPlan } from '@ack-hybrid/core';
import { createKubernetesCalico } from '../api/kubernetes-calico.ts';
import { createLeftoverReader } from '../api/leftover-reader.ts';
import type { CalicoPort } from '../api/port.ts';
import { planExcludingWrite, type ExcludingWrite } from '../plan/affinity-write.ts';
import { templateAffinityOf, type CalicoTarget } from '../plan/detect-calico.ts';
import { planAffinity } from '../plan/exclude-cloud-nodes.ts';
import { readPath, sameJson } from '../plan/json.ts';
import { checkLeftovers } from '../plan/leftovers/check-leftovers.ts';
import type { PodAffinitySpec } from '../plan/node-affinity.ts';
import { componentOf } from '../plan/owner/chart-components.ts';
import { judgeOwner } from '../plan/owner/judge-owner.ts';
import { checkChange, checkPlacement, checkSibling, checkTarget } from '../plan/placement-checks.ts';
import { assertNoneEndangered, countNodes, siteOf, type PlacementPreview } from '../plan/preview-placement.ts';
import { checkOptions, namedDaemonSet, type CalicoAffinityOptions } from './affinity-options.ts';
import { observeCalico, requireCalico, type FoundCalico } from './observe-calico.ts';
import { overrideOwners, refuseReverted } from './refuse-reverted.ts';
import { undoAffinity } from './undo-affinity.ts';
import { waitForRollout } from './wait-for-rollout.ts';
import { describeWrite, observeAndWrite, patchTargetOf, previewWrite, sendWrite } from './write-affinity.ts';

/** What the step wants. */
export interface CalicoAffinityDesired {
  readonly target: CalicoTarget;
  /** The pod affinity as it shall stand at the target; `undefined` where no Calico was found. */
  readonly affinity: PodAffinitySpec | undefined;
  /** Who keeps, loses and gains the pod. */
  readonly preview: PlacementPreview | undefined;
}

/** What the step did. */
export interface CalicoAffinityResult {
  readonly target: Exclude<CalicoTarget, { kind: 'none' }>;
  /** Whether this run wrote. */
  readonly changed: boolean;
  /** The on-premises nodes that had calico-node selected, and must keep it. */
  readonly onPremisesNodes: readonly string[];
}

/**
 * The step that keeps Calico off the cloud nodes: finds Calico and its owner, merges the requirement into the affinity
 * that is there, refuses where an on-premises node would lose its CNI, waits for the rollout, proves the placement, and
 * takes it back on demand.
 *
 * @throws {InvalidInputError} at once, for bad options
 * @example
 * const kubernetes = createKubernetes({ kind: 'default' });
 * await runSteps([createAffinityStep({ kubernetes })], { mode: 'plan' });
 */
export const createAffinityStep = (clients: { readonly kubernetes: Kubernetes }, options: CalicoAffinityOptions = {}): Step<CalicoAffinityDesired, CalicoAffinityResult> => {
  const step = createAffinityStepOn(createKubernetesCalico(clients.kubernetes), options);
  const { leftovers } = options;
  if (leftovers === undefined) return step;
  const reader = createLeftoverReader(clients.kubernetes);
  return { ...step, verify: async (result, settings = {}) => [...(await step.verify(result, settings)), ...checkLeftovers(await reader.readLeftovers(settings), leftovers)] };
};

/** As {@link createAffinityStep}, over a port of one's own. */
export const createAffinityStepOn = (port: CalicoPort, settings: CalicoAffinityOptions): Step<CalicoAffinityDesired, CalicoAffinityResult> => {
  checkOptions(settings);
  return {
    name: 'calico-affinity',
    title: 'Keep Calico on premises',
    plan: (options = {}) => observeAndWrite(() => planStep(port, settings, options), settings, options),
    apply: (_plan, options = {}) => applyStep(port, settings, options),
    verify: (result, options = {}) => verifyStep(port, result, settings, options),
    undo: (options = {}) => undoAffinity(port, settings, options),
  };
};

const planStep = async (port: CalicoPort, settings: CalicoAffinityOptions, options: StepOptions): Promise<StepPlan<CalicoAffinityDesired>> => {
  const observed = await observeCalico(port, namedDaemonSet(settings), options);
  if (observed.found === undefined) {
    return { desired: { target: observed.target, affinity: undefined, preview: undefined }, changes: [], checks: [checkTarget(observed.target)] };
  }
  const { found } = observed;
  const write = planExcludingWrite(found.holder, settings);
  const nodes = await port.listNodes(options);
  const preview = previewWrite(found, write, nodes, settings);
  const checks: Check[] = [
    checkTarget(found.target),
    ...checkChange({ target: found.target, daemonSet: found.daemonSet, preview, findings: write.plan.findings, changed: write.patch !== undefined }),
    ...checkOwners(found, write),
    ...judgeCalicoOwner(found, write, settings),
    ...(await checkDryRun(port, found, write, options)),
    ...(await checkSiblings(port, found, options)),
  ];
  const changes = write.patch === undefined ? [] : [describeWrite(write, describeExclusion(write, preview))];
  return { desired: { target: found.target, affinity: write.after, preview }, changes, checks };
};

const applyStep = async (port: CalicoPort, settings: CalicoAffinityOptions, options: StepOptions): Promise<CalicoAffinityResult> => {
  let changed = false;
  const { found, write, nodes, preview } = await observeAndWrite(
    async () => {
      const calico = await requireCalico(port, namedDaemonSet(settings), options);
      const planned = planExcludingWrite(calico.holder, settings);
      const seen = await port.listNodes(options);
      const placement = previewWrite(calico, planned, seen, settings);
      assertNoneEndangered(placement, planned.subject);
      refuseReverted(judgeCalicoOwner(calico, planned, settings));
      await sendWrite(port, calico, planned, options, (sent) => (changed = sent));
      return { found: calico, write: planned, nodes: seen, preview: placement };
    },
    settings,
    options,
  );
  const reference = found.target.daemonSet;
  const isRendered = (affinity: PodAffinitySpec | undefined): boolean => !planAffinity(affinity?.nodeAffinity, settings).changed;
  // Also where nothing was written: a run before this one may have died while the pods were being replaced.
  await waitForRollout(port, { reference, nodes, isRendered }, settings, options);
  options.onProgress?.(changed ? `${write.subject} keeps off the cloud nodes` : `${write.subject} keeps off the cloud nodes already`);
  const kept = new Set(preview.keep);
  return { target: found.target, changed, onPremisesNodes: nodes.filter((node) => siteOf(node) === 'on-premises' && kept.has(node.name)).map((node) => node.name) };
};

const verifyStep = async (port: CalicoPort, result: CalicoAffinityResult, settings: CalicoAffinityOptions, options: StepOptions): Promise<readonly Check[]> => {
  const { namespace, name } = result.target.daemonSet;
  const daemonSet = await port.readDaemonSet(result.target.daemonSet, options);
  if (daemonSet === undefined) {
    return [{ name: 'calico-affinity-in-place', status: 'fail', message: `DaemonSet ${namespace}/${name} is not there any more`, remediation: 'Install Calico again, then run the step again.' }];
  }
  const [nodes, pods] = await Promise.all([port.listNodes(options), port.listDaemonPods(daemonSet, options)]);
  return checkPlacement({ daemonSet, effective: templateAffinityOf(daemonSet)?.nodeAffinity, nodes, pods, expected: result.onPremisesNodes, options: settings });
};

/** Who would take the change back; a failure becomes a warning where the options override the owner. */
const judgeCalicoOwner = ({ holder, daemonSet }: FoundCalico, write: ExcludingWrite, settings: CalicoAffinityOptions): readonly Check[] =>
  overrideOwners(judgeOwner({ holder, component: componentOf(daemonSet), after: write.patch === undefined ? undefined : write.after, name: 'calico-owner' }), settings);

const checkOwners = ({ holder }: FoundCalico, write: ExcludingWrite): readonly Check[] => {
  const managedFields = readPath(holder.object, ['metadata', 'managedFields']);
  if (write.patch === undefined || !Array.isArray(managedFields)) return [];
  return checkAppliers({ name: 'calico-affinity-applied', subject: `the affinity of ${write.subject}`, path: holder.path, managedFields });
};

/** Asks the server whether it would take the patch, and whether it would store it unchanged. Stores nothing. */
const checkDryRun = async (port: CalicoPort, found: FoundCalico, write: ExcludingWrite, options: StepOptions): Promise<readonly Check[]> => {
  if (write.patch === undefined) return [];
  try {
    const result = await port.patch(patchTargetOf(found), write.patch, { signal: options.signal, dryRun: true });
    if (sameJson(readPath(result, found.holder.path), write.after)) return [{ name: 'calico-dry-run', status: 'pass', message: 'the API server accepts the change as it is' }];
    const remediation = 'Look for an admission webhook that changes it, or a CRD that does not know the field (the operator needs v1.28 or newer).';
    return [{ name: 'calico-dry-run', status: 'fail', message: `the API server would store another affinity on ${write.subject} than the one that is sent`, remediation }];
  } catch (error) {
    if (!ApiError.isInstance(error) || ConflictError.isInstance(error) || (error.status !== 400 && error.status !== 422)) throw error;
    return [{ name: 'calico-dry-run', status: 'fail', message: error.message, remediation: 'The API server refuses the change; with the operator, look whether it is v1.28 or newer.' }];
  }
};

const checkSiblings = async (port: CalicoPort, found: FoundCalico, options: StepOptions): Promise<readonly Check[]> => {
  const { namespace } = found.target.daemonSet;
  const siblings = await Promise.all(
    ['calico-typha', 'calico-kube-controllers'].map(async (name) => ({ namespace, name, object: await port.readDeployment({ namespace, name }, options) })),
  );
  return siblings.flatMap(({ namespace: where, name, object }) => (object === undefined ? [] : [checkSibling({ namespace: where, name, object })]));
};

const describeExclusion = (write: ExcludingWrite, preview: PlacementPreview): string => {
  const keys = [...new Set(write.plan.changes.flatMap((change) => change.added.map((added) => `${added.key} NotIn [${(added.values ?? []).join(', ')}]`)))];
  const where = write.plan.changes.some((change) => change.action === 'create') ? 'in a new term' : `in ${write.plan.changes.length === 1 ? 'the existing term' : `${write.plan.changes.length} existing terms`}`;
  return `require ${keys.join(' and ')} ${where}; calico-node stays on ${countNodes(preview.keep.length)} and leaves ${preview.lose.length}`;
};
