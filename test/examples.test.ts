import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '@ack-hybrid/sandbox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root, runScript } from './support/main-job.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

const inOrder = ['calico-affinity.ts', 'terway-config.ts', 'init-script.ts', 'node-pool.ts', 'connectivity-check.ts'];

describe('the examples', () => {
  it('plan a network and show its fix', async () => {
    const { code, output } = await runScript('examples/plan-network.ts', []);
    expect([code, output]).toEqual([0, expect.stringContaining('the plan holds: true')]);
  });

  it('draw a network with its conflict, mended without, and in each form', async () => {
    const { code, output } = await runScript('examples/draw-network.ts', []);
    expect([code, output]).toEqual([0, expect.stringContaining('!!1')]);
    const mended = await runScript('examples/draw-network.ts', ['--mended']);
    expect([mended.code, mended.output.includes('!!1'), mended.output.includes('0 errors'), mended.output.includes('10.0.0.0/10')]).toEqual([0, false, true, true]);
    for (const [flag, start] of [['--svg', '<svg '], ['--markdown', '#'], ['--json', '{']] as const) expect((await runScript('examples/draw-network.ts', [flag])).output.startsWith(start), flag).toBe(true);
  });

  it('are the scripts that this test runs', () => {
    expect(readdirSync(join(root, 'examples')).filter((name) => name.endsWith('.ts')).sort()).toEqual([...inOrder, 'draw-network.ts', 'plan-network.ts', 'seven-steps.ts'].sort());
  });

  it('are one step each, and together they are the seven steps; backwards they take all of it back', async () => {
    const before = await sandbox.snapshot();
    for (const name of inOrder) {
      const { code, output } = await runScript(`examples/${name}`, ['--sandbox', sandbox.control, '--apply']);
      expect([name, code], output).toEqual([name, 0]);
    }
    for (const name of [...inOrder].reverse()) {
      const { code, output } = await runScript(`examples/${name}`, ['--sandbox', sandbox.control, '--undo']);
      expect([name, code], output).toEqual([name, 0]);
    }
    expect(await sandbox.snapshot()).toEqual(before);
  });
});
