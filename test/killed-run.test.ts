import { startSandbox, type Sandbox } from '@ack-hybrid/sandbox';
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

/** How many objects of each kind the cloud has: a creation that is repeated blindly makes one too many. */
const countByKind = (cloud: Readonly<Record<string, unknown>>): Record<string, number> =>
  Object.fromEntries(Object.entries(cloud).map(([kind, objects]) => [kind, typeof objects === 'object' && objects !== null ? Object.keys(objects).length : 1]));

const clientWrites = (sandbox: Sandbox): number => sandbox.calls().filter((call) => call.actor === 'client' && call.kind === 'write').length;

describe('a run that is killed', { timeout: 900_000 }, () => {
  it(`reaches the same end when it is started again, with one node pool and no orphan, ${trials} times of ${trials}`, async () => {
    const reference = await startSandbox();
    let writes: number;
    let expected: Record<string, number>;
    try {
      expect((await runMainJob(['--sandbox', reference.control, '--apply'])).code).toBe(0);
      writes = clientWrites(reference);
      expected = countByKind((await reference.snapshot()).cloud);
    } finally {
      await reference.stop();
    }
    expect(expected['nodePools']).toBe(1);

    const seed = Number(process.env['KILL_SEED'] ?? Date.now());
    const random = randomFrom(seed);
    let missed = 0;
    for (let trial = 0; trial < trials; trial++) {
      const sandbox = await startSandbox();
      try {
        const before = await sandbox.snapshot();
        // A random moment between the first write and a little after the last but one, waits and reads between two writes included.
        const killAtWrite = 1 + Math.floor(random() * (writes - 1));
        const laterMs = random() < 0.5 ? 0 : Math.round(random() * 200);
        let due = Number.POSITIVE_INFINITY;
        const killWhen = (): boolean => {
          if (due === Number.POSITIVE_INFINITY && clientWrites(sandbox) >= killAtWrite) due = performance.now() + laterMs;
          return performance.now() >= due;
        };
        const moment = `seed ${seed}, trial ${trial}: killed ${laterMs} ms after write ${killAtWrite} of ${writes}`;
        const killed = await runMainJob(['--sandbox', sandbox.control, '--apply'], { killWhen });
        if (killed.signal !== 'SIGKILL') {
          // The last writes stand close to the end: a run that was through before the kill came shows nothing, and is made again.
          expect(killed.code, `${moment}: the run ended by itself with:\n${killed.output}`).toBe(0);
          expect((missed += 1), `${moment}: too many runs ended before they were killed`).toBeLessThanOrEqual(5);
          trial -= 1;
          continue;
        }
        const again = await runMainJob(['--sandbox', sandbox.control, '--apply']);
        expect(again.code, `${moment}; the next run ended with:\n${again.output}`).toBe(0);
        expect(countByKind((await sandbox.snapshot()).cloud), moment).toEqual(expected);
        const undo = await runMainJob(['--sandbox', sandbox.control, '--undo']);
        expect(undo.code, `${moment}; the undo ended with:\n${undo.output}`).toBe(0);
        const after = await sandbox.snapshot();
        expect(after.cloud, moment).toEqual(before.cloud);
        expect(after.cluster, moment).toEqual(before.cluster);
      } finally {
        await sandbox.stop();
      }
    }
  });
});
