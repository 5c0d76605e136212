import type { TestProjectConfiguration } from 'vitest/config';

/**
 * The projects of the test run: `unit` beside the source of each package, `flow` for what spans packages, `cluster` against a real control plane,
 * `judges` for what programs of others say of what we make. `npm test` runs the first two; the others need more than Node.
 */
export const projects: TestProjectConfiguration[] = [
  {
    extends: true,
    test: {
      name: 'unit',
      include: ['packages/*/src/**/*.test.ts', 'examples/**/*.test.ts'],
      setupFiles: ['./test/support/property-tests.ts'],
      typecheck: { enabled: true, include: ['packages/*/src/**/*.test-d.ts'], tsconfig: './tsconfig.json' },
    },
  },
  {
    extends: true,
    test: {
      name: 'flow',
      include: ['test/*.test.ts'],
      testTimeout: 180_000,
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
