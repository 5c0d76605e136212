import { SandboxError } from './sandbox-error.ts';
import type { SandboxCall, SandboxFault } from './types.ts';

/** The list of faults of one sandbox. */
export interface SandboxFaults {
  /** The fault that this call meets, if any; counts the call and the hit. */
  faultFor(call: Pick<SandboxCall, 'service' | 'operation' | 'kind' | 'actor'>): SandboxFault | undefined;
  /** Adds a fault, judged after those added before; the function that it returns takes the fault away again. */
  addFault(fault: SandboxFault): () => void;
}

interface Armed {
  readonly fault: SandboxFault;
  seen: number;
  hits: number;
}

/**
 * Keeps the faults and their counts. A call is counted by every fault that it matches; the first fault in the list that
 * is due is the one that it meets.
 *
 * @param random a number from 0 up to 1, for faults with a `rate`; `Math.random` by default.
 * @throws SandboxError `InvalidOption` for a field that is unknown, a value that its field does not have, and a number out of range.
 */
export function createFaults(initial: readonly SandboxFault[], random: () => number = Math.random): SandboxFaults {
  const armed = new Set<Armed>();

  const addFault = (fault: SandboxFault): (() => void) => {
    requireValid(fault);
    const entry: Armed = { fault, seen: 0, hits: 0 };
    armed.add(entry);
    return () => void armed.delete(entry);
  };
  for (const fault of initial) addFault(fault);

  return {
    addFault,
    faultFor(call) {
      let met: Armed | undefined;
      for (const entry of armed) {
        if (!matches(entry.fault, call)) continue;
        entry.seen += 1;
        if (met === undefined && isDue(entry, random)) met = entry;
      }
      if (met === undefined) return undefined;
      met.hits += 1;
      return met.fault;
    },
  };
}

function matches(fault: SandboxFault, call: Pick<SandboxCall, 'service' | 'operation' | 'kind' | 'actor'>): boolean {
  return (
    (fault.service === undefined || fault.service === call.service) &&
    (fault.operation === undefined || fault.operation === call.operation) &&
    (fault.callKind === undefined || fault.callKind === call.kind) &&
    (fault.actor === undefined || fault.actor === call.actor)
  );
}

function isDue({ fault, seen, hits }: Armed, random: () => number): boolean {
  if (fault.times !== undefined && hits >= fault.times) return false;
  if (fault.nth !== undefined) return seen === fault.nth;
  if (fault.rate !== undefined) return random() < fault.rate;
  return true;
}

const faultFields: readonly string[] = ['service', 'operation', 'callKind', 'actor', 'kind', 'nth', 'rate', 'times', 'delayMs'] satisfies readonly (keyof SandboxFault)[];

const fieldValues = {
  kind: ['reset-before', 'reset-after', 'error-5xx', 'html-502', 'truncated', 'throttle', 'timeout'],
  service: ['ecs', 'vpc', 'ram', 'cs', 'oss', 'cbn', 'kubernetes'],
  callKind: ['read', 'write'],
  actor: ['client', 'agent'],
} as const satisfies { readonly [Field in 'kind' | 'service' | 'callKind' | 'actor']: readonly NonNullable<SandboxFault[Field]>[] };

function requireValid(fault: SandboxFault): void {
  // A fault may come from another process as JSON: whatever its type says, a field that is misspelt would match too much in silence.
  if (typeof fault !== 'object' || fault === null || Array.isArray(fault)) throw invalidFault('A fault must be an object such as {"kind":"throttle","service":"cs","times":1}.');
  const unknown = Object.keys(fault).find((key) => !faultFields.includes(key));
  if (unknown !== undefined) throw invalidFault(`fault.${unknown} is unknown; known: ${faultFields.join(', ')}.`);
  for (const [field, known] of Object.entries(fieldValues)) {
    const value: unknown = fault[field as keyof typeof fieldValues];
    if (!(value === undefined && field !== 'kind') && !known.includes(value as never)) throw invalidFault(`fault.${field} is ${JSON.stringify(value)}; give one of ${known.join(', ')}.`);
  }
  const { nth, rate, times, delayMs } = fault;
  if (nth !== undefined && (!Number.isInteger(nth) || nth < 1)) throw invalidFault(`fault.nth is ${nth}; give a whole number from 1 (the next matching call).`);
  if (rate !== undefined && !(rate >= 0 && rate <= 1)) throw invalidFault(`fault.rate is ${rate}; give a number from 0 to 1.`);
  if (nth !== undefined && rate !== undefined) throw invalidFault('fault.nth and fault.rate exclude each other; give one of them.');
  if (times !== undefined && (!Number.isInteger(times) || times < 1)) throw invalidFault(`fault.times is ${times}; give a whole number from 1.`);
  if (delayMs !== undefined && !(delayMs >= 0)) throw invalidFault(`fault.delayMs is ${delayMs}; give milliseconds, 0 or more.`);
}

function invalidFault(message: string): SandboxError {
  return new SandboxError('InvalidOption', message);
}
