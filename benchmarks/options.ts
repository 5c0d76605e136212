import { parseArgs } from 'node:util';
import type { InputOrder } from './inputs/input.ts';
import { allRows } from './rows/all-rows.ts';

/** What a run measures. */
export interface BenchOptions {
  readonly rows: readonly string[];
  readonly sizes: readonly number[];
  readonly families: readonly (4 | 6)[];
  readonly orders: readonly InputOrder[];
  /** Whether only answers matter. */
  readonly quick: boolean;
  /** Runs of a cell. */
  readonly runs: number;
  /** Processes of each import; 0 leaves imports out. */
  readonly imports: number;
  /** Blocks in the memory table; 0 leaves it out. */
  readonly memorySize: number;
  /** Where the results go as JSON. */
  readonly json?: string;
}

/** How to call the benchmarks. */
export const usage = `npm run bench -- placement [--quick]
npm run bench -- cidr [options]
  --quick            small sizes, few runs: fails where an answer is wrong, never on time
  --rows a,b         these rows only, of ${allRows.map(({ id }) => id).join(', ')}, and imports, memory
  --sizes 10,1e5     these sizes only
  --families 4,6     these families only
  --orders shuffled  this order only (sorted is the other)
  --runs 9           runs of a cell, 7 where not said
  --json FILE        writes all figures to a file`;

const costs = ['imports', 'memory'];

/**
 * Reads the arguments.
 *
 * @throws {Error} that shows how to call it
 */
export const readOptions = (given: readonly string[]): BenchOptions => {
  const { values, positionals } = parse(given);
  if (positionals.length !== 1 || positionals[0] !== 'cidr') throw new Error(`Say what to measure: cidr or placement.\n${usage}`);
  const quick = values.quick === true;
  const asked = listed(values.rows, [...allRows.map(({ id }) => id), ...costs], 'rows');
  const runs = values.runs === undefined ? (quick ? 1 : 7) : Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs ${values.runs} is no number of runs: give 1 or more.\n${usage}`);
  const all = quick ? [10, 1e3] : [10, 1e3, 1e4, 1e5, 1e6];
  const sizes = values.sizes === undefined ? all : values.sizes.split(',').map(Number);
  if (!sizes.every((size) => [10, 1e3, 1e4, 1e5, 1e6].includes(size))) throw new Error(`--sizes ${values.sizes} are not among 10, 1e3, 1e4, 1e5, 1e6.\n${usage}`);
  return {
    rows: asked.filter((name) => !costs.includes(name)),
    sizes,
    families: listed(values.families, ['4', '6'], 'families').map((family) => (family === '4' ? 4 : 6)),
    orders: listed(values.orders, ['shuffled', 'sorted'], 'orders').map((order) => (order === 'sorted' ? 'sorted' : 'shuffled')),
    quick,
    runs,
    imports: asked.includes('imports') ? (quick ? 3 : 25) : 0,
    memorySize: asked.includes('memory') ? (quick ? 1e4 : 1e6) : 0,
    ...(values.json === undefined ? {} : { json: values.json }),
  };
};

const parse = (given: readonly string[]) => {
  try {
    const string = { type: 'string' } as const;
    return parseArgs({ args: [...given], allowPositionals: true, options: { quick: { type: 'boolean' }, rows: string, sizes: string, families: string, orders: string, runs: string, json: string } });
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${usage}`, { cause: error });
  }
};

const listed = (given: string | undefined, known: readonly string[], name: string): readonly string[] => {
  if (given === undefined) return known;
  const unknown = given.split(',').find((item) => !known.includes(item));
  if (unknown !== undefined) throw new Error(`--${name} has no ${JSON.stringify(unknown)}: name some of ${known.join(', ')}.\n${usage}`);
  return given.split(',');
};
