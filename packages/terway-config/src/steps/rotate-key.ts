import { HybridError, InvalidInputError, NotFoundError, PermissionError, waitFor, WaitTimeoutError, type AlibabaCloud, type Change, type Kubernetes, type Step, type StepOptions } from '@ack-hybrid/core';
import { createRam } from '../api/alibaba-ram.ts';
import { createRestartPort } from '../api/kubernetes-objects-terway.ts';
import { createConfigMaps, createSecrets } from '../api/kubernetes-objects.ts';
import type { Ram, RestartPort } from '../api/port.ts';
import { shortKeyId } from '../plan/merge-eni-conf.ts';
import { checkNames, defaultUserName, ownershipMarker } from '../plan/names.ts';
import { TerwayRestartError } from '../plan/restart/restart-error.ts';
import { describeReturn, describeRotation } from '../plan/rotation/describe-rotation.ts';
import { planReturn, planRotation, type DesiredRotation, type ObservedRotation, type RotationAction, type RotationDue, type RotationKey } from '../plan/rotation/plan-rotation.ts';
import { KeyRotationError } from '../plan/rotation/rotation-error.ts';
import { rotationInputIssues } from '../plan/rotation/rotation-input-issues.ts';
import { converge, type RetryPatience } from './converge.ts';
import { configMapPlace, secretPlace, type CredentialPlace } from './credential-place.ts';
import { restartTerway, type RestartClocks, type RestartTiming } from './restart-terway.ts';
import { checkRotation } from './rotation-checks.ts';
import { configMapRotationPlace, secretRotationPlace, type RotationPlace, type RotationView } from './rotation-place.ts';
import { requireProof } from './rotation-proof.ts';

/** What `createKeyRotationStep` needs to know. */
export interface KeyRotationInput {
  /** The registered cluster. */
  readonly clusterId: string;
  /** Whose key Terway has. By default the user that the permissions step makes. */
  readonly userName?: string;
  /** Where it stands: `secret` (the default), or `config-map` for Terway before v1.8.0. */
  readonly form?: 'secret' | 'config-map';
  /** When the key is rotated: by default once it is 90 days old; or as long as it is a certain one. */
  readonly due?: RotationDue;
  /** Rotate the key of a user that isn't marked as ours; its old key is deleted, too. Default false. */
  readonly adopt?: boolean;
  /** Milliseconds from the proof that every Terway pod has the new key until the old one is disabled. Default 120,000. */
  readonly disableAfterMs?: number;
  /** Milliseconds from there until the old one is deleted. Default 600,000. */
  readonly deleteAfterMs?: number;
  /** `wait` (the default) until the old key may be disabled and deleted, or leave it to a `later` run. */
  readonly deletion?: 'wait' | 'later';
  /** Disable the old key although RAM says that someone else uses it. Default false. */
  readonly evenIfUsed?: boolean;
  /** How long the restart of Terway may take. */
  readonly restart?: RestartTiming;
  readonly retry?: RetryPatience;
}

/** What the step leaves behind. */
export interface KeyRotationResult {
  readonly userName: string;
  /** Whether the old key is still to be disabled or deleted by a later run. */
  readonly pending: boolean;
}

/** What the step calls. */
export interface KeyRotationPorts {
  readonly ram: Pick<Ram, 'user' | 'accessKeys' | 'createAccessKey' | 'deleteAccessKey' | 'setAccessKeyActive' | 'accessKeyLastUsed'>;
  readonly place: RotationPlace;
  /** The place that this rotation doesn't write: a copy of the old key there would be cut off. */
  readonly other: Pick<CredentialPlace, 'target' | 'read'>;
  readonly terway: RestartPort;
  readonly clocks: RestartClocks;
  /** Waits so many milliseconds. */
  readonly pause: (ms: number, options: StepOptions) => Promise<void>;
}

const dayMs = 86_400_000;
/** More actions than any rotation takes, with a return and a second attempt. */
const mostActions = 40;

/**
 * The step that gives Terway another access key: it makes the second key, writes it, restarts Terway pod by pod, waits until
 * each pod has it, disables the old key, and deletes it after a while. What Terway holds is a valid key at every moment. Where
 * Terway doesn't come up with the new key, the old one goes back. A run that was killed is continued by the next one, from
 * marks in the Secret. Undo puts the old key back as long as it isn't deleted.
 *
 * @throws {InvalidInputError} at once, for names that RAM doesn't take and choices that there aren't
 * @example
 * const step = createKeyRotationStep({ cloud, kubernetes }, { clusterId, due: { kind: 'age', olderThanMs: 30 * 86_400_000 } });
 */
