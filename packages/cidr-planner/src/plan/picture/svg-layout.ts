import { addressBits } from '../block/cidr-block.ts';
import type { AddressFamily } from '../block/cidr-block.ts';
import { showSpan } from './address-map.ts';
import type { MapBlock, MapItem } from './address-map.ts';
import { cellsOf, fitCells } from './cells.ts';
import { bitsOf, formatCount } from './counts.ts';
import { showMarks } from './marks.ts';
import type { OwnerKind } from './owners.ts';
import { runsOf, scaleBar } from './scale-bar.ts';

/** A rectangle in pixels, from the upper left corner. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One line of text: `x` is its left end, or its right end where it is anchored there; `y` is its base line. */
export interface Label {
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end';
  readonly text: string;
}

/** A drawn item: its rectangle, its labels, and what lies in it. */
export interface Box extends Rectangle {
  readonly item: MapItem;
  readonly kind: OwnerKind | 'gap' | 'rest';
  readonly headerHeight: number;
  readonly labels: readonly Label[];
  /** The strip that shows the addresses of this block to scale. */
  readonly strip?: Rectangle & { readonly runs: readonly (Rectangle & { readonly conflict: boolean })[] };
  readonly boxes: readonly Box[];
}

/**
 * The width of a character at 12 pixels. The fonts that are asked for have 7.2 to 7.25; the rest is kept for others.
 */
export const characterWidth = 7.5;
/** The height of a line of text. */
export const lineHeight = 20;

const padding = 8;
const spacing = 5;
const stripHeight = 8;
const stripCell = 4;
const separator = ' · ';

/**
 * Boxes below one another, in address order, each in the box of the block that it lies in. A picture to scale would show
 * a /24 in a /8 as nothing: heights grow with the logarithm of the size, and a strip in each box has the true scale.
 */
export const layoutItems = (family: AddressFamily, items: readonly MapItem[], frame: { readonly x: number; readonly y: number; readonly width: number }): readonly Box[] => {
  // However deep the blocks nest, the innermost keeps 60 % of the width.
  const inset = Math.min(12, Math.floor((frame.width * 0.4) / (2 * Math.max(1, depthOf(items)))));
  return stack(family, items, frame, inset);
};

/** The lower end of boxes, or `otherwise` where there are none. */
export const bottomOf = (boxes: readonly Box[], otherwise: number): number => {
  const last = boxes.at(-1);
  return last ? last.y + last.height : otherwise;
};

const depthOf = (items: readonly MapItem[]): number => items.reduce((deepest, item) => Math.max(deepest, item.type === 'block' ? 1 + depthOf(item.items) : 1), 0);

const stack = (family: AddressFamily, items: readonly MapItem[], frame: { readonly x: number; readonly y: number; readonly width: number }, inset: number): readonly Box[] => {
  let { y } = frame;
  return items.map((item) => {
    const box = item.type === 'block' ? layoutBlock(family, item, { ...frame, y }, inset) : layoutSpan(family, item, { ...frame, y });
    y += box.height + spacing;
    return box;
  });
};

const growth = (family: AddressFamily, addresses: bigint, most: number): number => Math.round((most * bitsOf(addresses)) / addressBits(family));

const layoutBlock = (family: AddressFamily, item: MapBlock, { x, y, width }: { readonly x: number; readonly y: number; readonly width: number }, inset: number): Box => {
  const textHeight = 8 + item.owners.length * lineHeight;
  const leafHeight = textHeight + growth(family, item.block.size, 32);
  const top = y + 4 + (item.items.length === 0 ? Math.round((leafHeight - textHeight) / 2) : 0);
  const labels = item.owners.flatMap((owner, index) => {
    const name = owner.note === undefined ? owner.name : `${owner.name} (${owner.note})`;
    const size = owner.usable === undefined ? `${formatCount(item.block.size)} addresses` : `${formatCount(BigInt(owner.usable))} usable of ${formatCount(item.block.size)}`;
    return layoutLine(`${item.block.toString()} ${name}`, [size, item.contested ? 'conflict' : '', showMarks(owner)], { x, y: top + index * lineHeight, width });
  });
  const kind = item.owners[0]?.kind ?? 'known';
  if (item.items.length === 0) return { item, kind, x, y, width, height: leafHeight, headerHeight: leafHeight, labels, boxes: [] };
  const strip = layoutStrip(item, { x: x + padding, y: y + textHeight + spacing, width: width - 2 * padding, height: stripHeight });
  const boxes = stack(family, item.items, { x: x + inset, y: strip.y + stripHeight + spacing + 2, width: width - 2 * inset }, inset);
  return { item, kind, x, y, width, height: bottomOf(boxes, y) + spacing + 2 - y, headerHeight: textHeight, labels, strip, boxes };
};

const layoutStrip = (item: MapBlock, frame: Rectangle): NonNullable<Box['strip']> => {
  const parts = item.items.flatMap((part) => {
    if (part.type === 'gap') return [];
    return part.type === 'block' ? [{ first: part.block.first, last: part.block.last, conflict: part.contested }] : [{ first: part.first, last: part.last, conflict: false }];
  });
  const cells = scaleBar(item.block, parts, Math.floor(frame.width / stripCell));
  const runs = runsOf(cells).filter((run) => run.cell !== 'free');
  return {
    ...frame,
    // A strip ends with its last cell, so that what is drawn is the whole of the block.
    width: cells.length * stripCell,
    runs: runs.map((run) => ({ x: frame.x + run.start * stripCell, y: frame.y, width: run.length * stripCell, height: frame.height, conflict: run.cell === 'conflict' })),
  };
};

const layoutSpan = (family: AddressFamily, item: Exclude<MapItem, MapBlock>, { x, y, width }: { readonly x: number; readonly y: number; readonly width: number }): Box => {
  const count = item.last - item.first + 1n;
  const text = item.type === 'gap' ? `free ${showSpan(family, item)}, largest ${item.largest.toString()}` : `… and ${item.blocks} more: ${showSpan(family, item)}`;
  const height = lineHeight + 4 + growth(family, count, 24);
  return { item, kind: item.type, x, y, width, height, headerHeight: height, labels: layoutLine(text, [formatCount(count)], { x, y: y + Math.round((height - lineHeight) / 2), width }), boxes: [] };
};

/** A text at the left, cut where it must be, and what of the texts at the right leaves it twelve characters. */
const layoutLine = (left: string, right: readonly string[], { x, y, width }: { readonly x: number; readonly y: number; readonly width: number }): readonly Label[] => {
  const cells = Math.floor((width - 2 * padding) / characterWidth);
  const shown = right.filter((text) => text !== '');
  // The marks stand last and go last.
  while (shown.length > 0 && cellsOf(shown.join(separator)) + 14 > cells) shown.shift();
  const end = shown.join(separator);
  const start = fitCells(left, end === '' ? cells : cells - cellsOf(end) - 2);
  const base = y + 14;
  return [
    { x: x + padding, y: base, anchor: 'start', text: start },
    ...(end === '' ? [] : [{ x: x + width - padding, y: base, anchor: 'end' as const, text: end }]),
  ];
};
