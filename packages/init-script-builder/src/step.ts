import { setTimeout as delay } from 'node:timers/promises';
import { checkAppliers, type Change, type Check, type Kubernetes, type Step, type StepOptions } from '@ack-hybrid/core';
import { createAgentConfigStore } from './api/agent-config-kubernetes.ts';
import type { AgentConfigStore, ObjectStore, ObservedAgentConfig } from './api/port.ts';
import { agentWait, newAgentConfig, planCreatedBucket, planRestore, planScriptPath, readCreatedBucket, readScriptPath, type AgentConfigPatch } from './plan/agent-config.ts';
import { bucketTag, converge, ensureBucket, ensurePublication, planPublication, verifyPublication, withdrawPublications } from './publish-script.ts';
import { checkInput, type InitScriptInput } from './script-source.ts';

/** What the step wants, and what `verify` needs. Holds no secret. */
export interface InitScriptResult {
  /** What the agent hands to new nodes. */
  readonly url: string;
  /** The SHA-256 of the script, where the step publishes it. */
  readonly sha256?: string;
  /** Its size in bytes. */
  readonly bytes?: number;
}

/** What the step works on. */
export interface InitScriptClients {
  readonly kubernetes: Kubernetes;
  /** Where the script is published; not needed where it is a URL already. */
  readonly store?: ObjectStore;
}

/**
 * The step `init-script`: publishes the node script, lets the VPC alone read it, and sets `addNodeScriptPath` in the ConfigMap
 * kube-system/ack-agent-config by merge. What was there before is kept in annotations and comes back on undo.
 *
 * @throws {InvalidInputError} at once, with the path of every bad field
 * @example
 * const step = createInitScriptStep({ kubernetes, store }, { clusterId, vpcId, script: { kind: 'text', text } });
 * await runSteps([step]);
 */
export const createInitScriptStep = (clients: InitScriptClients, input: InitScriptInput): Step<InitScriptResult, InitScriptResult> =>
  makeInitScriptStep(createAgentConfigStore(clients.kubernetes), clients.store, input);

/** The step over its ports. */
export const makeInitScriptStep = (agent: AgentConfigStore, store: ObjectStore | undefined, given: InitScriptInput, now: () => number = Date.now): Step<InitScriptResult, InitScriptResult> => {
  const input = checkInput(given, store);
  const { publication, url } = input;
  const rereadMs = input.agentRereadMs ?? 60_000;
  const desired: InitScriptResult = { url, ...(publication === undefined ? {} : { sha256: publication.sha256, bytes: publication.bytes }) };

  const write = (decide: (observed: ObservedAgentConfig | undefined) => AgentConfigPatch | undefined, options?: StepOptions): Promise<void> =>
    converge(async () => {
      const observed = await agent.read(options);
      const patch = decide(observed);
      if (patch === undefined) return;
      if (observed === undefined) await agent.create({ data: withoutNulls(patch.data), annotations: { ...newAgentConfig.annotations, ...withoutNulls(patch.annotations) } }, options);
      else await agent.patch(observed, patch, options);
    }, options);

  return {
    name: 'init-script',
    title: 'Register the node script',

    plan: async (options) => {
      const published = publication === undefined ? { changes: [], checks: [] } : await planPublication(input, publication, options);
      const observed = await agent.read(options);
      const changes: Change[] = [...published.changes];
      const checks: Check[] = [...published.checks];
      if (planScriptPath(observed, url, now()) !== undefined) {
        const before = readScriptPath(observed);
        checks.push(...checkAppliers({ name: 'script-path-applied', subject: 'addNodeScriptPath of ConfigMap kube-system/ack-agent-config', path: ['data', 'addNodeScriptPath'], managedFields: observed?.managedFields }));
        changes.push({
          action: observed === undefined ? 'create' : 'update',
          target: 'ConfigMap kube-system/ack-agent-config',
          summary: `set addNodeScriptPath to ${url}`,
          ...(before === undefined ? {} : { before }),
          after: url,
        });
      }
      return { desired, changes, checks };
    },

    apply: async (_plan, options) => {
      if (publication !== undefined) {
        await ensureBucket(
          input,
          publication.store,
          async (bucket) => readCreatedBucket(await agent.read(options)) === bucket,
          () => write((observed) => planCreatedBucket(observed, publication.store.bucket), options),
          options,
        );
        await ensurePublication(input, publication, options);
      }
      await write((observed) => planScriptPath(observed, url, now()), options);
      const waitMs = agentWait(await agent.read(options), rereadMs, now());
      if (waitMs > 0) {
        options?.onProgress?.(`waiting ${Math.ceil(waitMs / 1_000)} s until the cluster's agent has read the new path`);
        await wait(waitMs, options?.signal);
      }
      return desired;
    },

    verify: async (result, options) => {
      const path = readScriptPath(await agent.read(options));
      const check: Check =
        path === result.url
          ? { name: 'script-path', status: 'pass', message: `addNodeScriptPath is ${result.url}` }
          : { name: 'script-path', status: 'fail', message: `addNodeScriptPath is ${path === undefined ? 'not set' : `"${path}"`}, and must be ${result.url}`, remediation: 'See who else writes to the ConfigMap kube-system/ack-agent-config, and apply again.' };
      return [check, ...(publication === undefined ? [] : await verifyPublication(input, publication, options))];
    },

    undo: async (options) => {
      if (store !== undefined) await markNotedBucket(options);
      const restored = await converge(async () => {
        const observed = await agent.read(options);
        const plan = planRestore(observed);
        if (observed === undefined || plan.kind === 'nothing') return undefined;
        if (plan.kind === 'delete') await agent.delete(observed, options);
        else await agent.patch(observed, plan.patch, options);
        return plan.kind;
      }, options);
      const change: Change | undefined =
        restored === undefined ? undefined : { action: restored === 'delete' ? 'delete' : 'update', target: 'ConfigMap kube-system/ack-agent-config', summary: restored === 'delete' ? 'delete what the step made' : 'give addNodeScriptPath back as it was' };
      const withdrawn = store === undefined ? [] : await withdrawPublications(input, store, options);
      return [...(change === undefined ? [] : [change]), ...withdrawn];
    },
  };

  /** A run that died between making and marking the bucket left only the note; the mark outlives the ConfigMap. */
  async function markNotedBucket(options?: StepOptions): Promise<void> {
    if (store === undefined || readCreatedBucket(await agent.read(options)) !== store.bucket) return;
    await converge(async () => {
      const bucket = await store.readBucket(options);
      if (bucket !== undefined && bucket.tags[bucketTag] === undefined) await store.tagBucket({ ...bucket.tags, [bucketTag]: input.clusterId }, options);
    }, options);
  }
};

const withoutNulls = (values: Readonly<Record<string, string | null>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== null));

const wait = async (ms: number, signal: AbortSignal | undefined): Promise<void> => {
  try {
    await delay(ms, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
};
