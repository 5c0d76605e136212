import { ensure, withRetry } from '@ack-hybrid/core';
import type { StartedTask } from '../api/port.ts';
import { NodePoolError } from '../errors.ts';
import type { ReadyNode } from '../plan/judge-nodes.ts';
import type { DesiredNodePool, ObservedNodePool } from '../plan/node-pool.ts';
import { planNodePool, type NodePoolAction, type NodePoolFinding, type NodePoolOwnership } from '../plan/plan-node-pool.ts';
import { findNodePool, retryOf, type PoolRun } from './pool-run.ts';
import { removeInstances, scaleIn } from './scale-in.ts';
import { followTask, waitForNetworkPods, waitForNodes, waitUntilSettled } from './wait.ts';

// Settings, failed nodes, size: three actions at most follow one another; the rest is for what others change meanwhile.
const mostRounds = 8;

/** A node pool whose nodes are all Ready. */
export interface ReadyNodePool {
  readonly nodePoolId: string;
  readonly nodes: readonly ReadyNode[];
}

/**
 * Brings a pool to what is wanted and waits for its nodes. Does one action, looks again, does the next: so it goes on
 * wherever an earlier run stopped, and writes nothing where nothing is missing.
 */
export const ensureNodePool = async (run: PoolRun, desired: DesiredNodePool, ownership: NodePoolOwnership): Promise<ReadyNodePool> => {
  let scaled = false;
  for (let round = 0; round < mostRounds; round += 1) {
    const observed = await findNodePool(run, desired.name);
    const { actions, findings } = planNodePool(observed, desired, ownership);
    refuse(findings, observed);
    const action = actions[0];
    if (observed !== undefined && (action === undefined || (scaled && action.kind === 'remove-failed'))) {
      // Nodes that failed since we scaled out are reported by the wait, not replaced without an end.
      const nodes = await waitForNodes(run, observed.id, desired.size);
      await waitForNetworkPods(run, nodes.map((node) => node.name));
      return { nodePoolId: observed.id, nodes };
    }
    if (action !== undefined) await perform(run, action, observed, desired, ownership);
    scaled ||= action?.kind === 'create' || action?.kind === 'scale-out';
  }
  throw new NodePoolError({
    code: 'NodePoolRefused',
    message: `node pool "${desired.name}" does not stay as it is asked for`,
    remediation: 'Something else changes this pool; stop it, and run again.',
  });
};

const refuse = (findings: readonly NodePoolFinding[], observed: ObservedNodePool | undefined): void => {
  const errors = findings.filter((finding) => finding.severity === 'error');
  if (errors.length === 0) return;
  throw new NodePoolError({
    code: errors.some((finding) => finding.code === 'foreign-pool') ? 'ForeignNodePool' : 'NodePoolRefused',
    message: errors.map((finding) => finding.message).join('; '),
    remediation: errors.map((finding) => finding.remediation).join(' '),
    nodePoolId: observed?.id,
  });
};

const perform = async (run: PoolRun, action: NodePoolAction, observed: ObservedNodePool | undefined, desired: DesiredNodePool, ownership: NodePoolOwnership): Promise<void> => {
  if (action.kind === 'create' || observed === undefined) {
    if (action.kind === 'create') await create(run, action.tags, desired);
    return;
  }
  if (action.kind === 'scale-in') {
    await scaleIn(run, observed, { kind: 'size', size: action.to });
  } else if (action.kind === 'remove-failed') {
    await waitUntilSettled(run, observed.id);
    const instances = await run.service.listPoolInstances(run.clusterId, observed.id, { signal: run.signal });
    await removeInstances(run, observed.id, instances.filter((instance) => instance.state === 'failed').map((instance) => instance.instanceId), false);
  } else {
    await modify(run, action, observed.id, desired, ownership);
  }
};

const create = async (run: PoolRun, tags: Readonly<Record<string, string>>, desired: DesiredNodePool): Promise<void> => {
  let started: StartedTask = {};
  run.onProgress(`creating node pool "${desired.name}" with ${desired.size} nodes`);
  const { value } = await ensure(
    () => findNodePool(run, desired.name),
    async () => {
      started = await run.service.createNodePool(run.clusterId, desired, tags, { signal: run.signal });
    },
    retryOf(run),
  );
  await followTask(run, started, value.id, `the creation of ${value.id}`);
};

type Modification = Extract<NodePoolAction, { kind: 'update' | 'scale-out' }>;

const modify = async (run: PoolRun, action: Modification, nodePoolId: string, desired: DesiredNodePool, ownership: NodePoolOwnership): Promise<void> => {
  const change = action.kind === 'update' ? { settings: action.settings } : { desiredSize: action.to };
  let started: StartedTask = {};
  await withRetry(async () => {
    await waitUntilSettled(run, nodePoolId);
    // Looks whether it was done, since the answer to an earlier attempt may have been lost.
    const next = planNodePool(await findNodePool(run, desired.name), desired, ownership).actions[0];
    if (next?.kind !== action.kind) return;
    run.onProgress(action.kind === 'update' ? `updating ${action.summary} of ${nodePoolId}` : `scaling ${nodePoolId} out from ${action.from} to ${action.to} nodes`);
    started = await run.service.modifyNodePool(run.clusterId, nodePoolId, change, { signal: run.signal });
  }, retryOf(run));
  await followTask(run, started, nodePoolId, action.kind === 'update' ? `the update of ${nodePoolId}` : `the scaling of ${nodePoolId}`);
};
