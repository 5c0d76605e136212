import { expect, it } from 'vitest';
import { addonOffers, newerVersions, newestVersion } from './addon-catalogue.ts';

it('every offer is there once and has a version', () => {
  expect(new Set(addonOffers.map((offer) => offer.name)).size).toBe(addonOffers.length);
  expect(addonOffers.filter((offer) => newestVersion(offer) === '')).toEqual([]);
});

it('the newest version is the last one', () => {
  expect(newestVersion({ name: 'x', category: 'y', versions: ['v1', 'v2'] })).toBe('v2');
});

it('the newer versions are those behind it', () => {
  const offer = { name: 'x', category: 'y', versions: ['v1', 'v2', 'v3'] };
  expect([newerVersions(offer, 'v1'), newerVersions(offer, 'v3')]).toEqual([['v2', 'v3'], []]);
});
