import { InvalidInputError, waitFor, type Change, type StepOptions } from '@ack-hybrid/core';
import type { RestartPort } from '../api/port.ts';
import { describeDown, describeStall, describeState, stallRemediation } from '../plan/restart/describe-restart.ts';
import { addonName, systemNamespace } from '../plan/names.ts';
import { decideRestart, describeStrategy, sortNodes, type WantedRestart } from '../plan/restart/plan-restart.ts';
import { restartedAtAnnotation, restartReasonAnnotation } from '../plan/restart/restart-annotations.ts';
import { TerwayRestartError } from '../plan/restart/restart-error.ts';
import type { TerwayDaemonSet } from '../plan/restart/terway-workload.ts';
import { rememberBefore, watchRestart, type RestartLimits, type RestartMemory, type RestartWatch } from '../plan/restart/watch-restart.ts';
import { converge, type RetryPatience } from './converge.ts';

/** How long a restart may take. */
export interface RestartTiming {
  /** Milliseconds for all nodes. Default 10 minutes, or 1 minute a node where that is more. */
  readonly timeoutMs?: number;
  /** Milliseconds that one node may be without a Ready pod. Default 300,000; a fifth of it where the pod crash-loops or the like. */
  readonly podReadyTimeoutMs?: number;
  /** Milliseconds between two looks. Default 2,000, or 2 ms a node where that is more. */
  readonly intervalMs?: number;
}

/** What `restartTerway` needs to know. */
export interface TerwayRestartRequest extends WantedRestart {
  readonly timing?: RestartTiming | undefined;
  readonly retry?: RetryPatience | undefined;
}

/** What became of a restart. */
export interface TerwayRestartResult {
  /** `none`: nothing had to be restarted, and nothing was written. */
  readonly outcome: 'none' | 'restarted';
  /** The nodes whose pod is Ready and of this restart. */
  readonly restarted: readonly string[];
  /** Nodes that could not be restarted, or whose pod was not Ready before and isn't now, each with why. */
  readonly left: readonly { readonly node: string; readonly why: string }[];
}

/** The clocks; for tests. */
export interface RestartClocks {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds of a clock that only goes forward. */
  readonly elapsed: () => number;
}

const target = `DaemonSet ${systemNamespace}/${addonName}`;
const realClocks: RestartClocks = { now: Date.now, elapsed: () => performance.now() };

/**
 * Restarts Terway, which reads its configuration and its key at its start only: an annotation of the pod template makes the
 * DaemonSet replace its pods within its own maxUnavailable and maxSurge; with the update strategy OnDelete they are
 * deleted here one by one, each awaited before the next. Pods on nodes that aren't Ready are not waited for. It stops at
 * the first node whose pod doesn't come back, and leaves the others as they are. A second call goes on where a killed one
 * stopped: the annotation, which each new pod carries, tells how far it is.
 *
 * @throws {TerwayRestartError} `TerwayRestartStalled` with node, pod, container and the kubelet's reason
 * @throws {WaitTimeoutError} with the last states seen
 * @throws {InvalidInputError} for a reason that isn't one line, or a `since` that is no time
 * @example
 * await restartTerway(createRestartPort(kubernetes), { reason: 'access key LTAI…Xy was switched' });
 */
