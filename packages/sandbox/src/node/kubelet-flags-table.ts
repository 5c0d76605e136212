/** How the kubelet reads the value of a flag when it parses its command line. */
export type KubeletFlagType = 'boolean' | 'int32' | 'int64' | 'level' | 'duration' | 'pairs' | 'thresholds' | 'switches' | 'address' | 'text';

const words = (text: string): readonly string[] => text.split(' ');

/**
 * Flags of the kubelet 1.24 to 1.36 by type, from `kubelet --help` of 1.36, and with those that went in between (they stand
 * in {@link removedKubeletFlags}). Held to the kubelet itself by `npm run test:judges`. Of the values that are `text` here,
 * `reserved-memory`, `vmodule`, `manifest-url-header` and the two buffer sizes have a form that the kubelet checks, too.
 */
const byType: Readonly<Record<KubeletFlagType, readonly string[]>> = {
  boolean: words(
    'anonymous-auth authentication-token-webhook cgroups-per-qos contention-profiling cpu-cfs-quota enable-controller-attach-detach enable-debugging-handlers enable-load-reader enable-server exit-on-lock-contention experimental-allocatable-ignore-eviction fail-cgroupv1 fail-swap-on help kernel-memcg-notification keep-terminated-pod-volumes local-storage-capacity-isolation log-cadvisor-usage log-json-split-stream log-text-split-stream make-iptables-util-chains protect-kernel-defaults register-node register-schedulable rotate-certificates rotate-server-certificates runonce seccomp-default serialize-image-pulls storage-driver-secure version',
  ),
  int32: words(
    'container-log-max-files event-burst event-qps eviction-max-pod-grace-period healthz-port image-gc-high-threshold image-gc-low-threshold iptables-drop-bit iptables-masquerade-bit kube-api-burst kube-api-qps max-pods maximum-dead-containers maximum-dead-containers-per-container node-status-max-images oom-score-adj pods-per-core port read-only-port registry-burst registry-qps',
  ),
  int64: words('application-metrics-count-limit max-open-files pod-max-pids'),
  level: ['v'],
  duration: words(
    'authentication-token-webhook-cache-ttl authorization-webhook-cache-authorized-ttl authorization-webhook-cache-unauthorized-ttl cpu-cfs-quota-period cpu-manager-reconcile-period eviction-pressure-transition-period file-check-frequency global-housekeeping-interval housekeeping-interval http-check-frequency log-flush-frequency minimum-container-ttl-duration minimum-image-ttl-duration node-status-update-frequency runtime-request-timeout storage-driver-buffer-duration streaming-connection-idle-timeout sync-frequency volume-stats-agg-period',
  ),
  pairs: words('cpu-manager-policy-options eviction-minimum-reclaim eviction-soft-grace-period kube-reserved node-labels qos-reserved system-reserved topology-manager-policy-options'),
  thresholds: words('eviction-hard eviction-soft'),
  switches: ['feature-gates'],
  address: words('address healthz-bind-address'),
  text: words(
    'allowed-unsafe-sysctls authorization-mode boot-id-file bootstrap-kubeconfig cert-dir cgroup-driver cgroup-root client-ca-file cloud-config cloud-provider cluster-dns cluster-domain config config-dir container-hints container-log-max-size container-runtime-endpoint containerd containerd-namespace cpu-manager-policy enforce-node-allocatable event-storage-age-limit event-storage-event-limit experimental-mounter-path hairpin-mode hostname-override image-credential-provider-bin-dir image-credential-provider-config image-service-endpoint kube-api-content-type kube-reserved-cgroup kubeconfig kubelet-cgroups lock-file log-json-info-buffer-size log-text-info-buffer-size logging-format machine-id-file manifest-url manifest-url-header master-service-namespace memory-manager-policy node-ip pod-cidr pod-manifest-path provider-id register-with-taints reserved-cpus reserved-memory resolv-conf root-dir runtime-cgroups storage-driver-db storage-driver-host storage-driver-password storage-driver-table storage-driver-user system-cgroups system-reserved-cgroup tls-cert-file tls-cipher-suites tls-min-version tls-private-key-file topology-manager-policy topology-manager-scope vmodule volume-plugin-dir',
  ),
};

const types: ReadonlyMap<string, KubeletFlagType> = new Map((Object.keys(byType) as KubeletFlagType[]).flatMap((type) => byType[type].map((name) => [name, type] as const)));

/** Flags that are gone, by the minor version of Kubernetes 1.x that dropped them (its release notes). */
const removedKubeletFlags: ReadonlyMap<string, number> = new Map(
  (
    [
      [24, 'cni-bin-dir cni-cache-dir cni-conf-dir docker-endpoint image-pull-progress-deadline network-plugin network-plugin-mtu experimental-dockershim-root-directory non-masquerade-cidr dynamic-config-dir'],
      [26, 'add-dir-header alsologtostderr log-backtrace-at log-dir log-file log-file-max-size logtostderr one-output skip-headers skip-log-headers stderrthreshold'],
      [27, 'container-runtime'],
      [28, 'master-service-namespace'],
      [31, 'keep-terminated-pod-volumes iptables-drop-bit iptables-masquerade-bit'],
      [34, 'cloud-config register-schedulable'],
      [35, 'pod-infra-container-image'],
    ] as const
  ).flatMap(([minor, names]) => words(names).map((name) => [name, minor] as const)),
);

/** How the kubelet 1.N reads a flag, or `undefined` where it has none of that name. */
export function kubeletFlagType(name: string, minorVersion: number): KubeletFlagType | undefined {
  const removed = removedKubeletFlags.get(name);
  if (removed === undefined) return types.get(name);
  return minorVersion < removed ? (types.get(name) ?? 'text') : undefined;
}

/** The names of all flags that the kubelet 1.N has. */
export function kubeletFlagNames(minorVersion: number): readonly string[] {
  return [...new Set([...types.keys(), ...removedKubeletFlags.keys()])].filter((name) => kubeletFlagType(name, minorVersion) !== undefined);
}
