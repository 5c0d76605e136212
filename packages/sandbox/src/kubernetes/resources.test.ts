import { describe, expect, it } from 'vitest';
import { apiVersionOf, builtInResources, resourceKey, unsupportedResources } from './resources.ts';

describe('the catalogue of resources', () => {
  it('writes API versions and keys as paths have them', () => {
    expect([apiVersionOf({ group: '', version: 'v1' }), apiVersionOf({ group: 'apps', version: 'v1' })]).toEqual(['v1', 'apps/v1']);
    expect(resourceKey({ group: 'apps', plural: 'daemonsets' })).toBe('apps/daemonsets');
  });

  it('names no resource twice, nor one as both served and unsupported', () => {
    const served = builtInResources(33).map(({ group, version, plural }) => `${group}/${version}/${plural}`);
    expect(new Set(served).size).toBe(served.length);
    const refused = Object.entries(unsupportedResources).flatMap(([version, plurals]) => plurals.map((plural) => `${version}/${plural}`));
    expect(refused.filter((name) => served.includes(name))).toEqual([]);
  });
});