export const restartTerway = async (port: RestartPort, request: TerwayRestartRequest, options: StepOptions = {}, clocks: RestartClocks = realClocks): Promise<TerwayRestartResult> => {
  checkRequest(request);
  const begunAt = new Date(clocks.now()).toISOString();
  const begun = await converge(
    async () => {
      const daemonSet = await port.terway(options);
      const decision = decideRestart(daemonSet, request);
      if (daemonSet === undefined || decision.kind === 'none') return undefined;
      const isOwn = daemonSet.templateAnnotations[restartedAtAnnotation] === begunAt;
      if (isOwn) return { before: daemonSet, restartedAt: begunAt };
      if (decision.kind === 'go-on') return { before: daemonSet, restartedAt: decision.restartedAt };
      options.onProgress?.(`${addonName}: restart (${describeStrategy(daemonSet.strategy)}): ${request.reason}`);
      await port.annotateTemplate(daemonSet.resourceVersion, { [restartedAtAnnotation]: begunAt, [restartReasonAnnotation]: request.reason }, options);
      return { before: daemonSet, restartedAt: begunAt };
    },
    { signal: options.signal, retry: request.retry },
  );
  if (begun === undefined) return { outcome: 'none', restarted: [], left: [] };
  const wayBack = 'The restart stays asked for. Mend the cause and call again, which goes on where this stopped; or put back what Terway reads and take the restart back (the undo of the step): the pods that are not well are replaced first.';
  return awaitRestart(port, { ...begun, wayBack, timing: request.timing }, options, clocks);
};

/**
 * Takes our annotations off the template: the DaemonSet is as it was before, and its pods are replaced once more, which then
 * read what stands now.
 *
 * @param request `wait: false`: the pods are left to the DaemonSet's controller (with OnDelete nobody replaces them)
 * @returns what was taken back; empty where the template has no annotation of ours
 * @throws what {@link restartTerway} throws
 */
export const undoTerwayRestart = async (port: RestartPort, request: { readonly wait?: boolean; readonly timing?: RestartTiming | undefined; readonly retry?: RetryPatience | undefined } = {}, options: StepOptions = {}, clocks: RestartClocks = realClocks): Promise<readonly Change[]> => {
  // Collected outside: after a lost answer the next look finds nothing left to do.
  const changes: Change[] = [];
  const before = await converge(
    async () => {
      const daemonSet = await port.terway(options);
      const held = [restartedAtAnnotation, restartReasonAnnotation].filter((name) => daemonSet?.templateAnnotations[name] !== undefined);
      if (daemonSet === undefined || held.length === 0) return daemonSet;
      changes.splice(0, changes.length, { action: 'update', target, summary: `take the annotations of our restart off the pod template, which replaces its pods (${describeStrategy(daemonSet.strategy)})` });
      await port.annotateTemplate(daemonSet.resourceVersion, Object.fromEntries(held.map((name) => [name, null])), options);
      return daemonSet;
    },
    { signal: options.signal, retry: request.retry },
  );
  const isUnfinished = before?.pods.some((pod) => pod.restartedAt !== undefined) === true;
  if (before === undefined || request.wait === false || (changes.length === 0 && !isUnfinished)) return changes;
  await awaitRestart(port, { before, restartedAt: undefined, wayBack: 'The template is as it was before: once the cause is mended, call again.', timing: request.timing }, options, clocks);
  return changes;
};

const checkRequest = ({ reason, since }: TerwayRestartRequest): void => {
  const issues = [
    ...(/^[^\p{Cc}]{1,200}$/u.test(reason) && reason.trim() !== '' ? [] : [{ path: 'reason', message: 'give one line of 1 to 200 characters' }]),
    ...(since === undefined || Number.isFinite(Date.parse(since)) ? [] : [{ path: 'since', message: `"${since}" is no time such as 2026-11-21T09:00:00Z` }]),
  ];
  if (issues.length > 0) throw new InvalidInputError({ issues, subject: 'restart of Terway' });
};

interface AwaitedRestart {
  /** The DaemonSet as it was right before. */
  readonly before: TerwayDaemonSet;
  readonly restartedAt: string | undefined;
  readonly wayBack: string;
  readonly timing: RestartTiming | undefined;
}

