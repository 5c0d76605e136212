import type { Answer } from './cell-spec.ts';

/** How an answer differs from the right one, or undefined where it does not. */
export const describeDifference = (right: Answer, given: Answer): string | undefined => {
  if (right.digest === given.digest) return undefined;
  if (right.count !== given.count) return `${given.count} answers where ${right.count} are right`;
  const { items } = right;
  const place = items?.findIndex((item, at) => item !== given.items?.[at]) ?? -1;
  return place < 0 ? `another answer among ${right.count}` : `answer ${place + 1} of ${right.count} is ${given.items?.[place]}, where ${items?.[place]} is right`;
};
