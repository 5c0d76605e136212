import { HybridError } from '../errors/hybrid-error.ts';
import { StepError, type StepPhase } from '../errors/step-error.ts';
import { VerificationError } from '../errors/verification-error.ts';
import type { Change, Check, Step, StepOptions, StepPlan } from './step.ts';

/** What became of one step. */
export interface StepReport {
  readonly name: string;
  readonly status: 'planned' | 'applied' | 'unchanged' | 'undone' | 'failed' | 'not-run';
  readonly changes: readonly Change[];
  readonly checks: readonly Check[];
  /** Milliseconds that its phases took together. */
  readonly ms: number;
}

/** What became of a run. */
export interface RunReport {
  readonly ok: boolean;
  readonly steps: readonly StepReport[];
}

/** What a run says while it goes on. Holds no secret. */
export type StepEvent =
  | { readonly type: 'started'; readonly step: string; readonly title: string; readonly phase: StepPhase }
  | { readonly type: 'progress'; readonly step: string; readonly message: string }
  | { readonly type: 'planned'; readonly step: string; readonly changes: readonly Change[]; readonly checks: readonly Check[] }
  | { readonly type: 'finished'; readonly step: string; readonly title: string; readonly report: StepReport }
  | { readonly type: 'failed'; readonly step: string; readonly title: string; readonly phase: StepPhase; readonly error: HybridError | Error };

/** How a run goes. */
export interface RunOptions {
  /**
   * `plan`: plan every step and write nothing (the dry run); `apply` (the default): plan all, then apply and verify in
   * order; `undo`: take back what the steps made, last step first.
   */
  readonly mode?: 'plan' | 'apply' | 'undo';
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: StepEvent) => void) | undefined;
}

/**
 * Runs steps. Plans all of them before the first write; a plan with a failed check stops the run there. Once a step
 * has changed something the later ones are planned anew, since their world has moved.
 *
 * @throws {StepError} where a phase fails, a check of a plan or a verification fails, or the signal aborts; its
 * `report` says what was done until then.
 * @example
 * await runSteps([affinityStep, permissionsStep], { mode: 'plan', onEvent: console.log });
 */
export const runSteps = async (steps: readonly Step[], options: RunOptions = {}): Promise<RunReport> => {
  const run = new Run(steps, options);
  if (options.mode === 'undo') return run.undo();
  const plans = await run.plan();
  return options.mode === 'plan' ? run.report() : run.apply(plans);
};

type Entry = { -readonly [Key in keyof StepReport]: StepReport[Key] };

class Run {
  readonly #steps: readonly Step[];
  readonly #options: RunOptions;
  readonly #entries: Entry[];

  constructor(steps: readonly Step[], options: RunOptions) {
    this.#steps = steps;
    this.#options = options;
    this.#entries = steps.map((step) => ({ name: step.name, status: 'not-run', changes: [], checks: [], ms: 0 }));
  }

  report(): RunReport {
    const steps = this.#entries.map((entry) => ({ ...entry }));
    return { ok: steps.every((step) => step.status !== 'failed' && step.status !== 'not-run'), steps };
  }

  async plan(): Promise<StepPlan<unknown>[]> {
    const plans: StepPlan<unknown>[] = [];
    for (const [index, step] of this.#steps.entries()) {
      const plan = await this.#phase(index, 'plan', (stepOptions) => this.#planOne(step, stepOptions));
      this.#update(index, { status: 'planned', changes: plan.changes, checks: plan.checks ?? [] });
      this.#options.onEvent?.({ type: 'planned', step: step.name, changes: plan.changes, checks: plan.checks ?? [] });
      plans.push(plan);
    }
    return plans;
  }

  async apply(plans: readonly StepPlan<unknown>[]): Promise<RunReport> {
    let worldMoved = false;
    for (const entry of this.#entries) entry.status = 'not-run';
    for (const [index, step] of this.#steps.entries()) {
      const planned = plans[index] as StepPlan<unknown>;
      const plan: StepPlan<unknown> = worldMoved ? await this.#phase(index, 'plan', (stepOptions) => this.#planOne(step, stepOptions)) : planned;
      this.#update(index, { changes: plan.changes });
      const result = await this.#phase(index, 'apply', (stepOptions) => step.apply(plan, stepOptions));
      worldMoved ||= plan.changes.length > 0;
      await this.#phase(index, 'verify', async (stepOptions) => {
        const checks = await step.verify(result, stepOptions);
        // A check of the plan that was looked at again after apply stands once, as it was seen last.
        const again = new Set(checks.map((check) => check.name));
        this.#update(index, { checks: [...(plan.checks ?? []).filter((check) => !again.has(check.name)), ...checks] });
        if (checks.some((check) => check.status === 'fail')) throw new VerificationError({ subject: step.title, checks });
      });
      this.#finish(index, plan.changes.length === 0 ? 'unchanged' : 'applied');
    }
    return this.report();
  }

  async undo(): Promise<RunReport> {
    for (const [index, step] of [...this.#steps.entries()].reverse()) {
      const changes = await this.#phase(index, 'undo', async (stepOptions) => (await step.undo?.(stepOptions)) ?? []);
      this.#update(index, { changes });
      this.#finish(index, changes.length === 0 ? 'unchanged' : 'undone');
    }
    return this.report();
  }

  async #planOne(step: Step, options: StepOptions): Promise<StepPlan<unknown>> {
    const plan = await step.plan(options);
    if (plan.checks?.some((check) => check.status === 'fail')) throw new VerificationError({ subject: step.title, checks: plan.checks });
    return plan;
  }

  #update(index: number, fields: Partial<Entry>): void {
    Object.assign(this.#entries[index] as Entry, fields);
  }

  #finish(index: number, status: StepReport['status']): void {
    this.#update(index, { status });
    const step = this.#steps[index] as Step;
    this.#options.onEvent?.({ type: 'finished', step: step.name, title: step.title, report: { ...(this.#entries[index] as Entry) } });
  }

  async #phase<Value>(index: number, phase: StepPhase, body: (options: StepOptions) => Promise<Value>): Promise<Value> {
    const step = this.#steps[index] as Step;
    const { signal, onEvent } = this.#options;
    const startedAt = performance.now();
    onEvent?.({ type: 'started', step: step.name, title: step.title, phase });
    try {
      signal?.throwIfAborted();
      const value = await body({ signal, onProgress: (message) => onEvent?.({ type: 'progress', step: step.name, message }) });
      return value;
    } catch (cause) {
      const checks = VerificationError.isInstance(cause) ? cause.checks : undefined;
      this.#update(index, { status: 'failed', ...(checks === undefined ? {} : { checks }) });
      const error = cause instanceof Error ? cause : new HybridError({ code: 'Aborted', message: `stopped: ${String(cause)}` });
      onEvent?.({ type: 'failed', step: step.name, title: step.title, phase, error });
      throw new StepError({ step: step.name, phase, report: this.report(), cause: error });
    } finally {
      const entry = this.#entries[index] as Entry;
      entry.ms = Math.round(entry.ms + performance.now() - startedAt);
    }
  }
}
