import type { BootResult, ClusterAgent, NodeMarks, SandboxContext } from '../../halves.ts';
import type { Instance } from '../ecs/ecs-state.ts';
import { isJsonObject, stringsOf, textOf, type JsonObject } from '../json.ts';
import type { CloudState } from '../state.ts';
import type { NodePool, Task } from './cs-state.ts';
import { placeInstance } from './placement.ts';
import { TaskFailure, type TaskRunner } from './tasks.ts';

/** Makes and removes the nodes of a pool. Every method works on until the nodes are there or gone. */
export interface NodeLifecycle {
  /** Launches so many instances and boots them side by side. @throws TaskFailure where one cannot be placed or its boot fails. */
  launch(pool: NodePool, count: number, task: Task): Promise<void>;
  /** Brings the Nodes of running instances from the marks that their pool had to those that it has. @throws TaskFailure where the agent cannot. */
  update(instances: readonly Instance[], before: NodeMarks, after: NodeMarks, task: Task): Promise<void>;
  /** Takes nodes out of the cluster and releases their instances. @throws TaskFailure where the agent cannot remove a node. */
  remove(instances: readonly Instance[], options: { readonly drain: boolean; readonly release: boolean }, task: Task): Promise<void>;
}

/** How much of a boot's log a task keeps, in characters. */
const logTail = 2000;

/** The nodes of one sandbox, through the registered cluster's agent. */
export function createNodeLifecycle(context: SandboxContext, state: CloudState, agent: ClusterAgent, tasks: TaskRunner): NodeLifecycle {
  const boot = async (pool: NodePool, instance: Instance, task: Task): Promise<boolean> => {
    await tasks.sleep(context.timing.bootMs);
    instance.status = 'Running';
    const result = await bootNode(agent, state, pool, instance);
    instance.nodeState = result.ok ? 'running' : 'failed';
    if (result.ok) instance.nodeName = result.nodeName;
    else instance.errorMessage = result.message;
    task.results.push({ data: result.ok ? instance.id : `${instance.id}: ${result.message}`, status: result.ok ? 'success' : 'fail' });
    if (!result.ok) task.events.push({ reason: 'InitScriptFailed', message: `${result.message}\n${result.log.slice(-logTail)}`.trim(), source: instance.id, at: state.now() });
    return result.ok;
  };

  return {
    async launch(pool, count, task) {
      const boots: Promise<boolean>[] = [];
      let unplaced: TaskFailure | undefined;
      for (let index = 0; index < count && unplaced === undefined; index += 1) {
        try {
          boots.push(boot(pool, createInstance(state, pool), task));
        } catch (error) {
          unplaced = error instanceof TaskFailure ? error : new TaskFailure('InternalError', messageOf(error));
        }
      }
      const failed = (await Promise.all(boots)).filter((ok) => !ok).length;
      if (unplaced !== undefined) throw unplaced;
      if (failed > 0) throw new TaskFailure('NodeInitFailed', `${failed} of ${count} nodes failed to join the cluster: ${failuresOf(task)}`);
    },

    async update(instances, before, after, task) {
      const updated = await Promise.all(
        instances.map(async (instance) => {
          try {
            await agent.updateNode(instance.id, before, after);
          } catch (error) {
            task.results.push({ data: `${instance.id}: ${messageOf(error)}`, status: 'fail' });
            return false;
          }
          task.results.push({ data: instance.id, status: 'success' });
          return true;
        }),
      );
      if (updated.includes(false)) throw new TaskFailure('NodeUpdateFailed', `Labels and taints of nodes could not be updated: ${failuresOf(task)}`);
    },

    async remove(instances, { drain, release }, task) {
      const removed = await Promise.all(
        instances.map(async (instance) => {
          const before = instance.nodeState;
          instance.nodeState = 'removing';
          try {
            await agent.removeNode(instance.id, { drain });
          } catch (error) {
            instance.nodeState = before;
            instance.errorMessage = messageOf(error);
            task.results.push({ data: `${instance.id}: ${instance.errorMessage}`, status: 'fail' });
            return false;
          }
          // A subscription (PrePaid) instance is never released, it only leaves the pool.
          if (release && instance.chargeType === 'PostPaid') state.ecs.instances.delete(instance.id);
          else instance.nodePoolId = undefined;
          task.results.push({ data: instance.id, status: 'success' });
          return true;
        }),
      );
      if (removed.includes(false)) throw new TaskFailure('NodeRemoveFailed', `Nodes could not be removed: ${failuresOf(task)}`);
    },
  };
}

function createInstance(state: CloudState, pool: NodePool): Instance {
  const { vswitch, instanceType, privateIp } = placeInstance(state, pool);
  const group = pool.scalingGroup;
  const tags = objectsIn(group['tags']).map((tag) => [textOf(tag['key']) ?? '', textOf(tag['value']) ?? ''] as const);
  const instance: Instance = {
    id: state.ids.resource('i'),
    name: `worker-k8s-for-cs-${state.cs.clusterId}`,
    instanceType: instanceType.id,
    zone: vswitch.zone,
    vpcId: vswitch.vpcId,
    vswitchId: vswitch.id,
    privateIp,
    securityGroupIds: stringsOf(group['security_group_ids']),
    chargeType: textOf(group['instance_charge_type']) ?? 'PostPaid',
    imageId: textOf(group['image_id']) ?? 'aliyun_3_x64_20G_alibase_20260401.vhd',
    tags: { 'ack.aliyun.com': state.cs.clusterId, 'ack.alibabacloud.com/nodepool-id': pool.id, ...Object.fromEntries(tags) },
    networkInterfaceId: state.ids.resource('eni'),
    created: state.now(),
    status: 'Pending',
    nodePoolId: pool.id,
    nodeState: 'initial',
    nodeName: `${state.world.region}.${privateIp}`,
    errorMessage: '',
  };
  state.ecs.instances.set(instance.id, instance);
  return instance;
}

async function bootNode(agent: ClusterAgent, state: CloudState, pool: NodePool, instance: Instance): Promise<BootResult> {
  try {
    return await agent.bootNode({
      instanceId: instance.id,
      region: state.world.region,
      zone: instance.zone,
      privateIp: instance.privateIp,
      instanceType: instance.instanceType,
      nodepoolId: pool.id,
      securityGroupIds: instance.securityGroupIds,
      ...marksOf(pool),
    });
  } catch (error) {
    return { ok: false, message: messageOf(error), log: '' };
  }
}

/** The labels and taints that a pool puts on its nodes now. */
export function marksOf(pool: NodePool): NodeMarks {
  const config = pool.kubernetesConfig;
  return {
    labels: Object.fromEntries(objectsIn(config['labels']).map((label) => [textOf(label['key']) ?? '', textOf(label['value']) ?? ''])),
    taints: objectsIn(config['taints']).map((taint) => {
      const value = textOf(taint['value']);
      return { key: textOf(taint['key']) ?? '', effect: textOf(taint['effect']) ?? 'NoSchedule', ...(value === undefined ? {} : { value }) };
    }),
  };
}

function failuresOf(task: Task): string {
  return task.results.flatMap((result) => (result.status === 'fail' ? [result.data] : [])).join('; ');
}

function objectsIn(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