export const createKeyRotationStep = (clients: { readonly cloud: AlibabaCloud; readonly kubernetes: Kubernetes }, input: KeyRotationInput): Step<DesiredRotation, KeyRotationResult> => {
  const secrets = createSecrets(clients.kubernetes);
  const configMaps = createConfigMaps(clients.kubernetes);
  const inConfigMap = input.form === 'config-map';
  const place = inConfigMap ? configMapRotationPlace(configMaps, secrets) : secretRotationPlace(secrets);
  const other = inConfigMap ? secretPlace(secrets) : configMapPlace(configMaps, Date.now);
  const clocks: RestartClocks = { now: Date.now, elapsed: () => performance.now() };
  return keyRotationStep({ ram: createRam(clients.cloud), place, other, terway: createRestartPort(clients.kubernetes), clocks, pause }, input);
};

/** The step over its ports. */
export const keyRotationStep = (ports: KeyRotationPorts, input: KeyRotationInput): Step<DesiredRotation, KeyRotationResult> => {
  checkNames(input);
  const issues = rotationInputIssues(input);
  if (issues.length > 0) throw new InvalidInputError({ subject: 'terway-config', issues });
  const userName = input.userName ?? defaultUserName(input.clusterId);
  const { target } = ports.place;
  const desired: DesiredRotation = {
    userName,
    target,
    due: input.due ?? { kind: 'age', olderThanMs: 90 * dayMs },
    adopt: input.adopt ?? false,
    disableAfterMs: input.disableAfterMs ?? 120_000,
    deleteAfterMs: input.deleteAfterMs ?? 600_000,
    evenIfUsed: input.evenIfUsed ?? false,
  };
  const waits = input.deletion !== 'later';
  const look = (options: StepOptions): Promise<Look> => observe(ports, userName, ownershipMarker(input.clusterId), options);
  const run: Run = { ports, input, desired, look };
  return {
    name: 'terway-key-rotation',
    title: 'Rotate Terway’s access key',
    plan: async (options = {}) => {
      const { observed } = await look(options);
      const next = planRotation(observed, desired, ports.clocks.now());
      const isLater = next === undefined || (next.kind === 'wait' && !waits);
      return { desired, changes: isLater ? [] : describeRotation(observed.held.keyId.trim(), observed.mark, desired), checks: checkRotation(observed, desired, ports.clocks.now()).filter(({ status }) => status === 'warn') };
    },
    apply: async (_plan, options = {}) => {
      const stopped = await goOn(run, (observed) => planRotation(observed, desired, ports.clocks.now()), waits, options);
      return { userName, pending: stopped === 'later' };
    },
    verify: async (_result, options = {}) => {
      const { observed } = await look(options);
      return checkRotation(observed, desired, ports.clocks.now());
    },
    undo: async (options = {}) => {
      const { observed } = await look(options);
      const changes: readonly Change[] = observed.mark === undefined ? [] : describeReturn(observed.mark, desired);
      await goOn(run, (seen) => planReturn(seen, ports.clocks.now()), true, options);
      return changes;
    },
  };
};

interface Look {
  readonly view: RotationView;
  readonly observed: ObservedRotation;
}

interface Run {
  readonly ports: KeyRotationPorts;
  readonly input: KeyRotationInput;
  readonly desired: DesiredRotation;
  readonly look: (options: StepOptions) => Promise<Look>;
}

/** Why the old key has to go back. Kept beside the loop, since a lost answer must not forget it. */
interface Failure {
  reason?: KeyRotationError;
}

const observe = async ({ ram, place }: KeyRotationPorts, userName: string, marker: string, options: StepOptions): Promise<Look> => {
  // The place first: a key that is made between the two reads belongs to a mark that was there before it.
  const view = await place.read(options);
  const user = await ram.user(userName, options);
  const states = user === undefined ? [] : await ram.accessKeys(userName, options);
  const keys = await Promise.all(states.map(async (key): Promise<RotationKey> => ({ ...key, lastUsed: await lastUse(ram, userName, key.id, options) })));
  return { view, observed: { user: user === undefined ? 'absent' : user.comments === marker ? 'ours' : 'foreign', keys, held: view.held, mark: view.mark, previousId: view.previousId } };
};

const lastUse = async (ram: KeyRotationPorts['ram'], userName: string, keyId: string, options: StepOptions): Promise<string> => {
  try {
    return (await ram.accessKeyLastUsed(userName, keyId, options)) ?? 'never';
  } catch (error) {
    if (PermissionError.isInstance(error)) return 'unknown';
    throw error;
  }
};

/** Does one thing after another, each after a new look, until there is nothing left, or nothing before later. */
const goOn = async (run: Run, next: (observed: ObservedRotation) => RotationAction | undefined, waits: boolean, options: StepOptions): Promise<'done' | 'later'> => {
  const failure: Failure = {};
  for (let count = 0; count < mostActions; count += 1) {
    const done = await converge(
      async () => {
        options.signal?.throwIfAborted();
        const seen = await run.look(options);
        // Once Terway has failed with the new key, this run only puts the old one back.
        const action = failure.reason === undefined ? next(seen.observed) : planReturn(seen.observed, run.ports.clocks.now());
        if (action === undefined) return 'done';
        if (action.kind === 'wait' && !waits) return 'later';
        await perform(run, seen, action, failure, options);
        return;
      },
      { signal: options.signal, retry: run.input.retry },
    );
    if (done === undefined) continue;
    if (failure.reason !== undefined) throw failure.reason;
    return done;
  }
  throw failure.reason ?? new HybridError({ code: 'KeyRotationUnsettled', message: `the access key in ${run.desired.target} is changed by someone else all the time`, remediation: 'Look for another rotation of the same key, let it end, and run again.' });
};

