import { describe, expect, it } from 'vitest';
import { parseMarker, renderMarker, type AddonMarker } from './addon-marker.ts';

const before = { definitions: { 'a.crd.projectcalico.org': '1' }, resources: { 'a.crd.projectcalico.org': { count: 1, digest: 'd', objects: { x: '1' } } } };
const withoutNulls = (marker: AddonMarker) => Object.fromEntries(Object.entries(renderMarker(marker)).filter((entry): entry is [string, string] => entry[1] !== null));

describe('the marker', () => {
  it.each<AddonMarker>([
    { clusterId: 'c1', before },
    { clusterId: 'c1', before, after: { definitions: {}, resources: {} } },
    { clusterId: 'c1', before, changed: { config: {} } },
    { clusterId: 'c1', before, changed: { previousVersion: 'v1.14.2', config: { IPVlan: { before: 'true', after: 'false' }, New: { after: 1 }, Token: { hidden: true } } } },
  ])('reads back %j', (marker) => {
    expect(parseMarker(withoutNulls(marker))).toEqual(marker);
  });

  it('reads one that knows definitions only', () => {
    expect(parseMarker({ clusterId: 'c1', calicoCrdsBefore: '{"a":"1"}', calicoCrdsAfter: '{}' })).toEqual({ clusterId: 'c1', before: { definitions: { a: '1' }, resources: {} }, after: { definitions: {}, resources: {} } });
  });

  it.each([[{}], [{ clusterId: 'c1' }], [{ clusterId: 'c1', calicoCrdsBefore: 'x' }], [{ clusterId: 'c1', calicoCrdsBefore: '[]' }], [{ calicoCrdsBefore: '{}' }]])('is not %j', (data) => {
    expect(parseMarker(data as Record<string, string>)).toBeUndefined();
  });

  it('empties the look afterwards where there is none', () => {
    expect(renderMarker({ clusterId: 'c1', before })).toMatchObject({ changed: null, calicoCrdsAfter: null, calicoResourcesAfter: null });
  });
});
