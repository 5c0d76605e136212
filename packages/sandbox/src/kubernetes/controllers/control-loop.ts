import type { PodRuntime } from '../../halves.ts';
import type { SandboxTiming, SandboxWorld } from '../../types.ts';
import type { Cluster } from '../cluster.ts';
import type { PodLogs } from '../pod-state.ts';
import { budgetController } from './budget-controller.ts';
import { calicoOperator } from './calico-operator.ts';
import type { ControlPlane, Controller } from './control-plane.ts';
import { daemonSetController } from './daemon-set-controller.ts';
import { garbageCollector } from './garbage-collector.ts';
import { jobController } from './job-controller.ts';
import { createKubelet } from './kubelet.ts';
import { nodeLifecycle, podCollector } from './node-lifecycle.ts';
import { deploymentController, replicaSetController } from './replica-controllers.ts';
import { scheduler } from './scheduler.ts';

/** What the controllers are started with. */
export interface ControlLoopOptions {
  readonly cluster: Cluster;
  readonly world: SandboxWorld;
  readonly timing: SandboxTiming;
  readonly runtime: PodRuntime | undefined;
  readonly logs: PodLogs;
}

/** Runs every controller each tick of sandbox time in which something changed or fell due. */
export interface ControlLoop {
  /** Rounds until nothing changes, with pods Ready at once: the state that a cluster at rest is in. */
  settle(): void;
  /** Begins to tick. */
  start(): void;
  stop(): void;
}

/** Puts the controllers together in the order in which each sees what the one before it did. Nothing runs until `settle` or `start`. */
export function createControlLoop(options: ControlLoopOptions): ControlLoop {
  const controllers = [...(options.world.dataCenter.calico === 'operator' ? [calicoOperator] : []), nodeLifecycle, podCollector, garbageCollector, jobController, deploymentController, replicaSetController, daemonSetController, scheduler, createKubelet(), budgetController];
  const { cluster, timing } = options;
  const stopped = new AbortController();
  let seen = -1;
  let due = Number.POSITIVE_INFINITY;

  const round = (plane: ControlPlane, list: readonly Controller[]): void => {
    seen = cluster.store.version;
    for (const control of list) control(plane);
  };
  const plane: ControlPlane = { ...options, wakeAt: (time) => (due = Math.min(due, time)) };
  const tick = (): void => {
    const now = cluster.clock.now();
    if (seen === cluster.store.version && now < due) return;
    due = Number.POSITIVE_INFINITY;
    round(plane, controllers);
  };

  return {
    settle() {
      const atRest = { ...plane, timing: { ...timing, podReadyMs: 0 } };
      for (let rounds = 0; seen !== cluster.store.version && rounds < 100; rounds += 1) round(atRest, controllers);
    },
    start() {
      void (async () => {
        while (!stopped.signal.aborted) {
          await cluster.clock.sleep(timing.tickMs, stopped.signal);
          tick();
        }
      })().catch((error: unknown) => {
        // The abort of stop() ends the loop; anything else is a bug of ours and must not pass in silence.
        if (!stopped.signal.aborted) throw error;
      });
    },
    stop: () => stopped.abort(new Error('the sandbox stopped')),
  };
}
