import { findBlockFindings } from '../rules/block-rules.ts';
import { findNodeQuotaFindings, findOverlayFindings } from '../rules/capacity-rules.ts';
import type { RawFinding } from '../rules/finding.ts';
import { findOverlapFindings } from '../rules/overlap-rules.ts';
import { findPlacementFindings } from '../rules/placement-rules.ts';
import { findRouteFindings } from '../rules/route-rules.ts';
import { findSiteFindings } from '../rules/site-rules.ts';
import type { Network } from './network.ts';

/** Every rule, run over a network: the whole plan but for its fixes. */
export const judgeNetwork = (network: Network): readonly RawFinding[] => [
  ...findOverlapFindings(network),
  ...findSiteFindings(network),
  ...findBlockFindings(network),
  ...findRouteFindings(network),
  ...findPlacementFindings(network),
  ...findNodeQuotaFindings(network),
  ...findOverlayFindings(network),
];

/** A finding is the same one after a fix if it is of the same rule and about the same fields, whatever their blocks are now. */
export const keyOf = (finding: RawFinding): string => [finding.rule, ...finding.ranges.map((range) => range.path)].join(' ');

/** The keys of the errors among findings. */
export const errorKeys = (findings: readonly RawFinding[]): readonly string[] => findings.filter((finding) => finding.severity === 'error').map(keyOf);
