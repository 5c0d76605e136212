import { networkRules } from './network-rules.ts';
import type { NetworkRule } from './network-rule.ts';

/**
 * The catalogue as Markdown tables: rule, severity, what it says. Errors first, in the order of the catalogue. The rules that need
 * the world stand in a second table.
 *
 * @example
 * renderRuleTable().split('\n')[2]; // "| `overlap-data-center-vswitch` | error | an on-premises or … |"
 */
export const renderRuleTable = (rules: readonly NetworkRule[] = networkRules): string =>
  [
    ...renderTable(rules.filter((rule) => rule.observed !== true), 'rule'),
    ...renderTable(rules.filter((rule) => rule.observed === true), 'rule, where the world was read'),
  ].join('\n\n');

const renderTable = (rules: readonly NetworkRule[], title: string): readonly string[] => {
  if (rules.length === 0) return [];
  const sorted = [...rules.filter((rule) => rule.severity === 'error'), ...rules.filter((rule) => rule.severity === 'warning')];
  const rows = sorted.map((rule) => `| \`${rule.id}\` | ${describeSeverity(rule)} | ${rule.title} |`);
  return [[`| ${title} | severity | what it says |`, '|---|---|---|', ...rows].join('\n')];
};

const describeSeverity = (rule: NetworkRule): string => (rule.softens === undefined ? rule.severity : `${rule.severity}; ${rule.softens}`);
