import { describe, expect, it } from 'vitest';
import { defaultWorld } from '../world.ts';
import { regions, requireRegion } from './regions.ts';

describe('regions', () => {
  it('hold the world’s own once, whether it is a known one or not', () => {
    const count = (region: string): number => regions({ ...defaultWorld, region }).filter(({ id }) => id === region).length;
    expect([count('cn-hangzhou'), count('xx-test-1')]).toEqual([1, 1]);
  });

  it('are required to exist', () => {
    expect(() => requireRegion(defaultWorld, 'cn-shanghai')).not.toThrow();
    expect(() => requireRegion(defaultWorld, 'cn-shangai')).toThrow('The specified RegionId cn-shangai does not exist.');
  });
});
