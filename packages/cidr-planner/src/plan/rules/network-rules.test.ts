import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { networkWaivers } from '../network/network-input.ts';
import { findNetworkRule, networkRules } from './network-rules.ts';
import { renderRuleTable } from './render-rule-table.ts';

test('ids are unique and in kebab case', () => {
  const ids = networkRules.map((rule) => rule.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !/^[a-z]+(-[a-z]+)*$/u.test(id))).toEqual([]);
});

test('every rule says why, by which source, and what mends it', () => {
  expect(networkRules.filter((rule) => [rule.title, rule.why, rule.source, rule.mend].some((text) => text === ''))).toEqual([]);
});

test('the rules that may be waived are those that an input may name', () => {
  expect(networkRules.filter((rule) => rule.waivable).map((rule) => rule.id).sort()).toEqual([...networkWaivers].sort());
});

test('every rule that the source of a rule names is in the catalogue', () => {
  const here = new URL('.', import.meta.url);
  const sources = readdirSync(here).filter((name) => name.endsWith('-rules.ts')).map((name) => readFileSync(new URL(name, here), 'utf8'));
  const named = sources.flatMap((text) => [...text.matchAll(/(?:rule: |buildFinding\(|judgePair\(a, b, |network, |judgePair\(site, other, )'([a-z-]+)'/gu)].map((match) => match[1] ?? ''));
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((id) => !findNetworkRule(id))).toEqual([]);
});

test('an id that no rule has is not found', () => {
  expect([findNetworkRule('overlap-everything'), findNetworkRule('toString')]).toEqual([undefined, undefined]);
});

test('the table has a row for each rule, errors first', () => {
  const lines = renderRuleTable().split('\n');
  expect(lines).toHaveLength(networkRules.length + 2);
  expect(lines.slice(0, 4)).toEqual([
    '| rule | severity | what it says |',
    '|---|---|---|',
    '| `overlap-data-center-vswitch` | error | an on-premises or routed network shares addresses with a vSwitch |',
    '| `overlap-data-center-vpc` | error; a warning under its waiver, where the network lies inside the VPC block | an on-premises or routed network shares addresses with the VPC block |',
  ]);
  const severities = lines.slice(2).map((line) => line.split('|')[2]?.trim().split(';')[0]);
  expect(severities).toEqual([...severities].sort());
  expect(lines.filter((line) => (line.match(/\|/gu) ?? []).length !== 4)).toEqual([]);
});
