import { spawn } from 'node:child_process';
import type { Answer, CellMessage, CellSpec } from './cell-spec.ts';
import type { Pin } from './pin.ts';

/** A cell that stands in its own process and can be asked to run. */
export interface StandingCell {
  /** How long one operation took at the end of the warm-up. */
  readonly warmUp: number;
  /** How long all operations of a run took together. */
  readonly runMs: number;
  readonly answer: Answer;
  /** Runs once more, and says how many milliseconds one operation took. */
  run(): Promise<number>;
  /** Ends the process. */
  end(): void;
}

/** How and how long a cell may run. */
export interface CellOptions {
  readonly script: string;
  readonly pin: Pin;
  /** After so many milliseconds without an answer, the process is ended. */
  readonly deadlineMs: number;
}

/**
 * Starts the process of a cell and waits until it has warmed up.
 *
 * @throws {Error} that says what went wrong in it, or that it took too long
 */
export const startCell = async (spec: CellSpec, { script, pin, deadlineMs }: CellOptions): Promise<StandingCell> => {
  const [command = process.execPath, ...rest] = [...pin.command, process.execPath, '--expose-gc', '--max-old-space-size=6144', script, JSON.stringify(spec)];
  const child = spawn(command, rest, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const next = (): Promise<CellMessage> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => finish(new Error(`no answer in ${Math.round(deadlineMs / 1000)} s`)), deadlineMs);
      const onMessage = (message: unknown): void => finish(message as CellMessage);
      const onExit = (code: number | null, signal: string | null): void => finish(new Error(`its process ended (${signal ?? code}), out of memory perhaps`));
      const onError = (error: Error): void => finish(error);
      child.once('message', onMessage).once('exit', onExit).once('error', onError);
      function finish(outcome: CellMessage | Error): void {
        clearTimeout(timer);
        child.off('message', onMessage).off('exit', onExit).off('error', onError);
        if (!(outcome instanceof Error)) return resolve(outcome);
        child.kill('SIGKILL');
        reject(outcome);
      }
    });
  const ready = await next();
  if (ready.kind !== 'ready') {
    child.kill('SIGKILL');
    throw new Error(ready.kind === 'failed' ? ready.problem : 'it ran before it was ready');
  }
  return {
    warmUp: ready.milliseconds,
    runMs: ready.runMs,
    answer: ready.answer,
    run: async () => {
      const ran = next();
      child.send('run');
      const message = await ran;
      if (message.kind !== 'ran') throw new Error('it gave no time');
      return message.milliseconds;
    },
    end: () => {
      child.kill('SIGKILL');
    },
  };
};
