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

/**
 * Whose configuration code reads a key. Two sources were read: `before v1.8.0` is commit ed85baa7, which knows no Secret yet; `newest` is commit
 * 9a5cfddc of 2026. In which release between the two a key came or went was not looked at, save where {@link EniConfKey.note} says so.
 */
export type TerwayGeneration = 'before v1.8.0' | 'newest';

/** One key of `eni_conf`. */
export interface EniConfKey {
  readonly key: string;
  /** `undefined` where the releases that read it were not looked at. */
  readonly shape: Shape | undefined;
  readonly readBy: readonly TerwayGeneration[];
  /** What Terway takes where the key is missing; absent where that is the empty value. */
  readonly default?: string | number | boolean;
  /** The values that mean something; absent where any does. */
  readonly allowed?: readonly string[];
  /** The smallest number that means something. */
  readonly least?: number;
  /** The largest number, or the most items, that Terway takes. */
  readonly most?: number;
  /** Whether its value is a credential or half of one, and never shown. */
  readonly credential: boolean;
  /** Whether the Go field is a pointer: a later `null` empties it, where it leaves other single values as they are. */
  readonly pointer: boolean;
  /** One sentence. */
  readonly meaning: string;
  /** What else is known of its versions. */
  readonly note?: string;
}

type Row = Omit<EniConfKey, 'key' | 'shape' | 'readBy' | 'credential' | 'pointer' | 'meaning'> & { readonly credential?: true; readonly pointer?: true };

const row = (readBy: readonly TerwayGeneration[]) => (key: string, shape: Shape | undefined, meaning: string, more: Row = {}): EniConfKey => ({ credential: false, pointer: false, ...more, key, shape, readBy, meaning });

const always = row(['before v1.8.0', 'newest']);
const recent = row(['newest']);
const retired = row(['before v1.8.0']);

// Fields without JSON names, so their keys are the Go names; durations are nanoseconds
// (Terway pkg/backoff ExtendedBackoff, k8s.io/apimachinery pkg/util/wait Backoff).
const retries: Shape = { members: { InitialDelay: 'integer', Duration: 'integer', Factor: 'float64', Jitter: 'float64', Steps: 'integer', Cap: 'integer' } };

