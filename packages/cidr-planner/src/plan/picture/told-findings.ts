import type { NetworkPlan } from '../network/plan-network.ts';
import type { NetworkFinding, NetworkFix } from '../rules/finding.ts';
import { countOf } from './counts.ts';

/** How many findings a picture tells. They stand in the order of the plan, errors first; all of them are in the JSON. */
export const mostFindings = 20;

/** How many changes of one fix are written out. */
const mostChanges = 4;

/** The findings that are told, each with its number, and a sentence for those that aren't. */
export const toldFindings = (plan: NetworkPlan): { readonly told: readonly (readonly [number, NetworkFinding])[]; readonly untold?: string } => {
  const told = plan.findings.slice(0, mostFindings).map((finding, index) => [index + 1, finding] as const);
  const left = plan.findings.length - told.length;
  return { told, ...(left === 0 ? {} : { untold: `… and ${countOf(left, 'more finding')}; the JSON document has all of them.` }) };
};

/** What a fix changes, in one sentence. */
export const tellFix = (fix: NetworkFix): string => {
  if (fix.changes.length <= mostChanges) return fix.description;
  const changes = fix.changes.slice(0, mostChanges).map((one) => `change ${one.name} from ${one.from} to ${one.to}`);
  return `${changes.join(', and ')}, … and ${countOf(fix.changes.length - mostChanges, 'more change')}`;
};

/** What to do about a finding: its nearest fix, or what there is to do by hand. */
export const tellRemedy = (finding: NetworkFinding): string => {
  const [nearest] = finding.fixes;
  if (nearest) return tellFix(nearest);
  return finding.rebuild && finding.rebuild.changes.length > mostChanges ? `everything exists; made anew: ${tellFix(finding.rebuild)}` : finding.remediation;
};
