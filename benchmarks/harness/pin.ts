import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** How to start a process that keeps to one processor. */
export interface Pin {
  /** What goes before the command: `taskset -c 1`, or nothing where there is no taskset. */
  readonly command: readonly string[];
  readonly note: string;
}

/** Keeps to the last processor: the first one has the interrupts, and this process. */
export const findPin = (): Pin => {
  const processor = String(availableParallelism() - 1);
  const works = spawnSync('taskset', ['-c', processor, 'true'], { stdio: 'ignore' }).status === 0;
  return works ? { command: ['taskset', '-c', processor], note: `pinned to processor ${processor}` } : { command: [], note: 'not pinned: taskset is not there' };
};
