import type { RawFinding } from '../plan/rules/finding.ts';

/** Findings in short, for tables: `error overlap-data-center-vpc`. */
export const brief = (findings: readonly Pick<RawFinding, 'rule' | 'severity'>[]): readonly string[] => findings.map((finding) => `${finding.severity} ${finding.rule}`);