const perform = async (run: Run, { view, observed }: Look, action: RotationAction, failure: Failure, options: StepOptions): Promise<void> => {
  const { ports, desired } = run;
  const { ram, place } = ports;
  const { userName, target } = desired;
  const tell = (what: string): void => options.onProgress?.(what);
  switch (action.kind) {
    case 'mark':
      await place.setMark(view, action.mark, options);
      return;
    case 'switch': {
      tell(`RAM user ${userName}: create a second access key`);
      const key = await ram.createAccessKey(userName, options);
      tell(`${target}: write the new access key ${shortKeyId(key.id)}`);
      await place.switchTo(view, key, { ...action.mark, to: key.id }, options);
      return;
    }
    case 'restart':
      return restart(run, { view, observed }, action, failure, options);
    case 'set-active':
      if (!action.active) {
        requireProof(await ports.terway.terway(options), observed.mark, desired);
        await refuseCopy(ports, action.keyId, options);
      }
      tell(`access key ${shortKeyId(action.keyId)} of RAM user ${userName}: ${action.active ? 'activate' : 'disable'}`);
      await ram.setAccessKeyActive(userName, action.keyId, action.active, options);
      return;
    case 'delete-key':
      if (observed.mark?.phase === 'disabled' || observed.mark?.phase === 'returned') requireProof(await ports.terway.terway(options), observed.mark, desired);
      tell(`access key ${shortKeyId(action.keyId)} of RAM user ${userName}: delete`);
      await ram.deleteAccessKey(userName, action.keyId, options).catch(passAbsence);
      return;
    case 'put-back':
      tell(`${target}: write the access key ${shortKeyId(action.mark.from)} back`);
      await place.putBack(view, action.mark, options);
      return;
    case 'wait':
      tell(`the old access key is ${action.what === 'disable' ? 'disabled' : 'deleted'} at ${new Date(action.until).toISOString()}`);
      await ports.pause(Math.max(1, action.until - ports.clocks.now()), options);
      return;
    case 'finish':
      await place.setMark(view, undefined, options);
      return;
  }
};

/** Both keys stay active as long as the other place holds the old one: whoever reads it there would lose its access. */
const refuseCopy = async ({ other }: KeyRotationPorts, keyId: string, options: StepOptions): Promise<void> => {
  if ((await other.read(options)).keyId.trim() !== keyId) return;
  throw new KeyRotationError({
    code: 'AccessKeyInUse',
    message: `${other.target} holds the old access key ${shortKeyId(keyId)}, too; it stays active, and Terway has the new one`,
    remediation: `Take access key and secret out of ${other.target}, or put the new ones there, and run again.`,
  });
};

// A key that is gone already (its deletion's answer was lost) is what we want.
const passAbsence = (error: unknown): void => {
  if (!NotFoundError.isInstance(error)) throw error;
};

const pause: KeyRotationPorts['pause'] = async (ms, { signal }) => {
  const until = performance.now() + ms;
  await waitFor(() => Promise.resolve(performance.now() >= until ? ({ done: true, value: undefined } as const) : ({ done: false, state: 'waiting' } as const)), { subject: 'the time to disable or delete the old access key', timeoutMs: ms + 60_000, intervalMs: ms, signal });
};

const restart = async ({ ports, input, desired }: Run, { view, observed }: Look, action: Extract<RotationAction, { readonly kind: 'restart' }>, failure: Failure, options: StepOptions): Promise<void> => {
  const { mark } = observed;
  const held = shortKeyId(observed.held.keyId.trim());
  try {
    // Equal reasons are one restart: a run that was killed meanwhile goes on with its own.
    await restartTerway(ports.terway, { reason: `the access key became ${held} at ${action.since}`, timing: input.restart, retry: input.retry }, options, ports.clocks);
  } catch (error) {
    const didNotComeUp = (TerwayRestartError.isInstance(error) && error.nodes.length > 0) || WaitTimeoutError.isInstance(error);
    if (!didNotComeUp || mark?.phase !== 'switched') throw error;
    options.onProgress?.(`Terway does not come up with the new access key ${held}: the old one goes back`);
    failure.reason = new KeyRotationError({ code: 'KeyRotationFailed', message: `Terway did not come up with the new access key ${held}, so it has ${shortKeyId(mark.from)} again: ${error.message}`, remediation: error.remediation ?? 'Look at the Terway pods that were not Ready, then run again.', cause: error });
    await ports.place.setMark(view, { ...mark, phase: 'returning', at: new Date(ports.clocks.now()).toISOString() }, options);
    return;
  }
  requireProof(await ports.terway.terway(options), mark, desired);
  await ports.place.setMark(view, action.then, options);
};
