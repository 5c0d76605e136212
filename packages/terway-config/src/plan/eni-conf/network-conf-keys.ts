import type { Shape } from './eni-conf-keys.ts';

/** One key of the document `10-terway.conf`. */
export interface NetworkConfKey {
  readonly key: string;
  /** `undefined` where the value is passed on to somebody else as it is. */
  readonly shape: Shape | undefined;
  /** Terway's CNI plugin itself, or what prepares its files on the node (Terway's start scripts and Cilium). */
  readonly readBy: 'plugin' | 'start';
  readonly default?: string | number | boolean;
  readonly allowed?: readonly string[];
  readonly meaning: string;
}

const plugin = (key: string, shape: Shape | undefined, meaning: string, more: Pick<NetworkConfKey, 'default' | 'allowed'> = {}): NetworkConfKey => ({ ...more, key, shape, readBy: 'plugin', meaning });
const start = (key: string, shape: Shape | undefined, meaning: string, more: Pick<NetworkConfKey, 'default' | 'allowed'> = {}): NetworkConfKey => ({ ...more, key, shape, readBy: 'start', meaning });

const routing: Shape = { members: { interface: 'string', mark: 'integer', mask: 'integer', table_id: 'integer', rule_priority: 'integer', comment: 'string', backend: 'string' } };

/**
 * The keys of `10-terway.conf` (AliyunContainerService/terway: plugin/driver/types/types.go at 03d03072 and what newer releases add there). The keys
 * with `readBy: 'start'`, the values that are allowed other than `ipvlan`, `filter` and `vlan`, and the default of `veth_prefix` were not seen in that
 * source: what rests on them is a warning, never an error.
 */
export const networkConfKeys: readonly NetworkConfKey[] = [
  plugin('cniVersion', 'string', 'The version of CNI that the plugin speaks.'),
  plugin('name', 'string', 'The name of the network.'),
  plugin('type', 'string', 'The plugin’s program, always terway.', { allowed: ['terway'] }),
  plugin('capabilities', { map: 'boolean' }, 'What the runtime passes on to the plugin, such as bandwidth.'),
  plugin('eniip_virtual_type', 'string', 'How a pod is tied to its ENI: a veth pair with policy routes, IPvlan, or datapathv2 with eBPF.', { default: 'veth', allowed: ['veth', 'ipvlan', 'datapathv2'] }),
  plugin('host_stack_cidrs', { list: 'string' }, 'CIDR blocks whose traffic IPvlan hands to the node’s own network stack, such as that of node-local DNS.'),
  start('network_policy_provider', 'string', 'Who enforces network policies: ebpf, or iptables.', { allowed: ['ebpf', 'iptables'] }),
  start('cilium_args', 'string', 'Arguments for the Cilium agent that Terway starts.'),
  plugin('veth_prefix', 'string', 'The prefix of the veth pair’s name on the node.', { default: 'cali' }),
  plugin('disable_host_peer', 'boolean', 'Whether the pod has no way to its node, and so none to Services.', { default: false }),
  plugin('vlan_strip_type', 'string', 'Who takes the VLAN tag off.', { allowed: ['filter', 'vlan'] }),
  plugin('mtu', 'integer', 'Bytes of a packet, at most.', { default: 1500 }),
  start('auto_mtu', undefined, 'Whether the MTU is taken from the node’s interface.'),
  plugin('bandwidth_mode', 'string', 'Who limits the bandwidth of a pod: tc, or edt by eBPF.', { allowed: ['tc', 'edt'] }),
  plugin('enable_network_priority', 'boolean', 'Whether a pod’s annotation may give its traffic a priority.', { default: false }),
  plugin('symmetric_routing_config', routing, 'How answers leave by the interface that the question came in by.'),
  plugin('debug', 'boolean', 'Whether the plugin writes much into its log.', { default: false }),
];
