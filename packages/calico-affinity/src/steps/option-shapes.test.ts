import { expect, it } from 'vitest';
import { shapeIssues, type OptionShape } from './option-shapes.ts';

const shapes: Readonly<Record<string, OptionShape>> = { name: 'text', overrideOwner: 'flag', waivedNodes: 'list', timing: 'object' };

it.each<[object, string | undefined]>([
  [{}, undefined],
  [{ name: 'a', overrideOwner: false, waivedNodes: [], timing: {} }, undefined],
  [{ name: undefined, timing: undefined }, undefined],
  [{ name: 5 }, 'name must be a text'],
  [{ overrideOwner: 'false' }, 'overrideOwner must be true or false'],
  [{ waivedNodes: 'dc-4' }, 'waivedNodes must be a list'],
  [{ timing: null }, 'timing must be an object'],
  [{ timing: [] }, 'timing must be an object'],
  [{ waivedNode: ['dc-4'] }, 'waivedNode is no option; there are name, overrideOwner, waivedNodes, timing'],
  [{ toString: 1 }, 'toString is no option; there are name, overrideOwner, waivedNodes, timing'],
])('%j', (options, words) => {
  expect(shapeIssues(options, shapes).map(({ path, message }) => `${path} ${message}`)).toEqual(words === undefined ? [] : [words]);
});

it('says where a nested one is', () => {
  expect(shapeIssues({ intervalM: 1 }, {}, 'timing.')[0]?.path).toBe('timing.intervalM');
});
