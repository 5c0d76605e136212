import { setMaxListeners } from 'node:events';
import type { SandboxContext } from '../../halves.ts';
import type { CloudState } from '../state.ts';
import type { Task } from './cs-state.ts';

/** Why a task ends as `fail`. */
export class TaskFailure extends Error {
  override readonly name = 'TaskFailure';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Runs what Container Service does after it has answered. */
export interface TaskRunner {
  /** Enters a task and starts its work after `timing.taskMs`. The task fails where the work rejects. */
  start(type: string, target: Task['target'], work: (task: Task) => Promise<void>): Task;
  /** Waits in sandbox time; rejects once the sandbox stops. */
  sleep(ms: number): Promise<void>;
  /** Ends every wait and resolves once no work is under way. */
  stop(): Promise<void>;
}

/** The tasks of one sandbox. */
export function createTaskRunner(context: SandboxContext, state: CloudState): TaskRunner {
  const stopping = new AbortController();
  // One listener for each boot under way: many are no leak.
  setMaxListeners(0, stopping.signal);
  const running = new Set<Promise<void>>();
  const sleep = (ms: number): Promise<void> => context.clock.sleep(ms, stopping.signal);

  const follow = async (task: Task, work: (task: Task) => Promise<void>): Promise<void> => {
    try {
      await sleep(context.timing.taskMs);
      await work(task);
      task.state = 'success';
    } catch (error) {
      task.state = 'fail';
      task.error = error instanceof TaskFailure ? { code: error.code, message: error.message } : { code: 'InternalError', message: error instanceof Error ? error.message : String(error) };
    }
    task.updated = state.now();
  };

  return {
    sleep,
    start(type, target, work) {
      const now = state.now();
      const task: Task = { id: state.ids.task(), type, clusterId: state.cs.clusterId, target, created: now, updated: now, state: 'running', error: undefined, results: [], events: [] };
      state.cs.tasks.set(task.id, task);
      const run = follow(task, work).finally(() => running.delete(run));
      running.add(run);
      return task;
    },
    async stop() {
      stopping.abort();
      await Promise.all(running);
    },
  };
}
