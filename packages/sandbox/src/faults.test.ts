import { describe, expect, it } from 'vitest';
import { createFaults } from './faults.ts';
import { SandboxError } from './sandbox-error.ts';
import type { SandboxFault } from './types.ts';

const call = { service: 'ecs', operation: 'DescribeInstances', kind: 'read', actor: 'client' } as const;

/** Which of the next calls meet a fault, as `x` (hit) and `.` (spared). */
function hits(fault: SandboxFault, calls: number, random?: () => number): string {
  const faults = createFaults([fault], random);
  return Array.from({ length: calls }, () => (faults.faultFor(call) ? 'x' : '.')).join('');
}

describe('faultFor', () => {
  it.each<[string, SandboxFault, string]>([
    ['without nth and rate hits every call', { kind: 'throttle' }, 'xxxxx'],
    ['with nth hits that call only', { kind: 'throttle', nth: 3 }, '..x..'],
    ['with times stops after so many hits', { kind: 'throttle', times: 2 }, 'xx...'],
    ['of the same service hits', { kind: 'throttle', service: 'ecs' }, 'xxxxx'],
    ['of another service spares', { kind: 'throttle', service: 'ram' }, '.....'],
    ['of the same operation hits', { kind: 'throttle', operation: 'DescribeInstances' }, 'xxxxx'],
    ['of another operation spares', { kind: 'throttle', operation: 'DescribeRegions' }, '.....'],
    ['of reads hits a read', { kind: 'throttle', callKind: 'read' }, 'xxxxx'],
    ['of writes spares a read', { kind: 'throttle', callKind: 'write' }, '.....'],
    ['of clients hits a client', { kind: 'throttle', actor: 'client' }, 'xxxxx'],
    ['of the agent spares a client', { kind: 'throttle', actor: 'agent' }, '.....'],
    ['with rate 0 spares', { kind: 'throttle', rate: 0 }, '.....'],
    ['with rate 1 hits', { kind: 'throttle', rate: 1 }, 'xxxxx'],
  ])('a fault %s', (_name, fault, expected) => {
    expect(hits(fault, 5)).toBe(expected);
  });

  it('draws a number for each matching call of a fault with a rate', () => {
    const drawn = [0.1, 0.9, 0.49, 0.5];
    expect(hits({ kind: 'html-502', rate: 0.5 }, 4, () => drawn.shift() ?? 1)).toBe('x.x.');
  });

  it('counts only matching calls towards nth', () => {
    const faults = createFaults([{ kind: 'throttle', nth: 2, operation: 'DescribeInstances' }]);
    expect(faults.faultFor(call)).toBeUndefined();
    expect(faults.faultFor({ ...call, operation: 'DescribeRegions' })).toBeUndefined();
    expect(faults.faultFor(call)?.kind).toBe('throttle');
  });

  it('gives the earliest fault of several that are due', () => {
    const faults = createFaults([{ kind: 'throttle', times: 1 }]);
    faults.addFault({ kind: 'html-502' });
    expect([faults.faultFor(call)?.kind, faults.faultFor(call)?.kind]).toEqual(['throttle', 'html-502']);
  });
});

describe('addFault', () => {
  it('returns a function that takes the fault away again, and only that one', () => {
    const faults = createFaults([{ kind: 'throttle' }]);
    const remove = faults.addFault({ kind: 'html-502' });
    remove();
    remove();
    expect(faults.faultFor(call)?.kind).toBe('throttle');
    const alone = createFaults([]);
    alone.addFault({ kind: 'throttle' })();
    expect(alone.faultFor(call)).toBeUndefined();
  });

  it.each<[SandboxFault]>([
    [{ kind: 'throttle', nth: 0 }],
    [{ kind: 'throttle', nth: 1.5 }],
    [{ kind: 'throttle', rate: 1.1 }],
    [{ kind: 'throttle', rate: Number.NaN }],
    [{ kind: 'throttle', nth: 1, rate: 0.5 }],
    [{ kind: 'throttle', times: 0 }],
    [{ kind: 'timeout', delayMs: -1 }],
  ])('refuses %j', (fault) => {
    expect(() => createFaults([]).addFault(fault)).toThrow(SandboxError);
  });

  it.each<[unknown, string]>([
    ['throttle', 'A fault must be an object'],
    [null, 'A fault must be an object'],
    [{}, 'fault.kind is undefined; give one of reset-before, reset-after,'],
    [{ kind: 'reset' }, 'fault.kind is "reset"; give one of reset-before, reset-after,'],
    [{ kind: 'throttle', callkind: 'read' }, 'fault.callkind is unknown; known: service, operation, callKind,'],
    [{ kind: 'throttle', callKind: 'delete' }, 'fault.callKind is "delete"; give one of read, write.'],
    [{ kind: 'throttle', service: 'k8s' }, 'fault.service is "k8s"; give one of ecs, vpc, ram, cs, oss, cbn, kubernetes.'],
    [{ kind: 'throttle', actor: 'server' }, 'fault.actor is "server"; give one of client, agent.'],
  ])('refuses %j, as another process may send it', (fault, message) => {
    expect(() => createFaults([]).addFault(fault as SandboxFault)).toThrow(message);
  });
});
