import type { TestProjectConfiguration } from 'vitest/config';

/** The projects of the test run: `unit` beside the source of each package, `flow` for what spans packages. */
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
      include: ['test/**/*.test.ts'],
      testTimeout: 180_000,
      hookTimeout: 60_000,
    },
  },
];
