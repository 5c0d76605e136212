// What a set holds in memory, beside the texts it was made of. Prints one line of JSON: bytes.
import { makeInput } from './inputs/input.ts';
import { CidrSet } from './ours.ts';

const held = (): number => {
  // Twice, as what a first pass finalises is free only after a second.
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

/** The texts alone, made flat as they come from a file. */
const makeTexts = (family: 4 | 6, size: number): string[] => [...makeInput('mixed', family, 'shuffled', size).texts];

const measure = (family: 4 | 6, size: number): Record<string, number> => {
  // A first, small set, so that what is compiled and what is made once counts for nobody.
  const small = new CidrSet(makeTexts(family, 1000));
  small.countOverlaps();
  small.lookup(family === 4 ? '10.0.0.1' : '2a00:10a::1');
  const empty = held();
  const source = { texts: makeTexts(family, size) };
  const withTexts = held();
  const set = new CidrSet(source.texts);
  const withSet = held();
  set.countOverlaps();
  const sorted = held();
  set.lookup(family === 4 ? '64.0.0.1' : '2a00:140::1');
  const indexed = held();
  const kept = source.texts.length;
  source.texts = [];
  const alone = held();
  // Used once more, so that nothing of it is let go before.
  if (set.countOverlaps() < 0 || small.countOverlaps() < 0) throw new Error('A count below zero.');
  return { size: kept, texts: withTexts - empty, set: withSet - withTexts, sorted: sorted - withTexts, indexed: indexed - withTexts, alone: alone - empty };
};

process.stdout.write(JSON.stringify(measure(Number(process.argv[2]) === 6 ? 6 : 4, Number(process.argv[3]))));
