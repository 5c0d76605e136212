import { isOurs, ours } from '../rows/participants.ts';
import type { Results } from './results.ts';

/** What we ourselves answered wrongly, or did not answer: the one reason for a benchmark to fail. */
export const ownFaults = ({ rows, refusals, wrongVerdicts }: Results): readonly string[] => [
  ...rows.flatMap(({ row, family, order, size, wrong, cells }) => {
    const place = `${row}, IPv${family}, ${order}, ${size}`;
    const failed = Object.entries(cells).flatMap(([name, cell]) => (isOurs(name) && cell.kind === 'failed' ? [`${place}: ${name}: ${cell.problem}`] : []));
    return [...Object.entries(wrong).filter(([name]) => isOurs(name)).map(([name, problem]) => `${place}: ${name}: ${problem}`), ...failed];
  }),
  ...[...(refusals[ours]?.takesMalformed ?? []), ...(refusals[ours]?.takesAmbiguous ?? [])].map((text) => `${JSON.stringify(text)} is taken for a block`),
  ...(wrongVerdicts[ours] ?? []).map((truth) => `we deny that ${truth}`),
];
