import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { projects } from './vitest.workspace.ts';

// vitest 4 no longer looks for a workspace file of its own: the list is imported here.
const conditions = ['@ack-hybrid/source'];

export default defineConfig({
  resolve: { conditions: [...conditions, 'module', 'node', 'development|production'] },
  ssr: { resolve: { conditions: [...conditions, 'module', 'node', 'development|production'] } },
  test: {
    projects,
    // vitest leaves one core free, which is half of a machine with two.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
    // The Alibaba SDKs are CommonJS with a `default` of their own; the adapters unwrap it as plain Node needs it.
    deps: { interopDefault: false },
    restoreMocks: true,
  },
});
