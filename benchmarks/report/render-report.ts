import { mostHeld } from '../harness/measure-memory.ts';
import { overEmpty } from '../harness/time-imports.ts';
import { ambiguousTexts, malformedTexts, type Refusals } from '../peers/refusals.ts';
import { knownPairs } from '../peers/verdicts.ts';
import { formatBytes, formatRatio, formatSize, formatSpread, formatTime } from './format.ts';
import type { Results } from './results.ts';
import { renderTable } from './table.ts';
import { judge } from './targets.ts';

const quote = (texts: readonly string[]): string => texts.map((text) => JSON.stringify(text)).join(' ');

const refusalLine = ([name, { takesMalformed, takesAmbiguous }]: [string, Refusals]): readonly string[] => [
  name,
  takesMalformed.length === 0 ? 'yes' : 'no',
  `${malformedTexts.length - takesMalformed.length} of ${malformedTexts.length}`,
  `${ambiguousTexts.length - takesAmbiguous.length} of ${ambiguousTexts.length}`,
  quote([...takesMalformed, ...takesAmbiguous].slice(0, 4)),
];

/** Who refuses bad texts, and who answers wrongly about the known pairs. */
export const renderAnswers = ({ refusals, wrongVerdicts, rows }: Results): string => {
  const wrongRows = rows.flatMap(({ row, family, order, size, wrong }) => Object.entries(wrong).map(([name, problem]) => [name, `${row}, IPv${family}, ${order}, ${formatSize(size)}`, problem]));
  return [
    '## Who refuses what is no block',
    renderTable(['reader', 'validates', 'malformed texts refused', 'ambiguous texts refused', 'takes for example'], Object.entries(refusals).map(refusalLine)),
    `## Who is right about ${knownPairs.length} known pairs`,
    renderTable(['reader', 'wrong', 'the truth'], Object.entries(wrongVerdicts).map(([name, wrong]) => [name, String(wrong.length), wrong.join('; ')])),
    '## Wrong answers in the rows above',
    wrongRows.length === 0 ? 'None: everybody gave the right answer in every cell that ran.' : renderTable(['participant', 'cell', 'difference'], wrongRows),
  ].join('\n\n');
};

/** Cold import and memory. */
export const renderCosts = ({ imports, memory }: Results): string => {
  const parts: string[] = [];
  if (imports) {
    const lines = Object.entries(imports.packages).map(([name, figure]) => [name, `${formatTime(figure.median, 'ms')} ${formatSpread(figure.spread)}`, formatTime(overEmpty(imports, name) ?? 0, 'ms')]);
    parts.push(
      `## Cold import, ms (${imports.empty.runs} fresh processes each, in turn; ours ${imports.note})`,
      renderTable(['package', 'process', 'over an empty process'], [['(empty process)', `${formatTime(imports.empty.median, 'ms')} ${formatSpread(imports.empty.spread)}`, ''], ...lines]),
    );
  }
  if (memory.length > 0) {
    const lines = memory.map((outcome) => [
      `IPv${outcome.family}, ${formatSize(outcome.size)}`,
      ...[outcome.texts, outcome.set, outcome.sorted, outcome.indexed, outcome.alone].map(formatBytes),
      formatRatio(mostHeld(outcome) / outcome.texts),
    ]);
    parts.push('## Memory, heap and array buffers', renderTable(['blocks', 'the texts', 'a set, beside them', 'once counted', 'once looked up', 'the texts gone', 'most over texts'], lines));
  }
  return parts.join('\n\n');
};

/** The last table: what should be reached, and what was. */
export const renderTargets = (results: Results): string =>
  ['## Targets', renderTable(['target', 'measured', 'verdict'], judge(results).map((judgement) => [judgement.target, judgement.measured, judgement.verdict]))].join('\n\n');
