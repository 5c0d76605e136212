import type { NetworkPlan } from '../network/plan-network.ts';
import { mostBlocks, showSpan } from './address-map.ts';
import type { MapFamily, MapItem } from './address-map.ts';
import { cellsOf, escapeUnseen, wrapCells } from './cells.ts';
import { formatCount } from './counts.ts';
import type { OwnerKind } from './owners.ts';
import { kindNames, kindPaints } from './palette.ts';
import { bottomOf, characterWidth, layoutItems, lineHeight } from './svg-layout.ts';
import type { Box, Label, Rectangle } from './svg-layout.ts';
import { svgStyle } from './svg-style.ts';
import { summary } from './text-rows.ts';
import { tellRemedy, toldFindings } from './told-findings.ts';
import { escapeXml } from './xml.ts';

/** How the SVG is drawn. */
export interface SvgPictureOptions {
  readonly width: number;
  readonly theme: 'auto' | 'light' | 'dark';
}

const margin = 16;
const explanation =
  'Boxes nest as the blocks do, in address order; their heights grow with the logarithm of the size. The strip in a box shows its addresses to scale. What two must not both have is hatched; what an error is about has a thick outline, and !! with the number of the finding.';

/** The map and the findings as one SVG document without scripts and references. */
export const drawSvg = (families: readonly MapFamily[], plan: NetworkPlan, { width, theme }: SvgPictureOptions): string => {
  const frame = { x: margin, width: width - 2 * margin };
  const cells = Math.floor(frame.width / characterWidth);
  const lines: string[] = [];
  let y = margin;
  const write = (texts: readonly string[], className: string): void => {
    for (const text of texts) {
      lines.push(textElement({ x: margin, y: y + 14, anchor: 'start', text }, className));
      y += lineHeight;
    }
  };
  // The title is larger by a third.
  write(wrapCells(summary(plan.findings), Math.floor(cells * 0.75)), 'title on-page');
  write(wrapCells(explanation, cells), 'muted');
  const kinds = [...new Set(families.flatMap((family) => family.items.flatMap(kindsOf)))];
  const legend = drawLegend(kinds, { ...frame, y: y + 6 });
  lines.push(...legend.lines);
  y = legend.bottom + 10;
  for (const family of families) {
    write([`IPv${family.family}`], 'family on-page');
    const boxes = layoutItems(family.family, family.items, { ...frame, y: y + 4 });
    lines.push(...boxes.flatMap((box) => drawBox(family, box)));
    y = bottomOf(boxes, y) + 14;
  }
  if (families.some((family) => hasRest(family.items))) write(wrapCells(`Of one block at most ${mostBlocks} others are drawn, those in conflict first, then the lowest.`, cells), 'muted');
  const { told, untold } = toldFindings(plan);
  for (const [number, finding] of told) {
    const sign = `${finding.severity === 'error' ? '!!' : '!'}${number} ${finding.rule}:`;
    write(wrapCells(escapeUnseen(`${sign} ${finding.message}`), cells), 'on-page');
    write(wrapCells(escapeUnseen(`Fix: ${tellRemedy(finding)}`), cells), 'muted');
    y += 6;
  }
  if (untold !== undefined) write(wrapCells(untold, cells), 'on-page');
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y + margin}" viewBox="0 0 ${width} ${y + margin}" role="img" aria-labelledby="network-title network-description">`,
    `<title id="network-title">${escapeXml(summary(plan.findings))}</title>`,
    `<desc id="network-description">${escapeXml(describe(families, plan))}</desc>`,
    `<style>\n${svgStyle(theme)}\n</style>`,
    '<defs>',
    ...[...new Set(Object.values(kindPaints).map((paint) => paint.ink))].map(hatch),
    '</defs>',
    rectangle({ x: 0, y: 0, width, height: y + margin }, 'page'),
    ...lines,
    '</svg>',
  ].join('\n')}\n`;
};

const hatchId = (ink: string): string => `hatch-${ink.slice(1).toLowerCase()}`;

const hatch = (ink: string): string =>
  `<pattern id="${hatchId(ink)}" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="2.5" height="8" fill="${ink}"/></pattern>`;

const rectangle = (box: Rectangle, className: string, more = ''): string => `<rect class="${className}" x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}"${more}/>`;