// AliyunContainerService/terway, types/daemon/config.go at 9a5cfddc and ed85baa7; the defaults are those of Config.Populate there.
const keys: readonly EniConfKey[] = [
  always('version', 'string', 'The version of the document; Terway reads it and does nothing with it.'),
  always('access_key', 'string', 'The id of the access key that Terway calls the cloud with, for releases that read no Secret.', { credential: true, note: 'Since v1.8.0 the Secret alibaba-addon-secret wins over it.' }),
  always('access_secret', 'string', 'The secret of that access key.', { credential: true, note: 'Since v1.8.0 the Secret alibaba-addon-secret wins over it.' }),
  always('region_id', 'string', 'The region of the ENIs; empty means the one that the instance itself names.'),
  always('credential_path', 'string', 'The file of a credential, read where no access key is given.'),
  always('service_cidr', 'string', 'The CIDR block of the Services, one a family, separated by a comma; blank is read from kubeadm-config.'),
  always('vswitches', { map: { list: 'string' } }, 'The pod vSwitches of each zone; a zone that is missing falls back to the node’s own vSwitch.'),
  always('eni_tags', { map: 'string' }, 'Tags that each ENI gets.'),
  always('max_pool_size', 'integer', 'Idle addresses that a node keeps, at most.', { default: 0, least: 0 }),
  always('min_pool_size', 'integer', 'Idle addresses that a node keeps, at least.', { default: 0, least: 0 }),
  recent('ip_warm_up_size', 'integer', 'Addresses that a node asks for when Terway starts.', { pointer: true }),
  recent('idle_ip_reclaim_after', 'string', 'How long the pool must be quiet before idle addresses above the minimum are given back, as a Go duration.', { pointer: true }),
  recent('idle_ip_reclaim_batch_size', 'integer', 'Idle addresses given back in one turn.', { default: 5 }),
  recent('idle_ip_reclaim_interval', 'string', 'The time between two turns, as a Go duration.', { default: '10m', pointer: true }),
  recent('idle_ip_reclaim_jitter_factor', 'string', 'The share of the interval by which turns are spread, a number written as text.', { default: '0.1', pointer: true }),
  always('min_eni', 'integer', 'ENIs that a node keeps, at least.', { default: 0, least: 0 }),
  always('max_eni', 'integer', 'ENIs for pods on a node, at most; 0 leaves it to the instance type.', { default: 0, least: 0 }),
  always('prefix', 'string', 'A prefix of names.'),
  always('security_group', 'string', 'The security group of the ENIs; counted together with security_groups.'),
  always('security_groups', { list: 'string' }, 'The security groups of the ENIs.', { most: 10, note: 'Before v1.13.7 Terway takes 5 at most.' }),
  always('eni_cap_ratio', 'float64', 'The share of the instance type’s ENIs that Terway may use.', { default: 1, least: 0 }),
  always('eni_cap_shift', 'integer', 'Added to the number of ENIs that Terway may use, after the ratio.', { default: 0 }),
  always('vswitch_selection_policy', 'string', 'In which order the vSwitches of a zone are taken; ordered means most free addresses first.', { default: 'random', allowed: ['ordered', 'random'] }),
  recent('eni_selection_policy', 'string', 'Which ENI gives the next address.', { default: 'most_ips', allowed: ['most_ips', 'least_ips'] }),
  always('ip_stack', 'string', 'The families of the pods’ addresses.', { default: 'ipv4', allowed: ['ipv4', 'dual'] }),
  always('enable_eni_trunking', 'boolean', 'Whether ENIs are made as trunks, for pods with networks of their own.', { default: false }),
  recent('enable_erdma', 'boolean', 'Whether ENIs with RDMA are made where the instance type has them.', { default: false }),
  always('custom_stateful_workload_kinds', { list: 'string' }, 'Kinds of workloads whose pods keep their addresses for a while.'),
  always('ipam_type', 'string', 'Who hands out addresses: crd means Terway’s control plane (the centralised way), all else the daemon on each node.', { allowed: ['crd', 'default'] }),
  always('backoff_override', { map: retries }, 'Patience of each kind of call, with Go’s names and durations in nanoseconds.'),
  always('extra_routes', { list: { members: { dst: 'string' } } }, 'Further routes in each pod.'),
  always('disable_device_plugin', 'boolean', 'Whether the daemon offers no device plugin to the kubelet.', { default: false }),
  always('eni_tag_filter', { map: 'string' }, 'Only ENIs with these tags are Terway’s.'),
  recent('eni_tag_block_list', { list: { members: { key: 'string', value: 'string' } } }, 'ENIs with one of these tags are left alone.'),
  always('kube_client_qps', 'float32', 'Calls a second to the Kubernetes API.', { least: 0 }),
  always('kube_client_burst', 'integer', 'Calls at once to the Kubernetes API.', { least: 0 }),
  recent('resource_group_id', 'string', 'The resource group of the ENIs.'),
  recent('rate_limit', { map: 'integer' }, 'Calls that Terway allows itself, by the name of the call.'),
  recent('enable_patch_pod_ips', 'boolean', 'Whether the addresses of a pod are written to it.', { default: true, pointer: true }),
  recent('ip_pool_sync_period', 'string', 'The time between two looks at the pool, as a Go duration; a bad one means the default.', { default: '120s' }),
  recent('enable_ip_prefix', 'boolean', 'Whether ENIs get blocks of addresses instead of single ones.', { default: false }),
  recent('ipv4_prefix_count', 'integer', 'IPv4 blocks over all ENIs of a node.', { least: 0 }),
  recent('ipv6_prefix_count', 'integer', 'IPv6 blocks of a node, without IPv4 only.', { least: 0, most: 1 }),
  retired('allow_eip_rob', 'string', 'Whether a pod may take an EIP from another.'),
  retired('enable_eip_pool', 'string', 'Whether EIPs are kept in a pool.'),
  retired('enable_eip_migrate', 'boolean', 'Whether EIPs move with their pods.'),
  retired('disable_security_group_check', 'boolean', 'Whether security groups are taken unseen.'),
  retired('wait_trunk_eni', 'boolean', 'Whether the daemon waits for its trunk.'),
  retired('eni_cap_policy', 'string', 'What counts as the ENIs of a node.'),
  { key: 'hot_plug', shape: undefined, readBy: [], credential: false, pointer: false, meaning: 'Whether ENIs may be attached to a running instance.', note: 'Older than both sources that were read.' },
];

/**
 * Every key that some release of Terway reads in `eni_conf`: the one table that parsing, checks and the documentation are made from.
 *
 * @example
 * describeEniConfKeys().filter(({ readBy }) => !readBy.includes('newest')).map(({ key }) => key); // the retired ones
 */
export const describeEniConfKeys = (): readonly EniConfKey[] => keys;
