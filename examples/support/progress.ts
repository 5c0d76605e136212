import { HybridError, type Change, type Check, type Step, type StepEvent } from '@ack-hybrid/core';

/** Shows the events of a run. */
export interface Progress {
  readonly onEvent: (event: StepEvent) => void;
  /** Waits until everything is drawn. */
  readonly end: () => Promise<void>;
}

/** Progress for a run: a live list on a terminal, plain lines elsewhere. */
export const showProgress = (steps: readonly Step[], mode: 'plan' | 'apply' | 'undo'): Progress =>
  process.stdout.isTTY && mode !== 'plan' ? liveList(steps, mode) : plainLines();

const symbols = { create: '+', update: '~', delete: '-' } as const;

/** A change as one line. */
export const describeChange = (change: Change): string => `${symbols[change.action]} ${change.target}: ${change.summary}`;

const describeCheck = (check: Check): string => `${check.status}  ${check.name}: ${check.message}${check.remediation === undefined ? '' : ` → ${check.remediation}`}`;

/** An error as it is printed: what is wrong, and how to mend it. */
export const describeError = (error: unknown): string => {
  const message = error instanceof Error ? error.message : String(error);
  const remediation = HybridError.isInstance(error) && error.remediation !== undefined ? `\n→ ${error.remediation}` : '';
  return `error: ${message}${remediation}`;
};

const plainLines = (): Progress => ({
  onEvent: (event) => {
    for (const line of linesOf(event)) console.log(line);
  },
  end: async () => undefined,
});

const linesOf = (event: StepEvent): string[] => {
  switch (event.type) {
    case 'planned':
      return [`plan ${event.step}: ${event.changes.length === 0 ? 'nothing to change' : ''}`.trimEnd(), ...event.changes.map((change) => `  ${describeChange(change)}`), ...remarkable(event.checks)];
    case 'progress':
      return [`  ${event.step}: ${event.message}`];
    case 'finished':
      return [`${event.report.status} ${event.step} (${event.report.changes.length} changes, ${event.report.ms} ms)`, ...event.report.checks.map((check) => `  ${describeCheck(check)}`)];
    case 'failed':
      return [`failed ${event.step} (${event.phase})`];
    case 'started':
      return [];
  }
};

const remarkable = (checks: readonly Check[]): string[] => checks.filter((check) => check.status !== 'pass').map((check) => `  ${describeCheck(check)}`);

const notRun = Symbol('not run');

const liveList = (steps: readonly Step[], mode: 'apply' | 'undo'): Progress => {
  const order = mode === 'undo' ? [...steps].reverse() : steps;
  const ends = new Map(order.map((step) => [step.name, openEnd()]));
  const outputs = new Map<string, (text: string) => void>();
  const warnings: string[] = [];
  const drawn = import('listr2').then(({ Listr }) =>
    new Listr(
      order.map((step) => ({
        title: step.title,
        task: async (_: unknown, task: { output: string; title: string; skip: (text: string) => void }) => {
          outputs.set(step.name, (text) => (task.output = text));
          const end = await ends.get(step.name)?.promise;
          if (end === notRun) task.skip('not run');
          else task.title = `${step.title}  ${String(end)}`;
        },
      })),
      { exitOnError: false, registerSignalListeners: false, rendererOptions: { collapseErrors: false } },
    ).run(),
  );
  return {
    onEvent: (event) => {
      if (event.type === 'progress') outputs.get(event.step)?.(event.message);
      if (event.type === 'finished') {
        warnings.push(...remarkable(event.report.checks));
        ends.get(event.step)?.resolve(`${event.report.status}, ${event.report.changes.length} changes, ${event.report.checks.length} checks`);
      }
      if (event.type === 'failed') {
        ends.get(event.step)?.reject(event.error);
        for (const end of ends.values()) end.resolve(notRun);
      }
    },
    end: async () => {
      for (const end of ends.values()) end.resolve(notRun);
      await drawn.catch(() => undefined);
      for (const line of warnings) console.log(line.trim());
    },
  };
};

interface End {
  readonly promise: Promise<string | typeof notRun>;
  readonly resolve: (end: string | typeof notRun) => void;
  readonly reject: (error: Error) => void;
}

const openEnd = (): End => {
  let resolve: End['resolve'] = () => undefined;
  let reject: End['reject'] = () => undefined;
  const promise = new Promise<string | typeof notRun>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  // A step whose turn never comes is not waited for.
  promise.catch(() => undefined);
  return { promise, resolve, reject };
};
