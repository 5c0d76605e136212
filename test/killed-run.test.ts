import { startSandbox } from '@ack-hybrid/sandbox';
import { describe, expect, it } from 'vitest';
import { runMainJob } from './support/main-job.ts';

const trials = 10;

/** A number from 0 to 1 that another run of the test repeats (mulberry32). */
const randomFrom = (seed: number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

interface CloudObjects {
  readonly [kind: string]: unknown;
}

/** The names of the objects that may be made more than once where a creation is repeated blindly. */
const countByKind = (cloud: CloudObjects): Record<string, number> =>
  Object.fromEntries(Object.entries(cloud).map(([kind, objects]) => [kind, typeof objects === 'object' && objects !== null ? Object.keys(objects).length : 1]));

describe('a run that is killed', { timeout: 600_000 }, () => {
  it(`reaches the same end when it is started again, with one node pool and no orphan, ${trials} times of ${trials}`, async () => {
    const reference = await startSandbox();
    let durationMs: number;
    let expected: Record<string, number>;
    try {
      const startedAt = performance.now();
      expect((await runMainJob(['--sandbox', reference.control, '--apply'])).code).toBe(0);
      durationMs = performance.now() - startedAt;
      expected = countByKind((await reference.snapshot()).cloud);
    } finally {
      await reference.stop();
    }

    const random = randomFrom(Number(process.env['KILL_SEED'] ?? 20261121));
    const ends: { killedAfterMs: number; killed: boolean; writesBefore: number; code: number | null; counts: Record<string, number>; undone: boolean }[] = [];
    for (let trial = 0; trial < trials; trial++) {
      const sandbox = await startSandbox();
      try {
        const before = await sandbox.snapshot();
        // The first half second is the start of the process; nothing is to be seen there.
        const killAfterMs = Math.round(500 + random() * (durationMs - 500));
        const killed = await runMainJob(['--sandbox', sandbox.control, '--apply'], { killAfterMs });
        const writesBefore = sandbox.calls().filter((call) => call.actor === 'client' && call.kind === 'write').length;
        const again = await runMainJob(['--sandbox', sandbox.control, '--apply']);
        const counts = countByKind((await sandbox.snapshot()).cloud);
        const undo = await runMainJob(['--sandbox', sandbox.control, '--undo']);
        const after = await sandbox.snapshot();
        expect(after.cloud).toEqual(before.cloud);
        expect(after.cluster).toEqual(before.cluster);
        ends.push({ killedAfterMs: killAfterMs, killed: killed.signal === 'SIGKILL', writesBefore, code: again.code, counts, undone: undo.code === 0 });
        if (again.code !== 0) expect.fail(`killed after ${killAfterMs} ms, the second run ended with:\n${again.output}`);
      } finally {
        await sandbox.stop();
      }
    }
    expect(ends.filter((end) => end.killed && end.writesBefore > 0).length, 'a kill that hits no run under way shows nothing').toBeGreaterThanOrEqual(trials / 2);
    for (const end of ends) expect(end).toMatchObject({ code: 0, undone: true, counts: expected });
  });
});
