/** What a plan prints for a value that the cloud chooses when it makes the thing. */
export const knownAfterApply: KnownAfterApply = Object.freeze({
  kind: 'known-after-apply' as const,
  toString: () => '(known after apply)',
  toJSON: () => '(known after apply)',
});

/** The type of {@link knownAfterApply}. */
export interface KnownAfterApply {
  readonly kind: 'known-after-apply';
  toString(): string;
  toJSON(): string;
}

/** A value of a plan: known now, or known after apply. */
export type Planned<Value> = Value | KnownAfterApply;

/** One difference between the world and what is wanted. */
export interface Change {
  readonly action: 'create' | 'update' | 'delete';
  /** What it concerns, in the words of its own world: `DaemonSet kube-system/calico-node`, `RAM policy x`. */
  readonly target: string;
  /** One line: what changes, secrets hidden. */
  readonly summary: string;
  readonly before?: Planned<unknown>;
  readonly after?: Planned<unknown>;
}

/** A statement about the world that was looked at, not assumed. */
export interface Check {
  /** Stable, in kebab case: `calico-off-cloud-nodes`. */
  readonly name: string;
  readonly status: 'pass' | 'warn' | 'fail';
  /** What was seen. */
  readonly message: string;
  /** How to mend it; present where the status isn't `pass`. */
  readonly remediation?: string;
}

/** What a step would do: what it saw, what it wants, and the changes between them. Writes nothing. */
export interface StepPlan<Desired> {
  readonly desired: Desired;
  readonly changes: readonly Change[];
  /** What the plan noticed on the way; a `fail` stops the run before anything is written. */
  readonly checks?: readonly Check[];
}

/** What every phase of a step accepts. */
export interface StepOptions {
  /** Stops reads, writes and waits promptly. */
  readonly signal?: AbortSignal | undefined;
  /** One line of progress, secrets hidden. */
  readonly onProgress?: ((message: string) => void) | undefined;
}

/**
 * One step of the way: read the world, say what would change, change only that, prove that it holds, take it back.
 * The truth is in the world: a step keeps no state between runs, finds its own things again by names, tags and field
 * manager, and changes nothing when run again.
 */
export interface Step<Desired = unknown, Result = unknown> {
  /** In kebab case: `calico-affinity`. */
  readonly name: string;
  /** For people: `Keep Calico on premises`. */
  readonly title: string;
  /** Reads only. */
  plan(options?: StepOptions): Promise<StepPlan<Desired>>;
  /** Observes again and ensures; makes no write where nothing is to be changed. */
  apply(plan: StepPlan<Desired>, options?: StepOptions): Promise<Result>;
  /** Looks whether what was applied holds. Reads only. */
  verify(result: Result, options?: StepOptions): Promise<readonly Check[]>;
  /** Takes back what this step made, nothing else; gives what it took back (empty where nothing of ours is there). */
  undo?(options?: StepOptions): Promise<readonly Change[]>;
}
