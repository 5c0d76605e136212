import { ApiError, waitFor, type StepOptions } from '@ack-hybrid/core';
import type { AddonInstance, Addons } from '../api/port.ts';
import { AddonError } from '../errors.ts';

/** How long an add-on may take. */
export interface AddonPatience {
  /** Milliseconds for the installation or uninstallation. Default 600,000. */
  readonly timeoutMs?: number;
  /** Milliseconds between two looks. Default 2,000. */
  readonly intervalMs?: number;
}

/** Where an add-on is to be brought, and by which call. */
export interface AddonGoal {
  /** `the installation of terway-eniip`. */
  readonly subject: string;
  reached(instance: AddonInstance | undefined): boolean;
  /** Whether the call may be sent in this state. */
  mayAct(instance: AddonInstance | undefined): boolean;
  /** Sends the call; gives the id of its task, where there is one. */
  act(): Promise<string | undefined>;
}

// A call whose answer was lost may show late: so many looks go by before it is sent again.
const looksAfterLoss = 3;

/**
 * Brings an add-on where it is to be: looks, calls once where that is due, follows the task and the state. The call
 * takes no client token, so after a lost answer the world is looked at before it is sent again.
 *
 * @throws {AddonError} where the service says that its task failed
 * @throws {WaitTimeoutError} with the states seen
 */
export const driveAddon = async (
  addons: Addons,
  find: () => Promise<AddonInstance | undefined>,
  goal: AddonGoal,
  patience: AddonPatience,
  options: StepOptions,
): Promise<AddonInstance | undefined> => {
  let acknowledged = false;
  let looksToWait = 0;
  let taskId: string | undefined;
  return waitFor(
    async () => {
      const instance = await find();
      if (goal.reached(instance)) return { done: true as const, value: instance };
      if (taskId !== undefined) await refuseFailure(addons, taskId, goal, options);
      if (looksToWait > 0) looksToWait -= 1;
      else if (!acknowledged && goal.mayAct(instance)) {
        try {
          taskId = await goal.act();
          acknowledged = true;
        } catch (error) {
          if (!ApiError.isInstance(error) || error.outcome !== 'unknown' || !error.retryable) throw error;
          looksToWait = looksAfterLoss;
        }
      }
      return { done: false as const, state: instance?.state ?? 'absent' };
    },
    {
      subject: goal.subject,
      timeoutMs: patience.timeoutMs ?? 600_000,
      intervalMs: patience.intervalMs ?? 2_000,
      signal: options.signal,
      onState: (state) => options.onProgress?.(`${goal.subject}: ${state}`),
      remediation: "Look at the add-on's page and the events of the cluster in the console, then run again.",
    },
  );
};

const refuseFailure = async (addons: Addons, taskId: string, goal: AddonGoal, options: StepOptions): Promise<void> => {
  const task = await addons.task(taskId, options);
  if (task?.state !== 'fail') return;
  throw new AddonError({
    message: `${goal.subject} failed: ${task.message === '' ? 'the service gives no reason' : task.message} (task ${taskId})`,
    remediation: "Look at the add-on's page in the console. In restricted mode the agent needs the permissions that onectl grants; then run again.",
  });
};
