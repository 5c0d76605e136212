import { subjectOf } from '../workloads/workload.ts';
import type { CniFinding } from './cni-detection.ts';
import type { CniReport } from './cni-report.ts';

/**
 * Writes the report for a terminal: plug-in by plug-in what it consists of, by what each part was known, and who owns it.
 * Control characters of names and images are left out. Pure; ends with a line feed.
 *
 * @example
 * process.stdout.write(renderCniReport(await reportCni({ kubernetes })));
 */
export const renderCniReport = (report: CniReport): string =>
  [
    ...report.found.flatMap((finding) => [...describeFinding(finding, report), '']),
    ...(report.relations.length === 0 ? [] : [...report.relations.map(({ kind, message }) => `${kind}: ${message}`), '']),
    ...report.evidence.map((line) => `${line}.`),
    '',
  ]
    .map((line) => line.replace(/\p{Cc}|\p{Cf}/gu, ''))
    .join('\n');

const describeFinding = ({ plugin, part, installation, enterprise, workloads, evidence }: CniFinding, { owners }: CniReport): readonly string[] => [
  `${plugin} (${part})${enterprise === true ? ', Calico Enterprise' : ''}`,
  ...workloads.flatMap(({ reference, component, role, evidence: signs }) => [
    `  ${subjectOf(reference)}: ${component}, belongs ${placeWords[role]}`,
    ...signs.map((sign) => `    evidence  ${sign}`),
    ...describeOwnerOf(subjectOf(reference), owners),
  ]),
  ...(installation === undefined ? [] : [`  Installation ${installation}`, ...describeOwnerOf(`Installation ${installation}`, owners)]),
  ...evidence.map((line) => `  ${line}`),
];

const placeWords = { 'each-on-premises-node': 'on each on-premises node', 'on-premises': 'on premises', anywhere: 'anywhere', 'each-cloud-node': 'on each cloud node' } as const;

const describeOwnerOf = (subject: string, owners: CniReport['owners']): readonly string[] =>
  owners
    .filter((each) => each.subject === subject)
    .flatMap(({ owner }) => owner.claims)
    .map((claim) => `    owner     ${claim.subject}, ${reverts[claim.reverts]}: ${claim.reason}`);

const reverts = { 'at-once': 'which reverts a change at once', 'at-next-apply': 'which reverts a change at its next apply', never: 'which reverts nothing' } as const;
