import { countNodes } from '../preview-placement.ts';
import { subjectOf } from '../workloads/workload.ts';
import type { PlacementEntry, PlacementReport } from './placement-report.ts';

const header = ['WORKLOAD', 'CLOUD', 'ON PREMISES', 'TOLERATES', 'BELONGS', 'WHAT IT IS'] as const;

/**
 * Writes the report for a terminal: a table of all workloads, then what to do about those that need it, with reason and
 * evidence. Control characters of names and images are left out. Pure; ends with a line feed.
 *
 * @example
 * process.stdout.write(renderPlacementReport(await reportPlacement({ kubernetes })));
 */
export const renderPlacementReport = ({ nodes, plannedNode, entries }: PlacementReport): string => {
  const open = entries.filter(({ action }) => action !== undefined);
  const taints = plannedNode.taints.map(({ key, value, effect }) => `${key}${(value ?? '') === '' ? '' : `=${value}`}:${effect}`);
  const virtual = nodes.virtual === 0 ? '' : `, ${countNodes(nodes.virtual, 'virtual')}`;
  return [
    `Live: ${countNodes(nodes['on-premises'], 'on-premises')}, ${countNodes(nodes.cloud, 'cloud')}${virtual}. Judged as well: a cloud node to come${taints.length === 0 ? '' : ` with ${taints.join(', ')}`}.`,
    '',
    ...alignColumns([header, ...entries.map(rowOf)]),
    '',
    open.length === 0 ? 'Nothing to do.' : `To do (${open.length} of ${entries.length}):`,
    ...open.flatMap((entry) => ['', ...describeEntry(entry)]),
    '',
    'Other Deployments and StatefulSets are not listed: the scheduler puts them on cloud nodes, too, unless a taint or their affinity keeps them off. Static pods have no workload to list.',
    '',
  ]
    .map(printable)
    .join('\n');
};

const rowOf = (entry: PlacementEntry): readonly string[] => [
  subjectOf(entry.workload),
  describeCloud(entry),
  countNodes(entry.runsOn['on-premises']),
  entry.toleratesEverything ? 'every taint' : 'some taints',
  entry.recommendation,
  entry.software ?? '?',
];

/** `yes, on 3 nodes now` · `yes` · `no (nodeSelector disk=ssd)`. */
const describeCloud = ({ wouldRunOnCloud, runsOn, keptOffBy }: PlacementEntry): string => {
  const now = runsOn.cloud === 0 ? '' : `on ${countNodes(runsOn.cloud)} now`;
  if (!wouldRunOnCloud) return `no (${keptOffBy ?? 'kept off'})`;
  if (keptOffBy !== undefined) return `${now}, not the one to come (${keptOffBy})`;
  return now === '' ? 'yes' : `yes, ${now}`;
};

const describeEntry = (entry: PlacementEntry): readonly string[] => [
  `${subjectOf(entry.workload)}: ${entry.recommendation}`,
  `  why       ${entry.software === undefined ? '' : `${entry.software}: `}${entry.reason}.`,
  ...entry.evidence.map((evidence, index) => `  ${index === 0 ? 'evidence ' : '         '} ${evidence}`),
  `  do        ${entry.action ?? ''}`,
];

const alignColumns = (rows: readonly (readonly string[])[]): readonly string[] => {
  const widths = header.map((_, column) => rows.reduce((widest, row) => Math.max(widest, (row[column] ?? '').length), 0));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd());
};

/** A terminal obeys control characters, and images and labels are written by others. */
const printable = (line: string): string => line.replace(/\p{Cc}|\p{Cf}/gu, '');
