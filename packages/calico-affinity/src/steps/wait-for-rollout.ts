import { waitFor, type StepOptions } from '@ack-hybrid/core';
import type { CalicoPort } from '../api/port.ts';
import { templateAffinityOf, type DaemonSetReference } from '../plan/detect-calico.ts';
import type { JsonObject } from '../plan/json.ts';
import { judgeRollout } from '../plan/judge-rollout.ts';
import type { NodeView } from '../plan/match-node.ts';
import type { PodAffinitySpec } from '../plan/node-affinity.ts';
import { judgeNode } from '../plan/preview-placement.ts';
import { podSpecOf, type DaemonPodView } from '../plan/placement-checks.ts';
import type { CalicoAffinityOptions } from './affinity-options.ts';

/** What is awaited. */
export interface RolloutWait {
  readonly reference: DaemonSetReference;
  readonly nodes: readonly NodeView[];
  /** Whether the template has the affinity that was written; an operator needs a moment to render it. */
  readonly isRendered: (affinity: PodAffinitySpec | undefined) => boolean;
}

/**
 * Waits until a DaemonSet's template is rolled out and no pod of it is left on a node that isn't selected. Pods on nodes
 * that aren't Ready are not waited for: they can't come, nor go, before the node does.
 *
 * @throws {WaitTimeoutError} with the states seen
 */
export const waitForRollout = async (port: CalicoPort, wait: RolloutWait, settings: CalicoAffinityOptions, options: StepOptions): Promise<JsonObject> => {
  const { reference, nodes } = wait;
  let earlier: string | undefined;
  const subject = `the rollout of ${reference.namespace}/${reference.name}`;
  return waitFor(
    async () => {
      const daemonSet = await port.readDaemonSet(reference, options);
      if (daemonSet === undefined) return { done: false, state: 'the DaemonSet is not there' };
      const affinity = templateAffinityOf(daemonSet);
      if (!wait.isRendered(affinity)) return { done: false, state: 'the operator has not rendered the affinity yet' };
      const podSpec = podSpecOf(daemonSet);
      const selected = nodes.filter((node) => judgeNode(podSpec, affinity?.nodeAffinity, node) === 'runs');
      const verdict = judgeRollout(daemonSet, selected.filter((node) => !node.ready).length);
      if (!verdict.done) {
        // Where nothing moves, the pods may tell why; where it does, they aren't asked for.
        const stands = verdict.state === earlier;
        earlier = verdict.state;
        return stands ? { done: false, state: verdict.state + describeUnscheduled(await port.listDaemonPods(daemonSet, options)) } : verdict;
      }
      const unselected = new Map(nodes.filter((node) => judgeNode(podSpec, affinity?.nodeAffinity, node) === 'none').map((node) => [node.name, node]));
      if (unselected.size === 0) return { done: true, value: daemonSet };
      const left = (await port.listDaemonPods(daemonSet, options)).filter((pod) => unselected.get(pod.nodeName)?.ready === true || (unselected.has(pod.nodeName) && !pod.terminating));
      return left.length === 0 ? { done: true, value: daemonSet } : { done: false, state: `pods are left on nodes that are no longer selected: ${left.length}` };
    },
    {
      subject,
      timeoutMs: settings.timing?.rolloutTimeoutMs ?? Math.max(600_000, nodes.length * 60_000),
      intervalMs: settings.timing?.intervalMs ?? 2_000,
      signal: options.signal,
      onState: (state) => options.onProgress?.(`${reference.name}: ${state}`),
      remediation: `Look at the pods of ${reference.namespace}/${reference.name} that are not Ready; the step's undo takes the change back. Run again once they are well.`,
    },
  );
};

/** The scheduler's words for the first pod that it finds no place for: a plug-in may want another's pod beside it. */
const describeUnscheduled = (pods: readonly DaemonPodView[]): string => {
  const [first, ...more] = pods.flatMap(({ unscheduled }) => (unscheduled === undefined ? [] : [unscheduled]));
  return first === undefined ? '' : `; no place for ${more.length === 0 ? '1 pod' : `${more.length + 1} pods`}: ${first}`;
};
