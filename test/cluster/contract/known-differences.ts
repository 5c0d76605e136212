import { type Minor } from '../../control-plane/programs.ts';

/** A case whose answers differ from the sandbox's at one minor version. */
export interface KnownDifference {
  readonly reason: string;
  /** What that version answers with, where it is not what the case states. */
  readonly statuses?: string;
}

/** By minor version, then `area: title`. Every entry is asserted to differ still. */
export const knownDifferences: Partial<Record<Minor, Readonly<Record<string, KnownDifference>>>> = {};
