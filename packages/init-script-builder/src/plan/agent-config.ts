/** The ConfigMap kube-system/ack-agent-config as far as it matters here. */
export interface AgentConfig {
  readonly data: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** What to write into the ConfigMap; `null` takes a key away. */
export interface AgentConfigPatch {
  readonly data: Readonly<Record<string, string | null>>;
  readonly annotations: Readonly<Record<string, string | null>>;
}

const scriptPathKey = 'addNodeScriptPath';
const annotation = {
  /** `absent`, or `=` and the value that was there before us. */
  previous: 'ack-hybrid.io/previous-add-node-script-path',
  /** The value that we wrote. */
  written: 'ack-hybrid.io/add-node-script-path',
  /** When, in ISO 8601: the agent takes up to a minute to read it. */
  writtenAt: 'ack-hybrid.io/add-node-script-path-written-at',
  /** The ConfigMap was made by us. */
  created: 'ack-hybrid.io/created',
  /** The bucket that we are about to make, written before it is made, so that a killed run leaves no orphan. */
  bucket: 'ack-hybrid.io/created-bucket',
} as const;

/** The URL that the agent reads. */
export const readScriptPath = (config: AgentConfig | undefined): string | undefined => config?.data[scriptPathKey];

/** The bucket that a run of ours set out to make. */
export const readCreatedBucket = (config: AgentConfig | undefined): string | undefined => config?.annotations[annotation.bucket];

/** Milliseconds until the agent must have read what we wrote. */
export const agentWait = (config: AgentConfig | undefined, rereadMs: number, now: number): number => {
  const written = Date.parse(config?.annotations[annotation.writtenAt] ?? '');
  return Number.isNaN(written) ? 0 : Math.min(rereadMs, Math.max(0, written + rereadMs - now));
};

/** What a ConfigMap that isn't there begins with. */
export const newAgentConfig: AgentConfig = { data: {}, annotations: { [annotation.created]: 'true' } };

/** What sets the path; `undefined` where it is set. What was there before us is kept for the undo. */
export const planScriptPath = (config: AgentConfig | undefined, url: string, now: number): AgentConfigPatch | undefined => {
  const current = readScriptPath(config);
  const written = config?.annotations[annotation.written];
  if (current === url && written === url) return undefined;
  // Where someone changed the path after us, theirs is what an undo must give back.
  const keepsPrevious = written !== undefined && written === current;
  return {
    data: current === url ? {} : { [scriptPathKey]: url },
    annotations: {
      ...(keepsPrevious ? {} : { [annotation.previous]: current === undefined ? 'absent' : `=${current}` }),
      [annotation.written]: url,
      [annotation.writtenAt]: new Date(now).toISOString(),
    },
  };
};

/** What notes the bucket that is about to be made; `undefined` where it is noted. */
export const planCreatedBucket = (config: AgentConfig | undefined, bucket: string): AgentConfigPatch | undefined =>
  readCreatedBucket(config) === bucket ? undefined : { data: {}, annotations: { [annotation.bucket]: bucket } };

/** What takes our part out: a patch, the whole ConfigMap, or nothing. */
export const planRestore = (config: AgentConfig | undefined): { readonly kind: 'nothing' } | { readonly kind: 'delete' } | { readonly kind: 'patch'; readonly patch: AgentConfigPatch } => {
  const ours = Object.values(annotation).filter((key) => config?.annotations[key] !== undefined);
  if (config === undefined || ours.length === 0) return { kind: 'nothing' };
  const current = readScriptPath(config);
  const previous = config.annotations[annotation.previous];
  // A path that someone else has set since stays.
  const isOurs = previous !== undefined && current === config.annotations[annotation.written];
  const restored = previous?.startsWith('=') === true ? previous.slice(1) : null;
  const others = Object.keys(config.data).filter((key) => key !== scriptPathKey || !isOurs || restored !== null);
  if (config.annotations[annotation.created] !== undefined && others.length === 0) return { kind: 'delete' };
  return {
    kind: 'patch',
    patch: { data: isOurs && current !== (restored ?? undefined) ? { [scriptPathKey]: restored } : {}, annotations: Object.fromEntries(ours.map((key) => [key, null])) },
  };
};
