import type { CellOutcome, RowOutcome } from '../harness/outcome.ts';
import { measured } from '../harness/outcome.ts';
import { ratio } from '../harness/median.ts';
import type { Row } from '../rows/row.ts';
import { floor, ours } from '../rows/participants.ts';
import { formatRatio, formatSize, formatSpread, formatTime } from './format.ts';
import { renderTable } from './table.ts';

/** One table for each family and order of a row: participants go down, sizes across; a multiple is of our own figure. */
export const renderRow = (row: Row, outcomes: readonly RowOutcome[]): string => {
  const tables = new Map<string, RowOutcome[]>();
  for (const outcome of outcomes.filter((candidate) => candidate.row === row.id)) {
    const key = `IPv${outcome.family}, ${outcome.order}`;
    tables.set(key, [...(tables.get(key) ?? []), outcome]);
  }
  return [`## ${row.title}`, ...[...tables].map(([title, columns]) => renderOne(row, `${title}, ${row.unit}`, columns))].join('\n\n');
};

const renderOne = (row: Row, title: string, columns: readonly RowOutcome[]): string => {
  const names = [...new Set(columns.flatMap(({ cells }) => Object.keys(cells)))].sort((a, b) => rank(row, a) - rank(row, b));
  const lines = names.map((name) => [name, ...columns.map((column) => cellText(row, column, name))]);
  const overFloor = columns.map((column) => ratio(measured(column, ours), measured(column, floor)));
  if (row.floor) lines.push(['ours over the floor', ...overFloor.map((value) => (value === undefined ? '' : formatRatio(value)))]);
  return renderTable([title, ...columns.map(({ size }) => formatSize(size))], lines);
};

const rank = (row: Row, name: string): number => (name === floor ? -1 : Object.keys(row.participants).indexOf(name));

const cellText = (row: Row, column: RowOutcome, name: string): string => {
  const cell = column.cells[name];
  if (!cell) return '';
  const mark = name in column.wrong ? ' WRONG' : '';
  const times = name === ours || name === floor ? undefined : ratio(measured(column, name), measured(column, ours));
  return `${figureText(row, cell)}${times === undefined ? '' : ` (${formatRatio(times)})`}${mark}`;
};

const figureText = (row: Row, cell: CellOutcome): string => {
  if (cell.kind === 'failed') return `failed: ${cell.problem}`;
  if (cell.kind === 'skipped') return row.unit === 'ns' ? 'not run' : `not run, about ${formatTime(cell.expectedMs, row.unit)}`;
  return `${formatTime(cell.figure.median, row.unit)} ${cell.figure.runs === 1 ? 'once' : formatSpread(cell.figure.spread)}`;
};
