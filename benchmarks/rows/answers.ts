import { readSpan } from '../reference/read-span.ts';
import type { Ends } from '../peers/peer.ts';

/** The ends of a block, the same for every participant: numbers and bigints print alike. */
export const spanText = ({ first, last }: Ends): string => `${first}-${last}`;

/** Blocks as their ends, so that a text is judged by what it means. */
export const spanTexts = (texts: readonly string[]): readonly string[] => texts.map((text) => spanText(readSpan(text)));

/** Pairs of places, in one order. */
export const pairTexts = (pairs: readonly (readonly [number, number])[], size: number): readonly string[] => {
  const keys = Float64Array.from(pairs, ([a, b]) => Math.min(a, b) * size + Math.max(a, b)).sort();
  return Array.from(keys, (key) => `${Math.floor(key / size)} ${key % size}`);
};

/** The name of the block at a place, and the way back. */
export const nameOf = (place: number): string => `block-${place}`;

/** The place of a block by its name. */
export const placeOf = (name: string): number => Number(name.slice('block-'.length));

/** The prefix of a block's text. */
export const prefixOf = (text: string): number => Number(text.slice(text.indexOf('/') + 1));

/** The address of a block's text. */
export const addressOf = (text: string): string => text.slice(0, text.indexOf('/'));

/** How many addresses a block of this prefix has. */
export const sizeOf = (family: 4 | 6, prefix: number): bigint => 1n << BigInt((family === 4 ? 32 : 128) - prefix);
