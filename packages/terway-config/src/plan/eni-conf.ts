import type { Secret } from '@ack-hybrid/core';
import type { Json } from './read-json.ts';

/**
 * The document `eni_conf` of the ConfigMap `kube-system/eni-config`, which Terway's daemon reads at its start. The keys
 * are Terway's own (AliyunContainerService/terway, pkg `types/daemon`); unknown ones are kept as they are. A value of the
 * wrong type is kept, too, and reported as a finding: take the declared types as checked only where no finding says
 * otherwise.
 */
export interface EniConf {
  readonly version?: string;
  readonly access_key?: string;
  /** Wrapped, so that it isn't printed by accident; `renderEniConf` reveals it. */
  readonly access_secret?: Secret<Json>;
  readonly region_id?: string;
  readonly credential_path?: string;
  /** CIDR block of the Services, one a family, separated by commas. */
  readonly service_cidr?: string;
  readonly prefix?: string;
  readonly security_group?: string;
  /** Counted together with `security_group`: 10 at most. */
  readonly security_groups?: readonly string[];
  /** `ordered` means most free addresses first; anything that Terway doesn't know means random. */
  readonly vswitch_selection_policy?: string;
  readonly eni_selection_policy?: string;
  readonly ip_stack?: string;
  readonly ipam_type?: string;
  readonly resource_group_id?: string;
  readonly ip_pool_sync_period?: string;
  readonly idle_ip_reclaim_after?: string;
  readonly idle_ip_reclaim_interval?: string;
  readonly idle_ip_reclaim_jitter_factor?: string;
  /** Idle addresses kept a node, at most. */
  readonly max_pool_size?: number;
  /** Idle addresses kept a node, at least. */
  readonly min_pool_size?: number;
  readonly min_eni?: number;
  readonly max_eni?: number;
  readonly eni_cap_shift?: number;
  readonly eni_cap_ratio?: number;
  readonly kube_client_qps?: number;
  readonly kube_client_burst?: number;
  readonly ipv4_prefix_count?: number;
  readonly ipv6_prefix_count?: number;
  readonly idle_ip_reclaim_batch_size?: number;
  readonly ip_warm_up_size?: number;
  readonly enable_eni_trunking?: boolean;
  readonly enable_erdma?: boolean;
  readonly disable_device_plugin?: boolean;
  readonly enable_ip_prefix?: boolean;
  readonly enable_patch_pod_ips?: boolean;
  /** Zone id → ids of its pod vSwitches. A zone that is missing falls back to the node's own vSwitch. */
  readonly vswitches?: Readonly<Record<string, readonly string[]>>;
  readonly eni_tags?: Readonly<Record<string, string>>;
  readonly eni_tag_filter?: Readonly<Record<string, string>>;
  readonly rate_limit?: Readonly<Record<string, number>>;
  readonly custom_stateful_workload_kinds?: readonly string[];
  readonly backoff_override?: Readonly<Record<string, Json>>;
  readonly extra_routes?: readonly Json[];
  readonly eni_tag_block_list?: Json;
  readonly [unknownKey: string]: unknown;
}

/** Whether a key's value must not be seen, also where Terway doesn't know the key. */
export const isSecretKey = (key: string): boolean => /secret|password|token/i.test(key);

/** What was noticed in an `eni_conf`. */
export interface EniConfFinding {
  /** Stable, in kebab case. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** `vswitches.AZoneID[0]`; empty for the document as a whole. */
  readonly path: string;
  /** What was seen; never the value of a credential. */
  readonly message: string;
  readonly remediation: string;
}
