import { HybridError, waitFor, WaitTimeoutError } from '@ack-hybrid/core';
import type { StartedTask } from '../api/port.ts';
import { NodePoolError, nodeLogHint } from '../errors.ts';
import { listCalicoPods, listNodesWithoutTerway } from '../plan/check-node-pool.ts';
import { judgeNodes, renderProviderId, type ReadyNode } from '../plan/judge-nodes.ts';
import type { PoolRun } from './pool-run.ts';

/**
 * Waits until a task of Container Service has ended; nothing to wait for where there is no id.
 *
 * @throws {NodePoolError} `NodePoolTaskFailed` with the service's words and those of the nodes that failed
 * @throws {WaitTimeoutError} with the stages seen
 */
export const followTask = async (run: PoolRun, started: StartedTask, nodePoolId: string, subject: string): Promise<void> => {
  const { taskId } = started;
  if (taskId === undefined) return;
  const report = await waitFor(
    async () => {
      const task = await run.service.readTask(taskId, { signal: run.signal });
      return task?.state === 'running' ? { done: false, state: `running (${task.stage})` } : { done: true, value: task };
    },
    { subject: `${subject} (task ${taskId})`, timeoutMs: run.timing.taskTimeoutMs, intervalMs: run.timing.intervalMs, signal: run.signal, onState: (state) => run.onProgress(`${subject}: ${state}`) },
  );
  if (report?.state !== 'failed') return;
  const words = [...report.messages, ...(await readNodeErrors(run, nodePoolId))];
  throw new NodePoolError({
    code: 'NodePoolTaskFailed',
    message: `${subject} failed (task ${taskId}): ${words.length === 0 ? 'the service gives no reason' : [...new Set(words)].join('; ')}`,
    remediation: `Mend what the service names, and run again: failed nodes are replaced. ${nodeLogHint}`,
    nodePoolId,
    taskId,
  });
};

// They only explain the failure: that they can't be read must not hide it.
const readNodeErrors = async (run: PoolRun, nodePoolId: string): Promise<readonly string[]> => {
  try {
    const instances = await run.service.listPoolInstances(run.clusterId, nodePoolId, { signal: run.signal });
    return instances.filter((instance) => instance.errorMessage !== '').map((instance) => `${instance.instanceId}: ${instance.errorMessage}`);
  } catch (error) {
    if (HybridError.isInstance(error)) return [];
    throw error;
  }
};

/** Waits until no task works on a pool, so that the next write isn't refused. A pool that is gone is settled, too. */
export const waitUntilSettled = async (run: PoolRun, nodePoolId: string): Promise<void> => {
  await waitFor(
    async () => {
      const pools = await run.service.listNodePools(run.clusterId, { signal: run.signal });
      const state = pools.find((pool) => pool.id === nodePoolId)?.state ?? 'gone';
      return ['scaling', 'updating', 'removing', 'initial'].includes(state) ? { done: false, state } : { done: true, value: state };
    },
    {
      subject: `the end of what node pool ${nodePoolId} is doing`,
      timeoutMs: run.timing.taskTimeoutMs,
      intervalMs: run.timing.intervalMs,
      signal: run.signal,
      onState: (state) => run.onProgress(`node pool ${nodePoolId} is ${state}`),
      remediation: 'Look at the tasks of the cluster in the console: a scaling without stock goes on without an end.',
    },
  );
};

/**
 * Waits until a pool has exactly so many nodes, each Ready in Kubernetes with the labels of a cloud node and the provider
 * id of its instance.
 *
 * @throws {NodePoolError} `NodePoolNodesFailed` as soon as an instance is said to have failed
 * @throws {WaitTimeoutError} with what each node lacked
 */
