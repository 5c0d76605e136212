import { describe, expect, it } from 'vitest';
import { fakePod } from './fake-kubelet-client.testing.ts';
import { endedStatus, isWaiting, runningStatus, waitingStatus } from './pod-status.ts';

const at = Date.parse('2024-01-02T03:04:05.678Z');
const pod = fakePod('a', 'node');
const addresses = { hostIP: '10.0.0.1', podIP: '10.0.1.1' };
const conditionsOf = (status: Readonly<Record<string, unknown>>): Record<string, string> => Object.fromEntries((status['conditions'] as { type: string; status: string }[]).map((each) => [each.type, each.status]));

describe('the status of a pod', () => {
  it('waits for one reason at a time', () => {
    const waiting = { ...pod, status: waitingStatus(pod, 'no network') as typeof pod.status & object };
    expect([isWaiting(pod, 'no network'), isWaiting(waiting, 'no network'), isWaiting(waiting, 'no address')]).toEqual([false, true, false]);
  });

  it('of a running pod has its init containers ended well, whole seconds, and every condition true', () => {
    const status = runningStatus({ ...pod, spec: { containers: [{ name: 'main', image: 'i' }, { name: 'side' }], initContainers: [{ name: 'init' }] } }, addresses, at);
    expect(status).toMatchObject({
      startTime: '2024-01-02T03:04:05Z', podIPs: [{ ip: '10.0.1.1' }], hostIPs: [{ ip: '10.0.0.1' }],
      initContainerStatuses: [{ name: 'init', ready: true, started: false, state: { terminated: { exitCode: 0, reason: 'Completed' } } }],
      containerStatuses: [{ name: 'main', image: 'i', ready: true, started: true }, { name: 'side', image: '', ready: true }],
    });
    expect(new Set(Object.values(conditionsOf(status)))).toEqual(new Set(['True']));
    expect(runningStatus(pod, addresses, at)).not.toHaveProperty('initContainerStatuses');
  });

  it.each([[0, 'Succeeded', 'Completed', 'PodCompleted'], [137, 'Failed', 'Error', 'PodFailed']])('that ended with %i is %s, its container %s, not ready because of %s', (exitCode, phase, reason, why) => {
    const status = endedStatus({ ...pod, status: { startTime: new Date(at - 5000) } }, { exitCode }, at);
    expect(status).toMatchObject({ phase, containerStatuses: [{ ready: false, state: { terminated: { exitCode, reason, startedAt: '2024-01-02T03:04:00Z', finishedAt: '2024-01-02T03:04:05Z' } } }] });
    expect(conditionsOf(status)).toEqual({ PodReadyToStartContainers: 'True', Initialized: 'True', Ready: 'False', ContainersReady: 'False' });
    expect((status['conditions'] as { type: string; reason?: string }[]).flatMap(({ type, reason }) => (reason === undefined ? [] : [[type, reason]]))).toEqual([['Ready', why], ['ContainersReady', why]]);
  });
});