const awaitRestart = async (port: RestartPort, awaited: AwaitedRestart, options: StepOptions, clocks: RestartClocks): Promise<TerwayRestartResult> => {
  const nodes = await port.nodes(options);
  const { timing } = awaited;
  const intervalMs = timing?.intervalMs ?? Math.max(2_000, nodes.length * 2);
  const limits: RestartLimits = { podReadyMs: timing?.podReadyTimeoutMs ?? 300_000, intervalMs };
  const { awaited: first } = sortNodes(awaited.before, nodes);
  const begin = { nodes: first, pods: awaited.before.pods, restartedAt: awaited.restartedAt, now: clocks.elapsed() };
  return waitFor(observeRestart(port, awaited, limits, rememberBefore(begin), options, clocks), {
    subject: `the restart of ${systemNamespace}/${addonName}`,
    timeoutMs: timing?.timeoutMs ?? Math.max(600_000, first.length * 60_000),
    intervalMs,
    signal: options.signal,
    onState: (state) => options.onProgress?.(`${addonName}: ${state}`),
    remediation: awaited.wayBack,
  });
};

type RestartObservation = { readonly done: true; readonly value: TerwayRestartResult } | { readonly done: false; readonly state: string };

/** Makes the look that is taken again and again; it remembers what it saw before. */
const observeRestart = (port: RestartPort, { restartedAt, wayBack }: AwaitedRestart, limits: RestartLimits, start: RestartMemory, options: StepOptions, { elapsed }: RestartClocks): (() => Promise<RestartObservation>) => {
  let memory = start;
  const told = new Set<string>();
  return async () => {
    const [daemonSet, nodes] = await Promise.all([port.terway(options), port.nodes(options)]);
    if (daemonSet === undefined) return { done: false, state: 'the DaemonSet is not there' };
    if (daemonSet.templateAnnotations[restartedAtAnnotation] !== restartedAt) throw refuseOvertaken(daemonSet);
    const { awaited, unreachable } = sortNodes(daemonSet, nodes);
    const seen = watchRestart(memory, { nodes: awaited, pods: daemonSet.pods, restartedAt, now: elapsed() }, limits);
    memory = seen.memory;
    for (const node of seen.restarted) {
      if (told.has(node)) continue;
      told.add(node);
      options.onProgress?.(`${addonName}: restarted on ${node}`);
    }
    if (seen.stalled.length > 0 || seen.heldMs >= limits.podReadyMs) throw refuseStalled(seen, daemonSet, unreachable, wayBack);
    if (seen.pending.length === 0 && seen.replacing.length === 0) {
      const left = [
        ...seen.unwell.map((down) => ({ node: down.node, why: describeDown(down) })),
        ...unreachable.map(({ name }) => ({ node: name, why: 'the node is not Ready' })),
      ];
      return { done: true, value: { outcome: 'restarted', restarted: seen.restarted, left } };
    }
    const [next] = seen.pending;
    if (daemonSet.strategy.type === 'OnDelete' && seen.replacing.length === 0 && next !== undefined) {
      options.onProgress?.(`${addonName}: delete pod ${next.name} on ${next.nodeName}`);
      await port.deletePod(next, options);
    }
    return { done: false, state: describeState(seen, awaited.length) };
  };
};

const refuseStalled = (seen: RestartWatch, daemonSet: TerwayDaemonSet, unreachable: Parameters<typeof describeStall>[3], wayBack: string): TerwayRestartError =>
  new TerwayRestartError({
    message: describeStall(`the restart of ${systemNamespace}/${addonName}`, seen, daemonSet.strategy, unreachable),
    remediation: stallRemediation(seen, wayBack),
    nodes: seen.stalled.length > 0 ? seen.stalled.map(({ node }) => node) : seen.pending.map(({ nodeName }) => nodeName),
  });

const refuseOvertaken = (daemonSet: TerwayDaemonSet): TerwayRestartError =>
  new TerwayRestartError({
    message: `the restart of ${systemNamespace}/${addonName} was overtaken: its template now says ${daemonSet.templateAnnotations[restartReasonAnnotation] ?? 'nothing of a restart of ours'}`,
    remediation: 'Somebody else restarts Terway, upgrades the add-on, or took the annotation away. Let that end, then call again.',
    nodes: [],
  });