export const waitForNodes = async (run: PoolRun, nodePoolId: string, size: number): Promise<readonly ReadyNode[]> =>
  waitFor(
    async () => {
      const context = { signal: run.signal };
      const [instances, nodes] = await Promise.all([run.service.listPoolInstances(run.clusterId, nodePoolId, context), run.cluster.listNodes(context)]);
      const { ready, pending, failed } = judgeNodes(instances, nodes, nodePoolId, run.service.region);
      if (failed.length > 0) {
        throw new NodePoolError({
          code: 'NodePoolNodesFailed',
          message: `${failed.length} nodes of ${nodePoolId} failed: ${failed.map((instance) => `${instance.instanceId}: ${instance.errorMessage || 'the service gives no reason'}`).join('; ')}`,
          remediation: `Mend the init script or what it needs, and run again: failed nodes are replaced. ${nodeLogHint}`,
          nodePoolId,
        });
      }
      if (ready.length === size && pending.length === 0) return { done: true, value: ready };
      return { done: false, state: [`${ready.length} of ${size} nodes Ready`, ...pending.slice(0, 5), ...(pending.length > 5 ? [`${pending.length - 5} more`] : [])].join('; ') };
    },
    {
      subject: `${size} Ready nodes of node pool ${nodePoolId}`,
      timeoutMs: run.timing.readyTimeoutMs,
      intervalMs: run.timing.intervalMs,
      signal: run.signal,
      onState: run.onProgress,
      remediation: `${nodeLogHint} The agent's ConfigMap kube-system/ack-agent-config must name the script, and the nodes must reach it and the API server.`,
    },
  );

const podsTimeoutMs = 120_000;

/**
 * Gives the network pods of new nodes time to come and go: a node may be Ready before Terway's pod says so, or while a
 * Calico pod ends. Whether they did is for verify to say, so this wait never fails for them.
 */
export const waitForNetworkPods = async (run: PoolRun, nodeNames: readonly string[]): Promise<void> => {
  try {
    await waitFor(
      async () => {
        const pods = await run.cluster.listPods({ signal: run.signal });
        const open = [
          ...listNodesWithoutTerway(nodeNames, pods).map((name) => `no Ready terway-eniip on ${name}`),
          ...listCalicoPods(nodeNames, pods).map((pod) => `${pod.name} is on ${pod.nodeName}`),
        ];
        return open.length === 0 ? { done: true, value: undefined } : { done: false, state: open.slice(0, 5).join('; ') };
      },
      { subject: 'the network pods', timeoutMs: Math.min(podsTimeoutMs, run.timing.readyTimeoutMs), intervalMs: run.timing.intervalMs, signal: run.signal, onState: run.onProgress },
    );
  } catch (error) {
    if (!WaitTimeoutError.isInstance(error)) throw error;
  }
};

/** Waits until instances are gone from the pool, and their Nodes from the cluster. */
export const waitUntilGone = async (run: PoolRun, nodePoolId: string, instanceIds: readonly string[]): Promise<void> => {
  const ids = new Set(instanceIds);
  const providerIds = new Set(instanceIds.map((id) => renderProviderId(run.service.region, id)));
  await waitFor(
    async () => {
      const context = { signal: run.signal };
      const [instances, nodes] = await Promise.all([run.service.listPoolInstances(run.clusterId, nodePoolId, context), run.cluster.listNodes(context)]);
      const left = [
        ...instances.filter((instance) => ids.has(instance.instanceId)).map((instance) => `${instance.instanceId} is ${instance.state}`),
        ...nodes.filter((node) => providerIds.has(node.providerId)).map((node) => `node ${node.name} is still in the cluster`),
      ];
      return left.length === 0 ? { done: true, value: undefined } : { done: false, state: left.slice(0, 5).join('; ') };
    },
    {
      subject: `the removal of ${instanceIds.length} nodes of ${nodePoolId}`,
      timeoutMs: run.timing.goneTimeoutMs,
      intervalMs: run.timing.intervalMs,
      signal: run.signal,
      onState: run.onProgress,
      remediation: 'A PodDisruptionBudget may hold the drain up: look at the cluster\'s tasks and at the pods that are left on the node.',
    },
  );
};
