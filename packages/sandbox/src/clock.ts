import { SandboxError } from './sandbox-error.ts';
import type { SandboxClock } from './types.ts';

interface Sleeper {
  readonly due: number;
  readonly order: number;
  readonly wake: () => void;
}

/**
 * The time of a sandbox, in milliseconds since the epoch.
 *
 * `system` is the machine's own. `manual` starts at the machine's time and stands still until `advance(ms)`, which wakes
 * the sleepers one by one in the order of their due times, so that a sleeper that sleeps again within the span is
 * woken again.
 *
 * @throws SandboxError `InvalidOption` (from `advance`) on the system clock.
 */
export function createClock(kind: 'system' | 'manual'): SandboxClock {
  return kind === 'system' ? systemClock() : manualClock();
}

function systemClock(): SandboxClock {
  return {
    now: () => Date.now(),
    sleep(ms, signal) {
      return abortable(signal, (resolve) => {
        const timer = setTimeout(resolve, ms);
        return () => clearTimeout(timer);
      });
    },
    advance: () => Promise.reject(new SandboxError('InvalidOption', "The sandbox runs on the system clock, which cannot be moved. Start it with { clock: 'manual' } to use advance(ms).")),
  };
}

function manualClock(): SandboxClock {
  let now = Date.now();
  let order = 0;
  const sleepers = new Set<Sleeper>();

  const nextUntil = (end: number): Sleeper | undefined => {
    let first: Sleeper | undefined;
    for (const sleeper of sleepers) {
      if (sleeper.due > end) continue;
      if (first === undefined || sleeper.due < first.due || (sleeper.due === first.due && sleeper.order < first.order)) first = sleeper;
    }
    return first;
  };

  return {
    now: () => now,
    sleep(ms, signal) {
      return abortable(signal, (resolve) => {
        const sleeper: Sleeper = { due: now + Math.max(0, ms), order: order++, wake: resolve };
        sleepers.add(sleeper);
        return () => sleepers.delete(sleeper);
      });
    },
    async advance(ms) {
      const end = now + Math.max(0, ms);
      await settle();
      for (let sleeper = nextUntil(end); sleeper !== undefined; sleeper = nextUntil(end)) {
        sleepers.delete(sleeper);
        now = Math.max(now, sleeper.due);
        sleeper.wake();
        // What was woken must get the chance to sleep again before the hands move on.
        await settle();
      }
      now = Math.max(now, end);
    },
  };
}

function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function abortable(signal: AbortSignal | undefined, start: (resolve: () => void) => () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason as Error);
      return;
    }
    const onAbort = (): void => {
      cancel();
      reject(signal?.reason as Error);
    };
    const cancel = start(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
