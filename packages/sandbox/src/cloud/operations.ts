import type { ClusterAgent, SandboxContext } from '../halves.ts';
import { addonOperations } from './cs/addons.ts';
import { clusterOperations } from './cs/clusters.ts';
import { cenOperations } from './cbn/cens.ts';
import type { CsOperation } from './cs/cs-call.ts';
import { createNodeLifecycle } from './cs/node-lifecycle.ts';
import { nodePoolOperations } from './cs/node-pools.ts';
import { nodeOperations } from './cs/nodes.ts';
import type { TaskRunner } from './cs/tasks.ts';
import { catalogueOperations } from './ecs/catalogue.ts';
import { instanceOperations } from './ecs/instances.ts';
import { securityGroupOperations } from './ecs/security-groups.ts';
import { groupOperations } from './ram/groups.ts';
import { loginProfileOperations } from './ram/login-profiles.ts';
import { policyOperations } from './ram/policies.ts';
import { roleOperations } from './ram/roles.ts';
import { tagOperations } from './ram/tags.ts';
import { userOperations } from './ram/users.ts';
import type { RpcOperations } from './rpc/rpc-service.ts';
import type { CloudState } from './state.ts';
import { borderRouterOperations } from './vpc/border-routers.ts';
import { routeTableOperations } from './vpc/route-tables.ts';
import { vpcOperations } from './vpc/vpcs.ts';
import { vswitchOperations } from './vpc/vswitches.ts';

/** What each service can do. OSS is REST and XML, and stands apart. */
export interface CloudOperations {
  readonly ecs: RpcOperations;
  readonly vpc: RpcOperations;
  readonly ram: RpcOperations;
  readonly cbn: RpcOperations;
  readonly cs: readonly CsOperation[];
}

/** Every operation that the sandbox implements, over one state. */
export function cloudOperations(context: SandboxContext, state: CloudState, tasks: TaskRunner, options: { readonly agent: ClusterAgent; readonly kubeconfig: string }): CloudOperations {
  const { world, timing } = context;
  const now = (): number => state.now();
  const lifecycle = createNodeLifecycle(context, state, options.agent, tasks);
  return {
    ecs: { ...catalogueOperations(world), ...instanceOperations(state), ...securityGroupOperations(state) },
    vpc: { ...vpcOperations(state), ...vswitchOperations(state, timing), ...routeTableOperations(state), ...borderRouterOperations(state) },
    ram: {
      ...policyOperations(state.ram, now, world.accountId),
      ...userOperations(state.ram, state.ids, now),
      ...loginProfileOperations(state.ram, now),
      ...groupOperations(state.ram, state.ids, now),
      ...roleOperations(state.ram, state.ids, now, world.accountId),
      ...tagOperations(state.ram),
    },
    cbn: cenOperations(state),
    cs: [
      ...clusterOperations(state, options.kubeconfig),
      ...nodePoolOperations(state, tasks, lifecycle),
      ...nodeOperations(state, tasks, lifecycle),
      ...addonOperations(state, tasks, options.agent),
    ],
  };
}
