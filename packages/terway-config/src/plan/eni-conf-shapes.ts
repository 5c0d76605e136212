/**
 * What a value of `eni_conf` must be, in the words of Go's decoder: Terway reads the document into a struct, keys case-sensitive, and fails to
 * start where a value doesn't fit its field. `null` fits everywhere.
 */
export type Shape =
  | 'string'
  | 'integer'
  | 'float64'
  | 'float32'
  | 'boolean'
  | { readonly list: Shape }
  | { readonly map: Shape }
  | { readonly members: Readonly<Record<string, Shape>> };

// Fields without JSON names, so their keys are the Go names; durations are nanoseconds
// (Terway pkg/backoff ExtendedBackoff, k8s.io/apimachinery pkg/util/wait Backoff).
const retries: Shape = { members: { InitialDelay: 'integer', Duration: 'integer', Factor: 'float64', Jitter: 'float64', Steps: 'integer', Cap: 'integer' } };

// Terway types/daemon/config.go at 9a5cfddc.
const shapes = {
  version: 'string', access_key: 'string', access_secret: 'string', region_id: 'string', credential_path: 'string', service_cidr: 'string', prefix: 'string',
  security_group: 'string', security_groups: { list: 'string' }, vswitch_selection_policy: 'string', eni_selection_policy: 'string', ip_stack: 'string', ipam_type: 'string',
  resource_group_id: 'string', ip_pool_sync_period: 'string', idle_ip_reclaim_after: 'string', idle_ip_reclaim_interval: 'string', idle_ip_reclaim_jitter_factor: 'string',
  max_pool_size: 'integer', min_pool_size: 'integer', min_eni: 'integer', max_eni: 'integer', eni_cap_shift: 'integer', eni_cap_ratio: 'float64',
  kube_client_qps: 'float32', kube_client_burst: 'integer', ipv4_prefix_count: 'integer', ipv6_prefix_count: 'integer', idle_ip_reclaim_batch_size: 'integer', ip_warm_up_size: 'integer',
  enable_eni_trunking: 'boolean', enable_erdma: 'boolean', disable_device_plugin: 'boolean', enable_ip_prefix: 'boolean', enable_patch_pod_ips: 'boolean',
  vswitches: { map: { list: 'string' } }, eni_tags: { map: 'string' }, eni_tag_filter: { map: 'string' }, rate_limit: { map: 'integer' }, custom_stateful_workload_kinds: { list: 'string' },
  backoff_override: { map: retries }, extra_routes: { list: { members: { dst: 'string' } } }, eni_tag_block_list: { list: { members: { key: 'string', value: 'string' } } },
} as const satisfies Record<string, Shape>;

/** What each key that Terway reads must be. */
export const eniConfShapes: ReadonlyMap<string, Shape> = new Map<string, Shape>(Object.entries(shapes));

/** Keys whose field is a pointer: a later `null` empties it, where it leaves other single values as they are. */
export const pointerKeys: ReadonlySet<string> = new Set(['ip_warm_up_size', 'enable_patch_pod_ips', 'idle_ip_reclaim_after', 'idle_ip_reclaim_interval', 'idle_ip_reclaim_jitter_factor']);

/**
 * Keys that older releases of Terway read and today's don't, with what they must be there (the same file at ed85baa7, before v1.8.0). `hot_plug`
 * is older still, its releases were not looked at.
 */
export const retiredEniConfKeys: ReadonlyMap<string, Shape | undefined> = new Map<string, Shape | undefined>([
  ['hot_plug', undefined], ['allow_eip_rob', 'string'], ['enable_eip_pool', 'string'], ['enable_eip_migrate', 'boolean'], ['disable_security_group_check', 'boolean'],
  ['wait_trunk_eni', 'boolean'], ['eni_cap_policy', 'string'],
]);

/** What a key must be, for today's Terway or an older one; `undefined` where none reads it. */
export const shapeOf = (key: string): Shape | undefined => eniConfShapes.get(key) ?? retiredEniConfKeys.get(key);

const networkKeys = [
  'cniVersion', 'name', 'type', 'capabilities', 'eniip_virtual_type', 'host_stack_cidrs', 'network_policy_provider', 'cilium_args', 'veth_prefix', 'disable_host_peer', 'vlan_strip_type',
  'mtu', 'auto_mtu', 'bandwidth_mode', 'enable_network_priority', 'symmetric_routing_config',
];

/** Keys that belong elsewhere, with where. */
export const misplacedEniConfKeys: ReadonlyMap<string, string> = new Map([
  ...networkKeys.map((key) => [key, 'it belongs to the document 10-terway.conf of the same ConfigMap'] as const),
  ['endpoint', 'Terway has no such key'],
]);
