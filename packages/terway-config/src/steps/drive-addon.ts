import { ApiError, waitFor, type StepOptions } from '@ack-hybrid/core';
import type { AddonService, TaskProgress } from '../api/alibaba-addons-port.ts';
import type { AddonInstance } from '../api/port.ts';
import { AddonError } from '../errors.ts';

/** How long an add-on may take. */
export interface AddonPatience {
  /** Milliseconds for the installation, upgrade, change or uninstallation. Default 600,000. */
  readonly timeoutMs?: number;
  /** Milliseconds between two looks. Default 2,000. */
  readonly intervalMs?: number;
}

/** Where an add-on is to be brought, and by which call. */
export interface AddonGoal<Instance extends AddonInstance> {
  /** `the installation of terway-eniip`. */
  readonly subject: string;
  /** @param acknowledged whether the service has answered the call */
  reached(instance: Instance | undefined, acknowledged: boolean): boolean;
  /** Whether the call may be sent in this state. */
  mayAct(instance: Instance | undefined): boolean;
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
export const driveAddon = async <Instance extends AddonInstance>(
  addons: Pick<AddonService, 'task'>,
  find: () => Promise<Instance | undefined>,
  goal: AddonGoal<Instance>,
  patience: AddonPatience,
  options: StepOptions,
): Promise<Instance | undefined> => {
  let acknowledged = false;
  let looksToWait = 0;
  let taskId: string | undefined;
  let progress = '';
  const follow = async (id: string): Promise<void> => {
    const task = await readTask(addons, id, goal.subject, options);
    if (task === undefined || task.progress === '' || task.progress === progress) return;
    progress = task.progress;
    options.onProgress?.(`${goal.subject}: ${progress} (task ${id})`);
  };
  return waitFor(
    async () => {
      const instance = await find();
      if (goal.reached(instance, acknowledged)) return { done: true as const, value: instance };
      if (taskId !== undefined) await follow(taskId);
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

const readTask = async (addons: Pick<AddonService, 'task'>, taskId: string, subject: string, options: StepOptions): Promise<TaskProgress | undefined> => {
  const task = await addons.task(taskId, options);
  if (task?.state !== 'fail') return task;
  throw new AddonError({
    message: `${subject} failed: ${task.message === '' ? 'the service gives no reason' : task.message} (task ${taskId})`,
    remediation: "Look at the add-on's page in the console. In restricted mode the agent needs the permissions that onectl grants; then run again.",
  });
};
