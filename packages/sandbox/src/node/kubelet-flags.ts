/** The kubelet's command line as pflag reads it. */
export type KubeletFlags =
  | { readonly ok: true; readonly values: ReadonlyMap<string, readonly string[]> }
  | { readonly ok: false; readonly message: string };

const booleans = new Set(
  'exit-on-lock-contention register-node fail-swap-on protect-kernel-defaults cgroups-per-qos cpu-cfs-quota enable-server enable-debugging-handlers enable-controller-attach-detach local-storage-capacity-isolation make-iptables-util-chains rotate-certificates rotate-server-certificates serialize-image-pulls anonymous-auth authentication-token-webhook really-crash-for-testing fail-cgroupv1 kernel-memcg-notification experimental-allocatable-ignore-eviction runonce seccomp-default contention-profiling log-flush-now help version'.split(
    ' ',
  ),
);

/** Of Kubernetes 1.24 to 1.35; the flags that went in between stand below with the version that dropped them. */
const known = new Set([
  ...booleans,
  ...'address allowed-unsafe-sysctls application-metrics-count-limit authentication-token-webhook-cache-ttl authorization-mode authorization-webhook-cache-authorized-ttl authorization-webhook-cache-unauthorized-ttl boot-id-file bootstrap-kubeconfig cert-dir cgroup-driver cgroup-root client-ca-file cloud-config cloud-provider cluster-dns cluster-domain config config-dir container-hints container-log-max-files container-log-max-size container-runtime-endpoint containerd containerd-namespace cpu-cfs-quota-period cpu-manager-policy cpu-manager-policy-options cpu-manager-reconcile-period enforce-node-allocatable event-burst event-qps event-storage-age-limit event-storage-event-limit eviction-hard eviction-max-pod-grace-period eviction-minimum-reclaim eviction-pressure-transition-period eviction-soft eviction-soft-grace-period feature-gates file-check-frequency global-housekeeping-interval hairpin-mode healthz-bind-address healthz-port hostname-override housekeeping-interval http-check-frequency image-credential-provider-bin-dir image-credential-provider-config image-gc-high-threshold image-gc-low-threshold image-service-endpoint iptables-drop-bit iptables-masquerade-bit keep-terminated-pod-volumes kube-api-burst kube-api-content-type kube-api-qps kube-reserved kube-reserved-cgroup kubeconfig kubelet-cgroups lock-file log-cadvisor-usage log-flush-frequency log-json-info-buffer-size log-json-split-stream log-text-info-buffer-size log-text-split-stream logging-format machine-id-file manifest-url manifest-url-header master-service-namespace max-open-files max-pods maximum-dead-containers maximum-dead-containers-per-container memory-manager-policy minimum-container-ttl-duration minimum-image-ttl-duration node-ip node-labels node-status-max-images node-status-update-frequency oom-score-adj pod-cidr pod-manifest-path pod-max-pids pods-per-core port provider-id qos-reserved read-only-port register-schedulable register-with-taints registry-burst registry-qps reserved-cpus reserved-memory resolv-conf root-dir runtime-cgroups runtime-request-timeout storage-driver-buffer-duration storage-driver-db storage-driver-host storage-driver-password storage-driver-secure storage-driver-table storage-driver-user streaming-connection-idle-timeout sync-frequency system-cgroups system-reserved system-reserved-cgroup tls-cert-file tls-cipher-suites tls-min-version tls-private-key-file topology-manager-policy topology-manager-policy-options topology-manager-scope v vmodule volume-plugin-dir volume-stats-agg-period'.split(
    ' ',
  ),
]);

/** Flags that are gone, by the minor version of Kubernetes 1.x that dropped them. */
const removedIn: ReadonlyMap<string, number> = new Map([
  ...'cni-bin-dir cni-cache-dir cni-conf-dir docker-endpoint image-pull-progress-deadline network-plugin network-plugin-mtu experimental-dockershim-root-directory non-masquerade-cidr dynamic-config-dir'
    .split(' ')
    .map((name): [string, number] => [name, 24]),
  ...'add-dir-header alsologtostderr log-backtrace-at log-dir log-file log-file-max-size logtostderr one-output skip-headers skip-log-headers stderrthreshold'
    .split(' ')
    .map((name): [string, number] => [name, 26]),
  ['container-runtime', 27],
  ['master-service-namespace', 28],
  ['pod-infra-container-image', 35],
]);

/** Whole numbers, which pflag parses on the spot. */
const integers = new Set(['max-pods', 'port', 'read-only-port', 'healthz-port', 'oom-score-adj', 'pods-per-core', 'image-gc-high-threshold', 'image-gc-low-threshold', 'kube-api-burst', 'v']);

/**
 * Parses arguments (without the program's own name). Every value of a flag is kept in order: the caller decides whether the
 * last wins (scalars) or all count (`--node-labels`). `minorVersion` is the N of Kubernetes 1.N.
 */
export function parseKubeletFlags(commandLine: readonly string[], minorVersion: number): KubeletFlags {
  const values = new Map<string, string[]>();
  const words = [...commandLine];
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '--') {
      const extra = words.shift();
      return extra === undefined ? { ok: true, values } : unknownCommand(extra);
    }
    if (!word.startsWith('-') || word === '-') return unknownCommand(word);
    const long = word.startsWith('--');
    const body = word.slice(long ? 2 : 1);
    if (long && (body.startsWith('-') || body.startsWith('='))) return { ok: false, message: `bad flag syntax: ${word}` };
    const split = body.indexOf('=');
    let name = split < 0 ? body : body.slice(0, split);
    let value = split < 0 ? undefined : body.slice(split + 1);
    if (!long) {
      // Shorthands: -v N, -vN and -h.
      if (!name.startsWith('v') && name !== 'h') return { ok: false, message: `unknown shorthand flag: '${name.charAt(0)}' in ${word}` };
      if (name.length > 1 && value === undefined) value = name.slice(1);
      name = name.startsWith('v') ? 'v' : 'help';
    }
    const removed = removedIn.get(name);
    if ((removed === undefined && !known.has(name)) || (removed !== undefined && minorVersion >= removed)) return { ok: false, message: `unknown flag: --${name}` };
    if (value === undefined) {
      value = booleans.has(name) ? 'true' : words.shift();
      if (value === undefined) return { ok: false, message: `flag needs an argument: --${name}` };
    }
    if (integers.has(name) && !/^[+-]?\d+$/.test(value)) {
      return { ok: false, message: `invalid argument "${value}" for "--${name}" flag: strconv.ParseInt: parsing "${value}": invalid syntax` };
    }
    if (booleans.has(name) && !/^(1|0|t|f|true|false|TRUE|FALSE|True|False|T|F)$/.test(value)) {
      return { ok: false, message: `invalid argument "${value}" for "--${name}" flag: strconv.ParseBool: parsing "${value}": invalid syntax` };
    }
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  return { ok: true, values };
}

const unknownCommand = (word: string): KubeletFlags => ({ ok: false, message: `unknown command ${word}` });
