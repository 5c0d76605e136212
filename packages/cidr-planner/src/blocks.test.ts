import { expect, test } from 'vitest';
import * as blocks from './blocks.ts';
import * as cidrPlanner from './index.ts';

test('the light entry has blocks, sets and pools, the same ones as the package', () => {
  expect(Object.keys(blocks).sort()).toEqual(['CidrParseError', 'CidrPool', 'CidrPoolExhaustedError', 'CidrSet', 'findOverlaps', 'fromIpCidr', 'parseCidrBlock', 'relate', 'toIpCidr']);
  expect(cidrPlanner).toMatchObject(blocks);
});
