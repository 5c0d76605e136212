import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';

/** Whether a process runs. One that has ended and waits for its parent to notice does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== 'linux') return true;
  try {
    return !/^.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** The processes of the script that runs in a scratch root below the folder, once it has written their ids to `/tmp/pids`. */
export async function runningIn(folder: string): Promise<number[]> {
  const read = (): number[] =>
    readdirSync(folder).flatMap((name) => {
      try {
        return readFileSync(join(folder, name, 'root/tmp/pids'), 'utf8').trim().split(/\s+/).map(Number);
      } catch {
        return [];
      }
    });
  await expect.poll(() => read().length, { timeout: 15_000, interval: 20 }).toBe(2);
  const pids = read();
  expect(pids.map(isAlive)).toEqual([true, true]);
  return pids;
}
