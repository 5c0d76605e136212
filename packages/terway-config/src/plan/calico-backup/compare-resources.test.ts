import { describe, expect, it } from 'vitest';
import type { ResourceFingerprints } from './calico-resource.ts';
import { compareDefinitions, compareResources } from './compare-resources.ts';

const pools = 'ippools.crd.projectcalico.org';
const blocks = 'ipamblocks.crd.projectcalico.org';
const named = (objects: Record<string, string>) => ({ count: Object.keys(objects).length, digest: JSON.stringify(objects), objects });
const counted = (count: number, digest: string) => ({ count, digest });

describe('compareResources', () => {
  it.each<[string, ResourceFingerprints, ResourceFingerprints, readonly string[]]>([
    ['nothing where nothing changed', { [pools]: named({ a: '1' }) }, { [pools]: named({ a: '1' }) }, []],
    ['an object that changed, by its name', { [pools]: named({ a: '1', b: '1' }) }, { [pools]: named({ a: '2', b: '1' }) }, [`changed ${pools}/a`]],
    ['an object that is gone', { [pools]: named({ a: '1', 'ns/b': '1' }) }, { [pools]: named({ a: '1' }) }, [`removed ${pools}/ns/b`]],
    ['no object that was added', { [pools]: named({ a: '1' }) }, { [pools]: named({ a: '1', b: '1' }) }, []],
    ['every object of a kind that is gone', { [pools]: named({ a: '1', b: '1' }) }, {}, [`removed ${pools}/a`, `removed ${pools}/b`]],
    ['nothing of a kind that was empty and is gone', { [pools]: named({}) }, {}, []],
    ['nothing of a kind that was not read before', {}, { [pools]: named({ a: '1' }) }, []],
    ['a kind too large to name its objects that changed', { [pools]: counted(500, 'a') }, { [pools]: counted(500, 'b') }, [`changed ${pools}/*`]],
    ['a kind too large to name its objects that shrank', { [pools]: counted(500, 'a') }, { [pools]: named({ a: '1' }) }, [`removed ${pools}/*`]],
    ['a kind too large to name its objects that is gone', { [pools]: counted(500, 'a') }, {}, [`removed ${pools}/*`]],
    ['no change of bookkeeping', { [blocks]: counted(7, '') }, { [blocks]: counted(1, '') }, []],
    ['the loss of all bookkeeping', { [blocks]: counted(7, '') }, { [blocks]: counted(0, '') }, [`removed ${blocks}/*`]],
  ])('tells %s', (_what, before, after, losses) => {
    expect(compareResources(before, after).map(({ target, what }) => `${what} ${target}`)).toEqual(losses);
  });
});

describe('compareDefinitions', () => {
  it('tells changed and removed ones, and no added one', () => {
    expect(compareDefinitions({ same: '1', changed: '1', removed: '1' }, { same: '1', changed: '2', added: '1' })).toEqual([
      { target: 'changed', what: 'changed' },
      { target: 'removed', what: 'removed' },
    ]);
  });
});
