import type { CidrBlock } from '../block/cidr-block.ts';
import type { NamedBlock } from '../network/network.ts';
import { networkRule } from './network-rules.ts';
import type { NetworkRuleId } from './network-rules.ts';

/** One change that a fix makes to the input of a plan. */
export interface NetworkChange {
  /** The field: `vpc.cidr`, `vSwitches[0].cidr`. */
  readonly path: string;
  /** What it is, for people: `VPC`, `vSwitch pods-i`. */
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** A way to mend a finding, proved: the plan was run with it, the finding was gone and no new error had come. */
export interface NetworkFix {
  /** One line: what to change to what. */
  readonly description: string;
  readonly changes: readonly NetworkChange[];
}

/** A block under its name, as a finding shows it. */
export interface NamedCidr {
  readonly name: string;
  /** Where it stands in the input; empty for a range that no field holds, such as a default of Docker's. */
  readonly path: string;
  readonly cidr: string;
}

/** Something that is wrong with a network, or may be. */
export interface NetworkFinding {
  /** The rule that is broken, of `networkRules`; stable, in kebab case. */
  readonly rule: string;
  /** An `error` makes the plan fail. What is only inferred of the cloud is never more than a `warning`. */
  readonly severity: 'error' | 'warning';
  /** What was found: the blocks by name and CIDR, and what they share. */
  readonly message: string;
  readonly ranges: readonly NamedCidr[];
  /** The addresses that two ranges share. */
  readonly intersection?: string;
  /** What would go wrong on the wire. */
  readonly why: string;
  /** Where the rule comes from. */
  readonly source: string;
  /** What to do, in words. */
  readonly remediation: string;
  /** Checked fixes, the one that disturbs least first. Empty where nothing that may move would help. */
  readonly fixes: readonly NetworkFix[];
  /** Where everything that would have to move exists already: what would mend it in a VPC that is made anew. Checked, too. */
  readonly rebuild?: NetworkFix;
  /** True where a waiver turned this error into a warning. */
  readonly waived?: true;
}

/** A finding as a rule makes it, before fixes are looked for. */
export interface RawFinding {
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly ranges: readonly NamedBlock[];
  readonly intersection?: string;
  readonly why: string;
  readonly source: string;
  readonly remediation: string;
  /** What to say beside the fix where the rule may be waived. */
  readonly waiverHint?: string;
  readonly waived?: true;
}

/** `VPC 10.0.0.0/8`. */
export const showRange = (range: NamedBlock): string => `${range.name} ${range.block.toString()}`;

/** What a finding has beside what its rule says. */
interface FindingFields extends Pick<RawFinding, 'message' | 'ranges'>, Partial<Pick<RawFinding, 'severity' | 'why' | 'source' | 'remediation'>> {
  readonly intersection?: CidrBlock | undefined;
  readonly waiverHint?: string | undefined;
  readonly waived?: boolean;
}

/** A finding of a rule of the catalogue, whose severity and texts hold unless the fields say otherwise. */
export const buildFinding = (id: NetworkRuleId, { intersection, waiverHint, waived, ...fields }: FindingFields): RawFinding => {
  const rule = networkRule(id);
  return {
    rule: id,
    severity: rule.severity,
    why: rule.why,
    source: rule.source,
    remediation: rule.mend,
    ...fields,
    ...(intersection === undefined ? {} : { intersection: intersection.toString() }),
    ...(waiverHint === undefined ? {} : { waiverHint }),
    ...(waived === true ? { waived: true as const } : {}),
  };
};

/** A range that no field of the input holds, for the findings about blocks that meet it. */
export const knownRange = (name: string, block: CidrBlock): NamedBlock => ({ name, path: '', block, movable: false });
