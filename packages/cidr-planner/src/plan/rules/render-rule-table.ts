import { networkRules } from './network-rules.ts';
import type { NetworkRule } from './network-rule.ts';

/**
 * The catalogue as a Markdown table: rule, severity, what it says. Errors first, in the order of the catalogue.
 *
 * @example
 * renderRuleTable().split('\n')[2]; // "| `overlap-data-center-vswitch` | error | an on-premises or … |"
 */
export const renderRuleTable = (rules: readonly NetworkRule[] = networkRules): string => {
  const sorted = [...rules.filter((rule) => rule.severity === 'error'), ...rules.filter((rule) => rule.severity === 'warning')];
  const rows = sorted.map((rule) => `| \`${rule.id}\` | ${describeSeverity(rule)} | ${rule.title} |`);
  return ['| rule | severity | what it says |', '|---|---|---|', ...rows].join('\n');
};

const describeSeverity = (rule: NetworkRule): string => (rule.softens === undefined ? rule.severity : `${rule.severity}; ${rule.softens}`);
