import { createClock } from '../../clock.ts';
import { defaultWorld } from '../../world.ts';
import type { CsOperation } from '../cs/cs-call.ts';
import { createTaskRunner } from '../cs/tasks.ts';
import type { ModelledService } from '../models/read-sdk-models.testing.ts';
import { cloudOperations } from '../operations.ts';
import type { SandboxContext } from '../../halves.ts';
import { createCloudState } from '../state.ts';
import { FakeClusterAgent } from './fake-cluster-agent.ts';

/** The names of the operations that the sandbox implements, by service. */
export function implementedOperations(): Readonly<Record<ModelledService, readonly string[]>> {
  const { ecs, vpc, ram, cs } = operations();
  return { ecs: Object.keys(ecs), vpc: Object.keys(vpc), ram: Object.keys(ram), cs: cs.map((operation) => operation.name) };
}

/** The routes of Container Service. */
export function implementedRoutes(): readonly CsOperation[] {
  return operations().cs;
}

function operations(): ReturnType<typeof cloudOperations> {
  const context: SandboxContext = {
    world: defaultWorld,
    timing: { taskMs: 0, bootMs: 0, podReadyMs: 0, tickMs: 1, latencyMs: 0 },
    clock: createClock('manual'),
    record: () => undefined,
    faultFor: () => undefined,
  };
  const state = createCloudState(context);
  return cloudOperations(context, state, createTaskRunner(context, state), { agent: new FakeClusterAgent(), kubeconfig: '' });
}
