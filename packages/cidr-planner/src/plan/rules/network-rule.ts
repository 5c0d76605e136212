/** What a rule of the plan says of every network, whichever blocks it has. */
export interface NetworkRule {
  /** Stable, in kebab case: configurations and waivers name it. */
  readonly id: string;
  /** What a broken rule counts as, unless `softens` applies. */
  readonly severity: 'error' | 'warning';
  /** When a finding of an error rule is a warning only; absent where it never is. */
  readonly softens?: string;
  /** Whether `waivers` of the input may name it. */
  readonly waivable: boolean;
  /** What is wrong, in a few words: a row of a table. */
  readonly title: string;
  /** What would go wrong on the wire. */
  readonly why: string;
  /** Where the rule comes from. */
  readonly source: string;
  /** What mends it, in words. */
  readonly mend: string;
  /** `blocks`: another place of a VPC block or a vSwitch can mend it. `hand`: no block that may move is at fault. */
  readonly mendedBy: 'blocks' | 'hand';
  /** True where the rule holds the plan against the world: no finding of it comes before the world was read. */
  readonly observed?: true;
}
