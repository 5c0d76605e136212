/** What of another CNI is left of a cloud node. */
export type LeftoverKind =
  | 'calico-bgp'
  | 'calico-route-reflector'
  | 'calico-tunnel'
  | 'calico-annotation'
  | 'calico-condition'
  | 'calico-ipam-block'
  | 'calico-ipam-address'
  | 'calico-ipam-handle'
  | 'calico-pod'
  | 'flannel-lease'
  | 'flannel-condition'
  | 'cilium-annotation'
  | 'cilium-condition'
  | 'cilium-node'
  | 'cilium-endpoint'
  | 'on-premises-address';

/** A part of the mending: a command to run as it is, or something that a person does. */
export type MendStep = { readonly kind: 'command'; readonly command: string } | { readonly kind: 'step'; readonly text: string };

/** One leftover of one cloud node. */
export interface LeftoverFinding {
  readonly node: string;
  readonly kind: LeftoverKind;
  /** `fail`: pods are cut off or on-premises routing depends on it; `warn`: something is lost or wrong; `note`: harmless. */
  readonly severity: 'fail' | 'warn' | 'note';
  /** What was read, each with its place. */
  readonly evidence: readonly string[];
  /** What it does as long as it is there. */
  readonly why: string;
  /** In the order in which they are done. */
  readonly mend: readonly MendStep[];
}

/** A command of the mending. */
export const command = (text: string): MendStep => ({ kind: 'command', command: text });

/** A step of the mending that no command does. */
export const step = (text: string): MendStep => ({ kind: 'step', text });

/** The command that takes annotations from a node. */
export const removeAnnotations = (node: string, keys: readonly string[]): MendStep => command(`kubectl annotate node ${node} ${keys.map((key) => `${key}-`).join(' ')}`);

/**
 * The command that takes the condition `NetworkUnavailable` from a node; the node lifecycle controller then takes the taint
 * `node.kubernetes.io/network-unavailable` that goes with `True`. kubectl knows `--subresource` since 1.24.
 */
export const removeCondition = (node: string): MendStep =>
  command(`kubectl patch node ${node} --subresource=status --type=strategic -p '{"status":{"conditions":[{"type":"NetworkUnavailable","$patch":"delete"}]}}'`);

/** A list for people that ends after some of its items. */
export const listSome = (items: readonly string[], most = 5): string => (items.length > most ? `${items.slice(0, most).join(', ')} and ${items.length - most} more` : items.join(', '));
