import type { CidrBlock } from '../block/cidr-block.ts';
import { query } from './query.ts';
import type { RowIndex } from './row-index.ts';
import { findParents, findRow, indexRows } from './row-index.ts';
import type { Rows } from './rows.ts';
import { blockAt, blockAtCell, commonBitsAt } from './rows.ts';
import { sortRows } from './sort-rows.ts';
import { mergeRows, subtractRows } from './sweep-rows.ts';

/** The blocks of one family of a set: as given, and as the fewest; each is made when it is first asked for. */
export class FamilySet {
  private given: Rows;
  private fewest: Rows | undefined;
  private isSorted: boolean;
  private givenIndex: RowIndex | undefined;
  private fewestIndex: RowIndex | undefined;
  private parents: Int32Array | undefined;

  /** The rows as given, or as the fewest blocks in address order. */
  constructor(given: Rows, isFewest: boolean) {
    this.given = given;
    this.isSorted = isFewest || given.count < 2;
    this.fewest = this.isSorted ? given : undefined;
    this.givenIndex = undefined;
    this.fewestIndex = undefined;
    this.parents = undefined;
  }

  /** The rows as they came, in any order. */
  get rows(): Rows {
    return this.given;
  }

  sorted(): Rows {
    if (!this.isSorted) {
      this.given = sortRows(this.given);
      this.isSorted = true;
    }
    return this.given;
  }

  merged(): Rows {
    return (this.fewest ??= mergeRows(this.sorted()));
  }

  /** The fewest rows of the addresses that are not in another set. */
  without(other: FamilySet): Rows {
    // IPv4 rows are subtracted as they are sorted: to merge both before would take a pass over each, and room for it.
    if (this.given.stride === 5 || this.given.count === 0 || other.given.count === 0) return subtractRows(this.merged(), other.merged());
    return subtractRows(this.fewest ?? this.sorted(), other.fewest ?? other.sorted());
  }

  /** Whether all addresses of the block in {@link query} are in the set. */
  holdsQuery(): boolean {
    const rows = this.merged();
    if (rows.count === 0) return false;
    const { cells, start, stride } = rows;
    const found = findRow((this.fewestIndex ??= indexRows(rows)), query, 0);
    if (found < 0) return false;
    const at = start + found * stride;
    const prefix = cells[at + stride - 1] as number;
    return prefix <= (query[stride - 1] as number) && commonBitsAt(cells, at, query, 0, stride) >= prefix;
  }

  /** Whether any address of the block in {@link query} is in the set. */
  meetsQuery(): boolean {
    const rows = this.merged();
    if (rows.count === 0) return false;
    const found = findRow((this.fewestIndex ??= indexRows(rows)), query, 0);
    return this.rowMeets(rows, found) || this.rowMeets(rows, found + 1);
  }

  private rowMeets({ cells, start, stride, count }: Rows, index: number): boolean {
    if (index < 0 || index >= count) return false;
    const at = start + index * stride;
    return commonBitsAt(cells, at, query, 0, stride) >= Math.min(cells[at + stride - 1] as number, query[stride - 1] as number);
  }

  /** The smallest given block that holds the block in {@link query}. */
  lookupQuery(): CidrBlock | undefined {
    const rows = this.sorted();
    if (rows.count === 0) return undefined;
    const { cells, start, stride } = rows;
    let row = findRow((this.givenIndex ??= indexRows(rows)), query, 0);
    if (row < 0) return undefined;
    const at = start + row * stride;
    const shared = Math.min(commonBitsAt(cells, at, query, 0, stride), query[stride - 1] as number);
    if ((cells[at + stride - 1] as number) <= shared) return blockAtCell(cells, at, stride);
    const parents = (this.parents ??= findParents(rows));
    do row = parents[row] as number;
    while (row >= 0 && (cells[start + row * stride + stride - 1] as number) > shared);
    return row < 0 ? undefined : blockAt(rows, row);
  }
}
