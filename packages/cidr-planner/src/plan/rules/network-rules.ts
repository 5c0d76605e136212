import { blockCatalogue } from './catalogue/block-catalogue.ts';
import { observedBorderCatalogue } from './catalogue/observed-border-catalogue.ts';
import { observedClusterCatalogue } from './catalogue/observed-cluster-catalogue.ts';
import { observedVpcCatalogue } from './catalogue/observed-vpc-catalogue.ts';
import { overlapCatalogue } from './catalogue/overlap-catalogue.ts';
import { placementCatalogue } from './catalogue/placement-catalogue.ts';
import { routeCatalogue } from './catalogue/route-catalogue.ts';
import { siteCatalogue } from './catalogue/site-catalogue.ts';
import type { NetworkRule } from './network-rule.ts';

const catalogue = [...overlapCatalogue, ...siteCatalogue, ...blockCatalogue, ...routeCatalogue, ...placementCatalogue, ...observedVpcCatalogue, ...observedBorderCatalogue, ...observedClusterCatalogue] as const;

/** The id of a rule that a plan judges by. */
export type NetworkRuleId = (typeof catalogue)[number]['id'];

/** Every rule that a plan judges by, as data; those that need the world are `observed`. Ids are stable: a rule that changes its meaning gets a new one. */
export const networkRules: readonly NetworkRule[] = catalogue;

const byId: ReadonlyMap<string, NetworkRule> = new Map(networkRules.map((rule) => [rule.id, rule]));

/** The rule with an id, or undefined where the catalogue has none. */
export const findNetworkRule = (id: string): NetworkRule | undefined => byId.get(id);

/** The rule with an id of the catalogue. */
export const networkRule = (id: NetworkRuleId): NetworkRule => byId.get(id) as NetworkRule;
