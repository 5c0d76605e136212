import fc from 'fast-check';

// One seed for every property test, so that a run can be repeated; PROPERTY_SEED and PROPERTY_RUNS widen the search.
const seed = Number(process.env['PROPERTY_SEED'] ?? 20261121);
const numRuns = Number(process.env['PROPERTY_RUNS'] ?? 100);

fc.configureGlobal({ seed, numRuns });
