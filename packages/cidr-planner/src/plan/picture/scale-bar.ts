/** What a cell of a bar shows. */
export type BarCell = 'free' | 'taken' | 'conflict';

/** Addresses, both ends counted. */
export interface Span {
  readonly first: bigint;
  readonly last: bigint;
}

/**
 * A span in `width` equal parts, each marked with what of `parts` lies in it. It is to scale, except that a part which is
 * smaller than a cell fills its cell. Conflicts win.
 */
export const scaleBar = (whole: Span, parts: readonly (Span & { readonly conflict: boolean })[], width: number): readonly BarCell[] => {
  const size = whole.last - whole.first + 1n;
  const cells = Array.from({ length: width }, (): BarCell => 'free');
  const cellOf = (address: bigint): number => Number(((address - whole.first) * BigInt(width)) / size);
  for (const part of parts) {
    for (let cell = cellOf(part.first); cell <= cellOf(part.last); cell += 1) {
      if (cells[cell] !== 'conflict') cells[cell] = part.conflict ? 'conflict' : 'taken';
    }
  }
  return cells;
};

/** The runs of equal cells, as a picture draws them. */
export const runsOf = (cells: readonly BarCell[]): readonly { readonly cell: BarCell; readonly start: number; readonly length: number }[] => {
  const runs: { cell: BarCell; start: number; length: number }[] = [];
  cells.forEach((cell, index) => {
    const run = runs.at(-1);
    if (run?.cell === cell) run.length += 1;
    else runs.push({ cell, start: index, length: 1 });
  });
  return runs;
};
