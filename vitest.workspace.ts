import type { TestProjectConfiguration } from 'vitest/config';

/** Tests of adapters: they intercept HTTP for the whole process (nock), so each file has a process to itself. */
const wire = ['packages/*/src/api/**/*.test.ts', 'packages/core/src/{alibaba,kubernetes}/**/*.test.ts'];

/**
 * The projects of the test run: `unit` and `wire` beside the source of each package, `flow` for what spans packages, `cluster` against a real
 * control plane, `judges` for what programs of others say of what we make. `npm test` runs the first three; the others need more than Node.
 */
export const projects: TestProjectConfiguration[] = [
  {
    extends: true,
    test: {
      name: 'unit',
      include: ['packages/*/src/**/*.test.ts', 'examples/**/*.test.ts', 'benchmarks/**/*.test.ts'],
      exclude: wire,
      // One module graph a worker instead of one a file: loading the SDKs again for each of 300 files took most of the time.
      isolate: false,
      setupFiles: ['./test/support/property-tests.ts'],
      typecheck: { enabled: true, include: ['packages/*/src/**/*.test-d.ts'], tsconfig: './tsconfig.json' },
    },
  },
  {
    extends: true,
    test: {
      name: 'wire',
      include: wire,
      setupFiles: ['./test/support/property-tests.ts'],
    },
  },
  {
    extends: true,
    test: {
      name: 'flow',
      include: ['test/*.test.ts'],
      testTimeout: 300_000,
      hookTimeout: 60_000,
    },
  },
  {
    extends: true,
    test: {
      name: 'cluster',
      include: ['test/cluster/**/*.test.ts'],
      fileParallelism: false,
      testTimeout: 180_000,
      hookTimeout: 300_000,
    },
  },
  {
    extends: true,
    test: {
      name: 'judges',
      include: ['test/judges/**/*.test.ts'],
      fileParallelism: false,
      testTimeout: 180_000,
      hookTimeout: 300_000,
    },
  },
];
