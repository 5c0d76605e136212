import type { NetworkPlan } from '../network/plan-network.ts';
import type { NetworkFinding } from '../rules/finding.ts';
import { mostBlocks } from './address-map.ts';
import type { MapFamily, MapItem } from './address-map.ts';
import { cellsOf, escapeUnseen, fitCells, padCells, wrapCells } from './cells.ts';
import type { BarCell } from './scale-bar.ts';
import { runsOf, scaleBar } from './scale-bar.ts';
import { paintLine } from './terminal-paint.ts';
import type { Piece, Tone } from './terminal-paint.ts';
import { familyRows, summary } from './text-rows.ts';
import type { TextRow } from './text-rows.ts';
import { tellRemedy, toldFindings } from './told-findings.ts';

/** How the text is drawn. */
export interface TextPictureOptions {
  readonly width: number;
  readonly color: boolean;
}

interface Columns {
  readonly label: number;
  readonly name: number;
  readonly bar: number;
  readonly addresses: number;
  readonly usable: number;
  readonly marks: number;
}

const between = '  ';
const widestBar = 20;
const plain = (text: string): Piece => ({ text, tone: 'plain' });

/** The map and the findings for a terminal or a ticket: no line is wider than `width` cells. */
export const drawText = (families: readonly MapFamily[], plan: NetworkPlan, { width, color }: TextPictureOptions): string => {
  const rows = families.map(familyRows);
  const columns = measure(rows.flat(), width);
  const paint = (pieces: readonly Piece[]): string => paintLine(pieces, width, color);
  const { told, untold } = toldFindings(plan);
  const lines = [
    ...wrapped(summary(plan.findings), width).map((text) => paint([{ text, tone: 'strong' }])),
    ...families.flatMap((family, index) => ['', paint(headline(`IPv${family.family}`, columns)), ...(rows[index] ?? []).map((row) => paint(rowPieces(row, columns)))]),
    '',
    ...legend(families, columns).flatMap((text) => wrapped(text, width)).map((text) => paint([{ text, tone: 'faint' }])),
    ...told.flatMap(([number, finding]) => ['', ...findingLines(finding, number, width).map(paint)]),
    ...(untold === undefined ? [] : ['', ...wrapped(untold, width).map((text) => paint([plain(text)]))]),
  ];
  return `${lines.join('\n')}\n`;
};

const wrapped = (text: string, width: number): readonly string[] => wrapCells(text, width);

const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map(cellsOf));

/** Narrow terminals lose the bar first, then the counts, then the names; the blocks and their marks stay. */
const measure = (rows: readonly TextRow[], width: number): Columns => {
  const marks = widest(rows.map((row) => row.marks));
  const label = Math.min(widest(rows.map((row) => `${row.tree}${row.label}`)), Math.max(18, Math.floor(width * 0.45)), width);
  const mostBar = width >= 80 ? widestBar : 0;
  const addresses = width >= 60 ? Math.max(9, widest(rows.map((row) => row.addresses))) : 0;
  const usable = width >= 60 && rows.some((row) => row.usable !== '') ? Math.max(6, widest(rows.map((row) => row.usable))) : 0;
  const used = [label, addresses, usable, marks, mostBar].filter((cells) => cells > 0);
  const left = width - used.reduce((sum, cells) => sum + cells + between.length, 0) + mostBar;
  // A bar half as wide still says where a block lies; a name that is cut says less.
  const names = widest(rows.map((row) => row.name));
  const bar = Math.max(Math.ceil(mostBar / 2), Math.min(mostBar, left - names));
  const name = Math.min(names, left - bar);
  return { label, name: name < 4 ? 0 : name, bar, addresses, usable, marks };
};

const inColumns = (cells: readonly (readonly [width: number, pieces: readonly Piece[]])[]): readonly Piece[] =>
  cells.filter(([width]) => width > 0).flatMap(([, pieces], index) => (index === 0 ? pieces : [plain(between), ...pieces]));

const headline = (family: string, columns: Columns): readonly Piece[] => {
  const cell = (text: string, width: number, side: 'end' | 'start' = 'end'): readonly [number, readonly Piece[]] => [width, [{ text: padCells(fitCells(text, width), width, side), tone: 'strong' }]];
  return inColumns([cell(family, columns.label), cell('', columns.name), cell('place', columns.bar), cell('addresses', columns.addresses, 'start'), cell('usable', columns.usable, 'start')]);
};

const rowPieces = (row: TextRow, columns: Columns): readonly Piece[] => {
  const cell = (text: string, width: number, tone: Tone, side: 'end' | 'start' = 'end'): readonly [number, readonly Piece[]] => [width, [{ text: padCells(fitCells(text, width), width, side), tone }]];
  const tree = cellsOf(row.tree) + cellsOf(row.label) <= columns.label ? row.tree : `(${row.depth}) `;
  const label = fitCells(row.label, columns.label - cellsOf(tree));
  return inColumns([
    [columns.label, [{ text: tree, tone: 'faint' }, { text: padCells(label, columns.label - cellsOf(tree)), tone: row.tone }]],
    cell(row.name, columns.name, row.tone),
    [columns.bar, barPieces(row.place, columns.bar, row.tone)],
    cell(row.addresses, columns.addresses, row.tone === 'faint' ? 'faint' : 'plain', 'start'),
    cell(row.usable, columns.usable, 'plain', 'start'),
    cell(row.marks, columns.marks, row.tone),
  ]);
};

const signs: Readonly<Record<BarCell, string>> = { free: '·', taken: '█', conflict: '!' };

const barPieces = (place: TextRow['place'], width: number, tone: Tone): readonly Piece[] => {
  if (!place) return [plain(' '.repeat(width))];
  return runsOf(scaleBar(place.whole, [place.part], width)).map((run) => ({ text: signs[run.cell].repeat(run.length), tone: run.cell === 'free' ? 'faint' : run.cell === 'conflict' ? 'error' : tone }));
};

const legend = (families: readonly MapFamily[], columns: Columns): readonly string[] => [
  ...(columns.bar > 0 ? ['place: where a block lies in the one around it, to scale, one cell at least; █ taken, ! in conflict, · the rest'] : []),
  '!! error, ! warning: the numbers of the findings below',
  ...(families.some((family) => hasRest(family.items)) ? [`… and more: of one block at most ${mostBlocks} others are drawn, those in conflict first, then the lowest`] : []),
];

const hasRest = (items: readonly MapItem[]): boolean => items.some((item) => item.type === 'rest' || (item.type === 'block' && hasRest(item.items)));

const findingLines = (finding: NetworkFinding, number: number, width: number): readonly (readonly Piece[])[] => {
  const tone = finding.severity === 'error' ? 'error' : 'warning';
  const sign = padCells(`${finding.severity === 'error' ? '!!' : '!'}${number}`, 4);
  const indent = ' '.repeat(cellsOf(sign) + 1);
  const body = Math.max(1, width - cellsOf(indent));
  const paragraph = (text: string): readonly (readonly Piece[])[] => wrapCells(escapeUnseen(text), body).map((line) => [plain(`${indent}${line}`)]);
  return [
    [{ text: `${sign} ${escapeUnseen(finding.rule)}`, tone }],
    ...paragraph(finding.message),
    ...paragraph(`fix: ${tellRemedy(finding)}`),
  ];
};
