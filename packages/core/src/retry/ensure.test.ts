import { describe, expect, it } from 'vitest';
import { ApiError } from '../errors/api-error.ts';
import { ConflictError } from '../errors/conflict-error.ts';
import { ensure } from './ensure.ts';

const quick = { minDelayMs: 1, maxDelayMs: 2, attempts: 4 };
const fields = { service: 'cs', operation: 'CreateClusterNodePool', errorCode: 'ECONNRESET', detail: 'reset' };
const lost = () => new ApiError({ ...fields, outcome: 'unknown', retryable: true });

/** A service that makes things without a client token, and fails in a set way on chosen calls. */
const service = (failures: readonly ('before' | 'after' | 'conflict' | undefined)[] = []) => {
  const things: string[] = [];
  let calls = 0;
  return {
    things,
    calls: () => calls,
    look: async () => things[0],
    create: async () => {
      const failure = failures[calls++];
      if (failure === 'before') throw lost();
      things.push(`thing-${calls}`);
      if (failure === 'after') throw lost();
      if (failure === 'conflict') throw new ConflictError({ ...fields, outcome: 'refused' });
    },
  };
};

describe('ensure', () => {
  it('makes nothing where the thing is there', async () => {
    const cloud = service();
    cloud.things.push('old');
    expect(await ensure(cloud.look, cloud.create, quick)).toEqual({ value: 'old', created: false });
    expect(cloud.calls()).toBe(0);
  });

  it.each([
    ['nothing fails', [], 1],
    ['the connection dies before the write', ['before'] as const, 2],
    ['the connection dies after the write', ['after'] as const, 1],
    ['someone else was faster', ['conflict'] as const, 1],
  ])('makes it once where %s', async (_, failures, calls) => {
    const cloud = service(failures);
    const { value, created } = await ensure(cloud.look, cloud.create, quick);
    expect(cloud.things).toEqual([value]);
    expect(created).toBe(true);
    expect(cloud.calls()).toBe(calls);
  });

  it('looks again where the service lists the new thing late, and makes no second one', async () => {
    let looks = 0;
    const cloud = service();
    const late = async () => (++looks < 2 ? undefined : cloud.things[0]);
    expect(await ensure(late, cloud.create, quick)).toEqual({ value: 'thing-1', created: true });
    expect(cloud.things).toHaveLength(1);
  });

  it('throws what can not be mended by another try', async () => {
    const final = new ApiError({ ...fields, outcome: 'refused' });
    await expect(ensure(async () => undefined, async () => { throw final; }, quick)).rejects.toBe(final);
  });

  it('does not create a second thing while the first is not listed yet', async () => {
    const cloud = service();
    await expect(ensure(async () => undefined, cloud.create, quick)).rejects.toMatchObject({ errorCode: 'NotVisibleYet' });
    expect(cloud.things).toHaveLength(1);
  });
});
