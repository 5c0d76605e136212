import { describe, expect, it } from 'vitest';
import { createIds, type Ids } from './ids.ts';

const kinds: [string, (ids: Ids) => string, RegExp][] = [
  ['an instance', (ids) => ids.resource('i'), /^i-bp1[0-9a-z]{17}$/],
  ['a vSwitch', (ids) => ids.resource('vsw'), /^vsw-bp1[0-9a-z]{17}$/],
  ['a node pool', (ids) => ids.nodePool(), /^np[0-9a-f]{32}$/],
  ['a task', (ids) => ids.task(), /^T-[0-9a-f]{24}$/],
  ['an access key', (ids) => ids.accessKey(), /^LTAI5t[0-9A-Za-z]{18}$/],
  ['a secret', (ids) => ids.secret(), /^[0-9A-Za-z]{30}$/],
  ['a user', (ids) => ids.user(), /^2\d{17}$/],
];

describe.each(kinds)('the id of %s', (_name, make, form) => {
  it('has the vendor’s form', () => {
    expect(make(createIds('account'))).toMatch(form);
  });

  it('is never given twice', () => {
    const ids = createIds('account');
    expect(new Set(Array.from({ length: 200 }, () => make(ids))).size).toBe(200);
  });

  it('is the same in every sandbox of one account, and another in another', () => {
    expect(make(createIds('a'))).toBe(make(createIds('a')));
    expect(make(createIds('a'))).not.toBe(make(createIds('b')));
  });
});
