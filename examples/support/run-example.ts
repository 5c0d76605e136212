import { runSteps, type Step } from '@ack-hybrid/core';
import { readArguments, usage } from './arguments.ts';
import { connect, type Connection } from './connect.ts';
import { describeError, showProgress } from './progress.ts';
import { CallCounter } from './report.ts';
import { readSpec, type HybridSpec } from './spec.ts';

/** Runs one package's steps with the flags of the main job: --spec, --apply, --undo, --sandbox, --help. */
export const runExample = async (compose: (connection: Connection, spec: HybridSpec) => Promise<Step[]> | Step[]): Promise<void> => {
  try {
    const given = readArguments(process.argv.slice(2));
    if (given.help) {
      console.log(usage);
      return;
    }
    const spec = await readSpec(given.spec);
    const connection = await connect(spec, given.sandbox, new CallCounter());
    try {
      const steps = await compose(connection, spec);
      const progress = showProgress(steps, given.mode);
      await runSteps(steps, { mode: given.mode, onEvent: progress.onEvent }).finally(() => progress.end());
    } finally {
      await connection.close();
    }
  } catch (error) {
    console.error(describeError(error));
    process.exitCode = 1;
  }
};
