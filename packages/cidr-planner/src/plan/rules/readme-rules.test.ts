import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { renderRuleTable } from './render-rule-table.ts';

const readme = new URL('../../../README.md', import.meta.url);
const region = /(?<=<!-- rules -->\n)[\s\S]*?(?=<!-- \/rules -->)/u;

test('the README has the rules of the catalogue (UPDATE_RULES=1 writes them)', () => {
  const text = readFileSync(readme, 'utf8');
  const wanted = `${renderRuleTable()}\n`;
  if (process.env['UPDATE_RULES'] === '1') writeFileSync(readme, text.replace(region, () => wanted));
  expect(region.exec(readFileSync(readme, 'utf8'))?.[0]).toBe(wanted);
});
