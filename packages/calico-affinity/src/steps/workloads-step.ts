import type { Change, Check, Kubernetes, Step, StepOptions, StepPlan } from '@ack-hybrid/core';
import { createKubernetesWorkloads } from '../api/kubernetes-workloads.ts';
import type { WorkloadPort } from '../api/workload-port.ts';
import { CalicoAffinityError } from '../errors.ts';
import { planExcludingWrite, planRestoringWrite, type AffinityWrite, type ExcludingWrite } from '../plan/affinity-write.ts';
import { templateAffinityOf } from '../plan/cni-target.ts';
import { planAffinity } from '../plan/exclude-cloud-nodes.ts';
import { sameJson } from '../plan/json.ts';
import type { NodeView } from '../plan/match-node.ts';
import type { ExcludeOptions, PodAffinitySpec } from '../plan/node-affinity.ts';
import { componentOf } from '../plan/owner/chart-components.ts';
import { judgeOwner } from '../plan/owner/judge-owner.ts';
import { describeDanger, describePreview, previewWorkload, type WorkloadPreview } from '../plan/workloads/preview-workload.ts';
import { subjectOf, type ReadWorkload, type WorkloadReference } from '../plan/workloads/workload.ts';
import { checkWorkload } from '../plan/workloads/workload-checks.ts';
import { checkDryRun } from './check-dry-run.ts';
import { observeWorkloads, refuseWorkloads, type PlacedWorkload } from './observe-workload.ts';
import { overrideOwners, refuseReverted } from './refuse-reverted.ts';
import { checkWorkloadsOptions, type OnPremisesWorkloadsOptions } from './workloads-options.ts';
import { describeWrite, observeAndWrite } from './write-affinity.ts';
import { waitForWorkload, writeAnew } from './write-workload.ts';

/** What the step wants of one workload. */
export interface DesiredWorkload {
  readonly workload: WorkloadReference;
  /** Its pod affinity as it shall stand. */
  readonly affinity: PodAffinitySpec | undefined;
  readonly preview: WorkloadPreview;
}

/** What the step did. */
export interface OnPremisesWorkloadsResult {
  readonly workloads: readonly { readonly workload: WorkloadReference; readonly changed: boolean }[];
}

/**
 * The step that keeps further workloads on premises: MetalLB's speaker, storage drivers, Typha, kube-controllers, an
 * ingress. Each affinity is merged as that of Calico is, at the place of its owner, and taken back on demand.
 *
 * @throws {InvalidInputError} at once, for bad options
 * @example
 * const workloads = [{ kind: 'DaemonSet', namespace: 'metallb-system', selector: 'component=speaker' }] as const;
 * await runSteps([createOnPremisesWorkloadsStep({ kubernetes }, { workloads })], { mode: 'plan' });
 */
export const createOnPremisesWorkloadsStep = (clients: { readonly kubernetes: Kubernetes }, options: OnPremisesWorkloadsOptions): Step<readonly DesiredWorkload[], OnPremisesWorkloadsResult> =>
  createWorkloadsStepOn(createKubernetesWorkloads(clients.kubernetes), options);

/** As {@link createOnPremisesWorkloadsStep}, over a port of one's own. */
export const createWorkloadsStepOn = (port: WorkloadPort, settings: OnPremisesWorkloadsOptions): Step<readonly DesiredWorkload[], OnPremisesWorkloadsResult> => {
  checkWorkloadsOptions(settings);
  return {
    name: 'on-premises-workloads',
    title: 'Keep further workloads on premises',
    // A controller that writes a status between the look and the dry run makes a conflict of it.
    plan: (options = {}) => observeAndWrite(async () => planWorkloads(port, settings, await port.listNodes(options), options), settings, options),
    apply: (_plan, options = {}) => applyWorkloads(port, settings, options),
    verify: async (result, options = {}) => verifyWorkloads(port, result, settings, await port.listNodes(options), options),
    undo: (options = {}) => undoWorkloads(port, settings, options),
  };
};

/** Plans the changes of all workloads that are meant, and asks the server whether it takes them. Writes nothing. */
export const planWorkloads = async (port: WorkloadPort, settings: OnPremisesWorkloadsOptions, nodes: readonly NodeView[], options: StepOptions): Promise<StepPlan<readonly DesiredWorkload[]>> => {
  const { placed, problems } = await observeWorkloads(port, settings.workloads, options);
  const desired: DesiredWorkload[] = [];
  const changes: Change[] = [];
  const checks: Check[] = [...problems];
  for (const each of placed) {
    const write = planExcludingWrite(each.holder, settings);
    const preview = previewWrite(each, write, nodes, settings);
    desired.push({ workload: each.workload.reference, affinity: write.after, preview });
    checks.push(checkPreview(each.workload, preview), ...findingsOf(each.workload, write), ...judgeWorkloadOwner(each, write, settings), ...(await checkDryRun(port, { ...each, write }, 'workload-dry-run', options)));
    if (write.patch !== undefined) changes.push(describeWrite(write, `keep ${subjectOf(each.workload.reference)} off the cloud nodes: ${describePreview(each.workload, preview)}`));
  }
  return { desired, changes, checks };
};

/**
 * Judges all workloads that are meant, and writes nothing.
 *
 * @throws {CalicoAffinityError} where one must not be written
 */
