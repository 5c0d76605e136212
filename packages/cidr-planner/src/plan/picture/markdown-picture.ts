import type { VSwitchChoice } from '../capacity/choose-vswitch.ts';
import type { NetworkPlan } from '../network/plan-network.ts';
import type { NetworkFinding } from '../rules/finding.ts';
import { showSpan } from './address-map.ts';
import type { MapFamily, MapItem } from './address-map.ts';
import { escapeUnseen } from './cells.ts';
import { formatCount } from './counts.ts';
import { showMarks } from './marks.ts';
import { summary } from './text-rows.ts';
import { tellFix, tellRemedy, toldFindings } from './told-findings.ts';

/** Tables for a page or a ticket: blocks in address order, findings (errors first), fixes, capacity. */
export const drawMarkdown = (families: readonly MapFamily[], plan: NetworkPlan): string => {
  const { told, untold } = toldFindings(plan);
  const sections = [
    `## ${summary(plan.findings)}`,
    ...families.flatMap((family) => [`### IPv${family.family} blocks`, table(['Block', 'What it is', 'Addresses', 'Usable', 'Findings'], family.items.flatMap((item) => itemLines(family, item, 0)))]),
    ...(told.length === 0 ? [] : ['### Findings', table(['#', 'Severity', 'Rule', 'What', 'Why it matters', 'Source'], told.map(findingLine))]),
    ...(untold === undefined ? [] : [untold]),
    ...fixSection(told),
    ...capacitySection(plan),
  ];
  return `${sections.join('\n\n')}\n`;
};

/**
 * A text that Markdown shows as it is, in one cell of a table: what has a meaning there is escaped, and a line end is
 * written as its code.
 */
export const escapeMarkdown = (text: string): string =>
  escapeUnseen(text)
    .replace(/[\\`*_[\]|~$]/gu, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

// Blanks at the beginning of a cell are dropped by every renderer; these arrows say how deep a block lies.
const indent = (depth: number): string => (depth === 0 ? '' : `${'→'.repeat(depth)} `);

const itemLines = (family: MapFamily, item: MapItem, depth: number): readonly (readonly string[])[] => {
  if (item.type !== 'block') {
    const count = formatCount(item.last - item.first + 1n);
    const name = item.type === 'gap' ? `free: ${showSpan(family.family, item)}` : `… and ${item.blocks} more: ${showSpan(family.family, item)}`;
    return [[indent(depth).trim(), name, count, '', item.type === 'gap' ? `largest \`${item.largest.toString()}\`` : '']];
  }
  const own = item.owners.map((owner) => [
    `${indent(depth)}\`${item.block.toString()}\``,
    escapeMarkdown(owner.note === undefined ? owner.name : `${owner.name} (${owner.note})`),
    formatCount(item.block.size),
    owner.usable === undefined ? '' : formatCount(BigInt(owner.usable)),
    showMarks(owner),
  ]);
  return [...own, ...item.items.flatMap((child) => itemLines(family, child, depth + 1))];
};

const findingLine = ([number, finding]: readonly [number, NetworkFinding]): readonly string[] => [
  String(number),
  finding.severity === 'error' ? '!! error' : '! warning',
  escapeMarkdown(finding.rule),
  escapeMarkdown(finding.message),
  escapeMarkdown(finding.why),
  escapeMarkdown(finding.source),
];

const fixSection = (findings: readonly (readonly [number, NetworkFinding])[]): readonly string[] => {
  const rows = findings.flatMap(([number, finding]) => {
    if (finding.fixes.length > 0) return finding.fixes.map((fix, rank) => [String(number), rank === 0 ? 'nearest' : 'or', escapeMarkdown(tellFix(fix))]);
    return [[String(number), finding.rebuild ? 'made anew' : 'by hand', escapeMarkdown(tellRemedy(finding))]];
  });
  return rows.length === 0 ? [] : ['### Fixes', table(['Finding', 'Fix', 'What to change'], rows)];
};

const showChoice = ({ prefix, count }: VSwitchChoice): string => (count === 1 ? `/${prefix}` : `${count} × /${prefix}`);

const capacitySection = ({ capacity }: NetworkPlan): readonly string[] => {
  const total = capacity.maximumNodes === undefined ? [] : [`The zones carry ${formatCount(BigInt(capacity.maximumNodes))} nodes together, surge subtracted.`];
  const zones = capacity.zones.map((zone) => [
    escapeMarkdown(zone.zone),
    formatCount(BigInt(zone.nodeAddresses)),
    formatCount(BigInt(zone.podAddresses)),
    zone.maximumNodes === undefined ? 'not known' : formatCount(BigInt(zone.maximumNodes)),
    zone.limitedBy === undefined ? '' : zone.limitedBy === 'node-addresses' ? 'node addresses' : 'pod addresses',
    zone.wanted === undefined ? '' : `nodes ${showChoice(zone.wanted.nodeVSwitch)}${zone.wanted.podVSwitch === undefined ? '' : `, pods ${showChoice(zone.wanted.podVSwitch)}`}`,
  ]);
  return zones.length === 0 ? [] : ['### Capacity', table(['Zone', 'Node addresses', 'Pod addresses', 'Nodes that fit', 'What runs out first', 'vSwitches that the demand needs'], zones), ...total];
};
