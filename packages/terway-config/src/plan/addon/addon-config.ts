import { sameJson } from '../read-json.ts';

/** An add-on's own parameters. */
export type AddonConfig = Readonly<Record<string, unknown>>;

/** The parameters that we set: what each was (absent: it was not there, or it may be a credential) and what it is. */
export type ConfigRecord = Readonly<Record<string, { readonly before?: unknown; readonly after: unknown } | { readonly hidden: true }>>;

/** Reads the parameters as Container Service gives them: JSON in a string. `undefined` where they are no JSON object. */
export const parseAddonConfig = (text: string): AddonConfig | undefined => {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as AddonConfig) : undefined;
  } catch {
    return undefined;
  }
};

/** The names of the asked parameters that aren't in effect. */
export const differingKeys = (installed: AddonConfig, asked: AddonConfig): readonly string[] => Object.keys(asked).filter((key) => !Object.hasOwn(installed, key) || !sameJson(installed[key], asked[key]));

/** What is installed with what is asked over it: parameters that aren't asked for stay. */
export const mergeAddonConfig = (installed: AddonConfig, asked: AddonConfig): AddonConfig => ({ ...installed, ...asked });

const mayBeCredential = (key: string, value: unknown): boolean => /secret|password|passwd|token|access.?key|credential/i.test(key) || (typeof value === 'object' && value !== null && /secret|password|passwd|token|access.?key|credential/i.test(JSON.stringify(value)));

/** Notes what is about to be set. What an earlier record says of a parameter stands: it knows how it was before us. */
export const recordConfig = (installed: AddonConfig, asked: AddonConfig, earlier: ConfigRecord = {}): ConfigRecord => {
  const record: Record<string, ConfigRecord[string]> = { ...earlier };
  for (const key of differingKeys(installed, asked)) {
    const was = earlier[key];
    if (mayBeCredential(key, asked[key]) || mayBeCredential(key, installed[key])) record[key] = { hidden: true };
    else if (was !== undefined && !('hidden' in was)) record[key] = { ...was, after: asked[key] };
    else record[key] = { ...(Object.hasOwn(installed, key) ? { before: installed[key] } : {}), after: asked[key] };
  }
  return record;
};

/** What an undo makes of the parameters, and which of ours it leaves as they are. */
export interface ConfigUndo {
  readonly config: AddonConfig;
  /** Get back what they were. */
  readonly restored: readonly string[];
  /** Were not there before us. */
  readonly removed: readonly string[];
  /** Somebody changed them since, or their value wasn't noted since it may be a credential. */
  readonly left: readonly string[];
}

/** Takes our parameters out of what is installed; one that somebody else has changed since stays. */
export const undoConfig = (installed: AddonConfig, record: ConfigRecord): ConfigUndo => {
  const config: Record<string, unknown> = { ...installed };
  const [restored, removed, left]: [string[], string[], string[]] = [[], [], []];
  for (const [key, entry] of Object.entries(record)) {
    if ('hidden' in entry) {
      left.push(key);
    } else if (Object.hasOwn(installed, key) && sameJson(installed[key], entry.after)) {
      if ('before' in entry) {
        config[key] = entry.before;
        restored.push(key);
      } else {
        Reflect.deleteProperty(config, key);
        removed.push(key);
      }
    } else if (!('before' in entry) ? Object.hasOwn(installed, key) : !sameJson(installed[key], entry.before)) {
      left.push(key);
    }
  }
  return { config, restored, removed, left };
};
