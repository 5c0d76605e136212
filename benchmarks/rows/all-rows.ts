import { CidrPool } from '../ours.ts';
import { createAllocateRow } from './allocate-row.ts';
import { firstFitRow } from './first-fit-row.ts';
import { lookupRow } from './lookup-row.ts';
import { allPairsRow, anyOverlapRow, pairCountRow } from './overlap-rows.ts';
import { parseRow } from './parse-row.ts';
import type { Row } from './row.ts';
import { excludeRow, mergeRow } from './set-rows.ts';

/** The rows, in the order in which they are printed. */
export const allRows: readonly Row[] = [parseRow, anyOverlapRow, pairCountRow, allPairsRow, firstFitRow, lookupRow, createAllocateRow(CidrPool), mergeRow, excludeRow];
