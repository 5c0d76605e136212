import { ApiError, ConflictError } from '@ack-hybrid/core';
import { describe, expect, it } from 'vitest';
import { planExcludingWrite } from '../plan/affinity-write.ts';
import { byManifest, byOperator, manifestKey } from '../testing/cluster.ts';
import type { FakeCalico } from '../testing/fake-calico.ts';
import { requireCni, type FoundAgent } from './observe-cni.ts';
import { describeWrite, observeAndWrite, patchTargetOf, previewWrite, sendWrite } from './write-affinity.ts';

const settings = { timing: { conflictDelayMs: 1 } };
/** The one DaemonSet that is found. */
const foundIn = async (cluster: FakeCalico): Promise<FoundAgent> => {
  const [agent] = (await requireCni(cluster, undefined, {})).agents;
  return agent ?? expect.fail('nothing was found');
};
const failure = { service: 'kubernetes', operation: 'patch', errorCode: 'X', detail: 'x', outcome: 'refused', retryable: true } as const;

describe('observeAndWrite', () => {
  it.each([
    ['a conflict', new ConflictError({ ...failure, retryable: false }), 2],
    ['a lost answer', new ApiError({ ...failure, outcome: 'unknown' }), 2],
    ['a refusal, which the call has been repeated for already', new ApiError(failure), 1],
    ['an answer that will not change', new ApiError({ ...failure, retryable: false }), 1],
  ])('after %s: tries so often', async (_, error, tries) => {
    let count = 0;
    const attempt = async () => {
      count += 1;
      if (count === 1) throw error;
      return 'done';
    };
    await observeAndWrite(attempt, settings, {}).catch(() => undefined);
    expect(count).toBe(tries);
  });
});

describe('a write', () => {
  it('goes to the owner, is previewed by the live DaemonSet and described', async () => {
    const cluster = byOperator();
    const found = await foundIn(cluster);
    const write = planExcludingWrite(found.holder);
    expect(patchTargetOf(found)).toEqual({ kind: 'installation', name: 'default' });
    expect(previewWrite(found, write, cluster.nodes, {})).toMatchObject({ lose: ['ecs-1'] });
    expect(previewWrite(found, { ...write, patch: undefined }, cluster.nodes, {})).toMatchObject({ lose: [] });
    expect(describeWrite(write, 's')).toMatchObject({ target: 'Installation default', summary: 's', before: null });
  });

  it('tells before it is sent, and takes it back where it was refused for a conflict', async () => {
    const cluster = byManifest();
    const found = await foundIn(cluster);
    const sent: boolean[] = [];
    const send = () => sendWrite(cluster, found, planExcludingWrite(found.holder), {}, (value) => sent.push(value));
    cluster.faults.push('conflict');
    await expect(send()).rejects.toThrow(ConflictError);
    await send();
    expect(sent).toEqual([true, false, true]);
  });

  it('is not sent where nothing is to be written', async () => {
    const cluster = byManifest();
    const found = await foundIn(cluster);
    await sendWrite(cluster, found, { subject: manifestKey, before: undefined, after: undefined, patch: undefined }, {}, () => expect.fail('was sent'));
    expect(cluster.writes).toEqual([]);
  });
});
