import { expect, test } from 'vitest';
import { parseCidrBlock } from '../block/parse-cidr-block.ts';
import { networkRule } from '../rules/network-rules.ts';
import { difference, readObservedBlock, sharedBy } from './difference.ts';

test.each([['10.0.0.0/8', '10.0.0.0/8'], ['10.0.0.7/8', '10.0.0.0/8'], ['pl-1', 'undefined'], ['', 'undefined']])('%j of the world is read as %s', (text, block) => {
  expect(String(readObservedBlock(text))).toBe(block);
});

test('a finding has the texts of its rule, but for those that it brings', () => {
  const rule = networkRule('vswitch-full');
  expect(difference({ rule: 'vswitch-full', message: 'full' })).toEqual({ rule: 'vswitch-full', severity: rule.severity, message: 'full', why: rule.why, source: rule.source, remediation: rule.mend, ranges: [], fixes: [] });
  expect(difference({ rule: 'vswitch-full', message: 'full', severity: 'error', why: 'because' })).toMatchObject({ severity: 'error', why: 'because', source: rule.source });
});

test('two blocks are named with what they share', () => {
  const block = parseCidrBlock;
  expect(sharedBy({ name: 'a', block: block('10.0.0.0/8') }, { name: 'b', path: 'vpc.cidr', block: block('10.1.0.0/16') })).toEqual({
    ranges: [{ name: 'a', path: '', cidr: '10.0.0.0/8' }, { name: 'b', path: 'vpc.cidr', cidr: '10.1.0.0/16' }],
    intersection: '10.1.0.0/16',
  });
  expect(sharedBy({ name: 'a', block: block('10.0.0.0/8') }, { name: 'b', block: block('11.0.0.0/8') })).not.toHaveProperty('intersection');
});
