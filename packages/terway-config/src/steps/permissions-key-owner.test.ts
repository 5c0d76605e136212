import { describe, expect, it } from 'vitest';
import { FakeRam } from '../testing/fake-ram.ts';
import { Faults } from '../testing/faults.ts';
import { findKeyOwner } from './permissions-key-owner.ts';

const world = () => {
  const ram = new FakeRam(new Faults());
  for (const name of ['alice', 'bob', 'ack-one-user-ce313528c3']) {
    ram.seedUser(name, '');
    ram.seedKey(name, `LTAI${name}`, name !== 'bob');
  }
  const asked: string[] = [];
  const list = ram.accessKeys.bind(ram);
  ram.accessKeys = (userName) => {
    asked.push(userName);
    return list(userName);
  };
  return { ram, asked, find: (id: string, signal?: AbortSignal) => findKeyOwner({ ram, reader: ram }, id, { signal }) };
};

describe('findKeyOwner', () => {
  it.each([
    ['the user that onectl made, whom it asks first', 'LTAIack-one-user-ce313528c3', 'ack-one-user-ce313528c3', ['ack-one-user-ce313528c3']],
    ['another user, of an inactive key too', 'LTAIbob', 'bob', ['ack-one-user-ce313528c3', 'alice', 'bob']],
    ['nobody for a key of the account itself', 'LTAIroot', undefined, ['ack-one-user-ce313528c3', 'alice', 'bob']],
  ])('finds %s', async (_what, id, owner, order) => {
    const { find, asked } = world();
    expect(await find(id)).toBe(owner);
    expect(asked).toEqual(order);
  });

  it('stops promptly', async () => {
    const { find, asked } = world();
    await expect(find('LTAIbob', AbortSignal.abort(new RangeError('enough')))).rejects.toThrow('enough');
    expect(asked).toEqual([]);
  });

  it('says what it may not read', async () => {
    const { ram, find } = world();
    ram.denied.add('userNames');
    await expect(find('LTAIbob')).rejects.toMatchObject({ missing: 'ram:userNames' });
  });
});
