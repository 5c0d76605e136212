/**
 * The known name that a mistyped one most likely means: the same one in another spelling (case, hyphens), or the one with
 * the fewest edits, a third of its length at most.
 */
export const nearestName = (name: string, known: readonly string[]): string | undefined => {
  const plain = normalise(name);
  const same = known.find((candidate) => normalise(candidate) === plain);
  if (same !== undefined) return same;
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  for (const candidate of known) {
    const distance = editDistance(plain, normalise(candidate));
    if (distance <= Math.floor(candidate.length / 3) && (best === undefined || distance < best.distance)) best = { candidate, distance };
  }
  return best?.candidate;
};

const normalise = (name: string): string => name.toLowerCase().replace(/[-_ ]/g, '');

/** Edits (insert, delete, replace one character) that lead from one text to the other. */
export const editDistance = (from: string, to: string): number => {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
};