const textElement = (label: Label, className?: string): string =>
  `<text${className === undefined ? '' : ` class="${className}"`} x="${label.x}" y="${label.y}"${label.anchor === 'end' ? ' text-anchor="end"' : ''}>${escapeXml(label.text)}</text>`;

const drawBox = (family: MapFamily, box: Box): readonly string[] => {
  const { item } = box;
  if (item.type !== 'block') {
    const span = showSpan(family.family, item);
    return [`<g class="${item.type}" data-span="${span}">`, rectangle(box, 'box'), ...box.labels.map((label) => textElement(label)), '</g>'];
  }
  const header: Rectangle = { x: box.x, y: box.y, width: box.width, height: box.headerHeight };
  const hatched = item.contested ? [rectangle(header, 'hatch', ` fill="url(#${hatchId(kindPaints[box.kind as OwnerKind].ink)})"`), ...box.labels.map(plate)] : [];
  const names = item.owners.map((owner) => owner.name).join(' and ');
  return [
    `<g class="block k-${box.kind}${item.errors.length > 0 ? ' error' : ''}" data-cidr="${item.block.toString()}">`,
    `<title>${escapeXml(`${item.block.toString()}, ${names}, ${formatCount(item.block.size)} addresses${item.contested ? ', in conflict' : ''}`)}</title>`,
    ...(box.boxes.length > 0 ? [rectangle(box, 'inside')] : []),
    rectangle(header, 'fill'),
    ...hatched,
    // The outline comes last, so that no fill covers half of it.
    rectangle(box, 'box'),
    ...box.labels.map((label) => textElement(label)),
    ...(box.strip ? [rectangle(box.strip, 'strip'), ...box.strip.runs.map(drawRun)] : []),
    '</g>',
    ...box.boxes.flatMap((inner) => drawBox(family, inner)),
  ];
};

/** A conflict stands out of the strip, so that it isn't its colour alone that tells. */
const drawRun = (run: Rectangle & { readonly conflict: boolean }): string =>
  run.conflict ? rectangle({ ...run, y: run.y - 2, height: run.height + 4 }, 'conflict') : rectangle(run, 'taken');

/** The ground of a label on hatching. */
const plate = (label: Label): string => {
  const width = cellsOf(label.text) * characterWidth + 8;
  return rectangle({ x: label.anchor === 'start' ? label.x - 4 : label.x - width + 4, y: label.y - 14, width, height: lineHeight }, 'plate');
};

const kindsOf = (item: MapItem): readonly OwnerKind[] => (item.type === 'block' ? [...item.owners.map((owner) => owner.kind), ...item.items.flatMap(kindsOf)] : []);

const hasRest = (items: readonly MapItem[]): boolean => items.some((item) => item.type === 'rest' || (item.type === 'block' && hasRest(item.items)));

const drawLegend = (kinds: readonly OwnerKind[], frame: { readonly x: number; readonly y: number; readonly width: number }): { readonly lines: readonly string[]; readonly bottom: number } => {
  let { x, y } = frame;
  const lines = kinds.flatMap((kind) => {
    const width = 22 + cellsOf(kindNames[kind]) * characterWidth;
    if (x + width > frame.x + frame.width) {
      x = frame.x;
      y += lineHeight;
    }
    const entry = [`<g class="k-${kind}">${rectangle({ x, y: y + 3, width: 14, height: 14 }, 'fill')}</g>`, textElement({ x: x + 20, y: y + 14, anchor: 'start', text: kindNames[kind] }, 'on-page')];
    x += width + 14;
    return entry;
  });
  return { lines, bottom: y + lineHeight };
};

/** What a reader who doesn't see the picture is told. */
const describe = (families: readonly MapFamily[], plan: NetworkPlan): string => {
  const blocks = families.flatMap((family) => family.items.flatMap(tellItem)).join('; ');
  const errors = plan.findings.filter((finding) => finding.severity === 'error').slice(0, 5);
  return [`Blocks in address order: ${blocks}.`, ...errors.map((finding) => `Error: ${finding.message}.`)].join(' ');
};

const tellItem = (item: MapItem): readonly string[] => {
  if (item.type === 'gap') return [];
  if (item.type === 'rest') return [`and ${item.blocks} more`];
  return [`${item.block.toString()} ${item.owners.map((owner) => owner.name).join(' and ')}`, ...item.items.flatMap(tellItem)];
};
