// Our figures beside the peers' and beside the floor: `npm run bench -- cidr`, `npm run bench -- placement`.
import { rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { dirname } from 'node:path';
import { buildChildren } from './harness/build-children.ts';
import { measureMemory } from './harness/measure-memory.ts';
import type { RowOutcome } from './harness/outcome.ts';
import { findPin } from './harness/pin.ts';
import { runRow } from './harness/run-row.ts';
import { timeImports } from './harness/time-imports.ts';
import { readOptions, type BenchOptions } from './options.ts';
import { findRefusals } from './peers/refusals.ts';
import { findWrongVerdicts } from './peers/verdicts.ts';
import { benchPlacement } from './placement/bench-placement.ts';
import { renderAnswers, renderCosts, renderTargets } from './report/render-report.ts';
import type { Results } from './report/results.ts';
import { renderRow } from './report/row-table.ts';
import { ownFaults } from './report/wrong-answers.ts';
import { allRows } from './rows/all-rows.ts';

const bench = async (options: BenchOptions): Promise<Results> => {
  const pin = findPin();
  const children = await buildChildren();
  const clear = (): void => rmSync(dirname(children.cell), { recursive: true, force: true });
  // The processes of cells end by themselves when this one is gone; the folder does not.
  for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143]] as const) {
    process.once(signal, () => {
      clear();
      process.exit(code);
    });
  }
  try {
    const machine = `${cpus()[0]?.model ?? 'an unknown processor'}, ${cpus().length} of them, node ${process.version}, ${pin.note}, ${options.runs} runs a cell`;
    console.log(`# CIDR blocks: ours beside the peers and the floor\n\n${machine}; the median of the runs, and half of the middle half of them as ±; a multiple in brackets is of ours`);
    const load = loadavg()[0] ?? 0;
    if (load > 0.5) console.log(`\nThe load is ${load.toFixed(1)}: other work runs on this machine, and takes time from every figure below.`);
    const rows: RowOutcome[] = [];
    for (const row of allRows.filter(({ id }) => options.rows.includes(id))) {
      const outcomes = await runRow(row, { ...options, script: children.cell, pin, onStart: (text) => process.stderr.write(`… ${text}\n`) });
      rows.push(...outcomes);
      console.log(`\n${renderRow(row, outcomes)}`);
    }
    return {
      machine,
      rows,
      ...(options.imports > 0 ? { imports: timeImports(pin, options.imports) } : {}),
      memory: options.memorySize > 0 ? options.families.map((family) => measureMemory(children.memory, pin, family, options.memorySize)) : [],
      refusals: findRefusals(),
      wrongVerdicts: findWrongVerdicts(),
    };
  } finally {
    clear();
  }
};

try {
  const given = process.argv.slice(2);
  if (given[0] === 'placement') {
    const quick = given.includes('--quick');
    process.exit((await benchPlacement({ sizes: quick ? [50, 1_200] : [50, 500, 5_000], runs: quick ? 1 : 5 })) ? 0 : 1);
  }
  const options = readOptions(given);
  const results = await bench(options);
  console.log(`\n${[renderAnswers(results), renderCosts(results), options.quick ? 'A quick run judges answers, and no figure.' : renderTargets(results)].filter((part) => part !== '').join('\n\n')}`);
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(results, undefined, 2)}\n`);
  const faults = ownFaults(results);
  for (const fault of faults) console.error(`wrong: ${fault}`);
  process.exitCode = faults.length > 0 ? 1 : 0;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
