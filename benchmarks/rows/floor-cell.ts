import { seeded } from '../inputs/random.ts';
import type { MakeCell } from './row.ts';
import { repeatable } from './row.ts';

/** Reads every character of the texts once and sorts as many random numbers in a typed array: what no answer can do without. */
export const floorCell = (withExcluded: boolean): MakeCell => (input) => {
  const texts = withExcluded ? [...input.texts, ...input.excluded] : input.texts;
  const random = seeded(texts.length);
  const values = Uint32Array.from(texts, () => random.below(2 ** 32));
  return repeatable(
    () => {
      let sum = 0;
      for (const text of texts) for (let at = 0; at < text.length; at++) sum = (sum + text.charCodeAt(at)) | 0;
      return [sum, values.slice().sort()] as const;
    },
    () => [],
  );
};
