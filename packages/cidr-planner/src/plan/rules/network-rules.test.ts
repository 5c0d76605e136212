import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { networkWaivers } from '../network/network-input.ts';
import { findNetworkRule, networkRules } from './network-rules.ts';
import { renderRuleTable } from './render-rule-table.ts';

test('ids are unique and in kebab case', () => {
  const ids = networkRules.map((rule) => rule.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/u.test(id))).toEqual([]);
});

test('every rule says why, by which source, and what mends it', () => {
  expect(networkRules.filter((rule) => [rule.title, rule.why, rule.source, rule.mend].some((text) => text === ''))).toEqual([]);
});

test('the rules that may be waived are those that an input may name', () => {
  expect(networkRules.filter((rule) => rule.waivable).map((rule) => rule.id).sort()).toEqual([...networkWaivers].sort());
});

test('every rule that the source names, of the plan or of the world, is in the catalogue, and no other is', () => {
  const sources = ['./', '../world/'].flatMap((path) => {
    const folder = new URL(path, import.meta.url);
    return readdirSync(folder).filter((name) => /(?:-rules|compare-.*)\.ts$/u.test(name)).filter((name) => !name.startsWith('network-rules')).map((name) => readFileSync(new URL(name, folder), 'utf8'));
  });
  const ids = networkRules.map((rule) => rule.id);
  const texts = new Set(sources.flatMap((text) => [...text.matchAll(/'([a-z0-9]+(?:-[a-z0-9]+)+)'/gu)].map((match) => match[1] ?? '')));
  expect(ids.filter((id) => !texts.has(id))).toEqual([]);
  const named = sources.flatMap((text) => [...text.matchAll(/(?:rule: |buildFinding\(|judgePair\(a, b, |network, |judgePair\(site, other, )'([a-z0-9-]+)'/gu)].map((match) => match[1] ?? ''));
  expect(named.length).toBeGreaterThan(60);
  expect(named.filter((id) => !findNetworkRule(id))).toEqual([]);
});

test('an id that no rule has is not found', () => {
  expect([findNetworkRule('overlap-everything'), findNetworkRule('toString')]).toEqual([undefined, undefined]);
});

test('there is a table of the rules of the plan and one of those that need the world, each with its errors first', () => {
  const [planned = [], observed = []] = renderRuleTable().split('\n\n').map((table) => table.split('\n'));
  expect([planned.length, observed.length]).toEqual([false, true].map((mark) => networkRules.filter((rule) => (rule.observed ?? false) === mark).length + 2));
  expect(planned.slice(0, 4)).toEqual([
    '| rule | severity | what it says |',
    '|---|---|---|',
    '| `overlap-data-center-vswitch` | error | an on-premises or routed network shares addresses with a vSwitch |',
    '| `overlap-data-center-vpc` | error; a warning under its waiver, where the network lies inside the VPC block | an on-premises or routed network shares addresses with the VPC block |',
  ]);
  expect(observed[0]).toBe('| rule, where the world was read | severity | what it says |');
  for (const lines of [planned, observed]) {
    const severities = lines.slice(2).map((line) => line.split('|')[2]?.trim().split(';')[0]);
    expect(severities).toEqual([...severities].sort());
    expect(lines.filter((line) => (line.match(/\|/gu) ?? []).length !== 4)).toEqual([]);
  }
});
