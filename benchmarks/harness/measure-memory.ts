import { execFileSync } from 'node:child_process';
import type { Pin } from './pin.ts';

/** Bytes on the heap and in array buffers, after a full collection. */
export interface MemoryOutcome {
  readonly family: 4 | 6;
  readonly size: number;
  /** What the texts hold. */
  readonly texts: number;
  /** What a set of them holds, beside the texts. */
  readonly set: number;
  /** The same after its pairs were counted. */
  readonly sorted: number;
  /** The same after a first look-up. */
  readonly indexed: number;
  /** What the set holds when the texts are gone: more than `indexed` where it kept some of them. */
  readonly alone: number;
}

/** The most that the set held, with all that it keeps once it was used, and the texts gone or not. */
export const mostHeld = ({ set, sorted, indexed, alone }: MemoryOutcome): number => Math.max(set, sorted, indexed, alone);

/** Measures in a fresh process. */
export const measureMemory = (script: string, pin: Pin, family: 4 | 6, size: number): MemoryOutcome => {
  const [command = process.execPath, ...rest] = [...pin.command, process.execPath, '--expose-gc', script, String(family), String(size)];
  return { family, ...(JSON.parse(execFileSync(command, rest, { encoding: 'utf8' })) as Omit<MemoryOutcome, 'family'>) };
};
