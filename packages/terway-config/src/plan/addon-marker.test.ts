import { describe, expect, it } from 'vitest';
import { compareCrds, parseMarker, renderMarker } from './addon-marker.ts';

describe('the marker', () => {
  it.each([{ clusterId: 'c1', crdsBefore: { a: '1' } }, { clusterId: 'c1', crdsBefore: {}, crdsAfter: { a: '1' } }])('reads back %j', (marker) => {
    expect(parseMarker(renderMarker(marker))).toEqual(marker);
  });

  it.each([[{}], [{ clusterId: 'c1' }], [{ clusterId: 'c1', calicoCrdsBefore: 'x' }], [{ calicoCrdsBefore: '{}' }]])('is not %j', (data) => {
    expect(parseMarker(data as Record<string, string>)).toBeUndefined();
  });
});

describe('compareCrds', () => {
  it('tells changed from removed and added', () => {
    expect(compareCrds({ same: '1', changed: '1', removed: '1' }, { same: '1', changed: '2', added: '1' })).toEqual({ changed: ['changed'], removed: ['removed'], added: ['added'] });
  });
});