export const refuseUnsafeWorkloads = async (port: WorkloadPort, settings: OnPremisesWorkloadsOptions, nodes: readonly NodeView[], options: StepOptions): Promise<readonly PlacedWorkload[]> => {
  const { placed, problems } = await observeWorkloads(port, settings.workloads, options);
  if (problems.length > 0) throw refuseWorkloads(problems);
  for (const each of placed) {
    const write = planExcludingWrite(each.holder, settings);
    refuseDanger(each.workload, previewWrite(each, write, nodes, settings));
    refuseReverted(judgeWorkloadOwner(each, write, settings));
  }
  return placed;
};

/** Writes one workload after the other, then waits for all of them. All are judged before the first is written, so that a refusal leaves nothing half done. */
export const applyWorkloads = async (port: WorkloadPort, settings: OnPremisesWorkloadsOptions, options: StepOptions): Promise<OnPremisesWorkloadsResult> => {
  const nodes = await port.listNodes(options);
  const placed = await refuseUnsafeWorkloads(port, settings, nodes, options);
  const workloads: { readonly workload: WorkloadReference; readonly changed: boolean }[] = [];
  for (const { workload } of placed) {
    const changed = await writeAnew(port, workload, settings, options, (each) => {
      const write = planExcludingWrite(each.holder, settings);
      refuseDanger(each.workload, previewWrite(each, write, nodes, settings));
      return write;
    });
    workloads.push({ workload: workload.reference, changed: changed !== undefined });
  }
  const isRendered = (affinity: PodAffinitySpec | undefined): boolean => !planAffinity(affinity?.nodeAffinity, settings).changed;
  for (const { workload } of workloads) await waitForWorkload(port, workload, isRendered, settings, options);
  return { workloads };
};

/** Proves that no pod of these workloads is on a cloud node. */
export const verifyWorkloads = async (port: WorkloadPort, result: OnPremisesWorkloadsResult, settings: ExcludeOptions, nodes: readonly NodeView[], options: StepOptions): Promise<readonly Check[]> => {
  const checks: Check[] = [];
  for (const { workload: reference } of result.workloads) {
    const [workload] = await port.findWorkloads(reference, options);
    const pods = workload === undefined ? [] : await port.listPods(workload, options);
    checks.push(...checkWorkload({ reference, workload, pods, nodes, options: settings }));
  }
  return checks;
};

/** Takes our requirements out of these workloads, where a record says that they are ours. */
export const undoWorkloads = async (port: WorkloadPort, settings: OnPremisesWorkloadsOptions, options: StepOptions): Promise<readonly Change[]> => {
  const { placed } = await observeWorkloads(port, settings.workloads, options);
  const undone: { readonly reference: WorkloadReference; readonly write: AffinityWrite }[] = [];
  for (const { workload } of placed) {
    const write = await writeAnew(port, workload, settings, options, (each) => planRestoringWrite(each.holder));
    if (write !== undefined) undone.push({ reference: workload.reference, write });
  }
  for (const { reference, write } of undone) {
    const isRendered = (affinity: PodAffinitySpec | undefined): boolean => write.after === undefined || sameJson(affinity, write.after);
    await waitForWorkload(port, reference, isRendered, settings, options);
  }
  return undone.map(({ reference, write }) => describeWrite(write, `take our requirements out of ${subjectOf(reference)}`));
};

const judgeWorkloadOwner = ({ workload, holder }: PlacedWorkload, write: AffinityWrite, settings: OnPremisesWorkloadsOptions): readonly Check[] =>
  overrideOwners(judgeOwner({ holder, component: componentOf(workload.object), after: write.patch === undefined ? undefined : write.after, name: 'workload-owner' }), settings);

const previewWrite = ({ workload }: PlacedWorkload, write: AffinityWrite, nodes: readonly NodeView[], settings: OnPremisesWorkloadsOptions): WorkloadPreview => {
  const live = templateAffinityOf(workload.object)?.nodeAffinity;
  return previewWorkload({ workload, nodes, before: live, after: write.patch === undefined ? live : write.after?.nodeAffinity, waivedNodes: settings.waivedNodes ?? [] });
};

const dangerRemediation = 'Correct the labels of the nodes or the affinity; where a node may really lose it, name it in the option waivedNodes.';

const checkPreview = (workload: ReadWorkload, preview: WorkloadPreview): Check =>
  preview.danger === undefined
    ? { name: 'workload-placement', status: 'pass', message: `${subjectOf(workload.reference)}: ${describePreview(workload, preview)}` }
    : { name: 'workload-placement', status: 'fail', message: describeDanger(workload, preview.danger), remediation: dangerRemediation };

const refuseDanger = (workload: ReadWorkload, preview: WorkloadPreview): void => {
  if (preview.danger === undefined) return;
  throw new CalicoAffinityError({ reason: 'on-premises-endangered', message: describeDanger(workload, preview.danger), remediation: dangerRemediation, nodes: preview.losePremises });
};

const findingsOf = (workload: ReadWorkload, write: ExcludingWrite): readonly Check[] =>
  write.plan.findings.map(({ message }) => ({
    name: 'workload-affinity-terms',
    status: 'warn',
    message: `${subjectOf(workload.reference)}: ${message}`,
    remediation: 'Look whether these terms are meant; they stay as they are.',
  }));
