/** The ENI limits of an instance type, as `DescribeInstanceTypes` names them. */
export interface InstanceLimits {
  /** ENIs of an instance, the primary one counted. Not `EniTotalQuantity`, which counts trunk members as well. */
  readonly eniQuantity: number;
  /** IPv4 addresses of one ENI. */
  readonly eniPrivateIpAddressQuantity: number;
}

/** The keys of `eni_conf` that change how many addresses a node has, and whether pods share an ENI. */
export interface TerwayLimits {
  /** `eni_cap_ratio`: the share of the ENIs that Terway may use. 1 without it. */
  readonly eniCapRatio?: number | undefined;
  /** `eni_cap_shift`: ENIs added to that, or left to others where it is negative. 0 without it. */
  readonly eniCapShift?: number | undefined;
  /** `max_eni`: ENIs for pods at most. No limit without it, or with 0. */
  readonly maxEni?: number | undefined;
  /**
   * `shared`: the pods of a node share its ENIs; veth, IPvlan and datapath v2 have the same count. `exclusive`: an ENI is
   * one pod's own, so there is one pod an ENI. `shared` without it. Trunk members are not counted.
   */
  readonly mode?: 'shared' | 'exclusive' | undefined;
}

/**
 * ENIs of a node that Terway takes for pods: int(EniQuantity × eni_cap_ratio) + eni_cap_shift − 1, as the primary ENI
 * carries no pods, and `max_eni` at most (Terway, pool limits).
 *
 * @example
 * terwayEnis({ eniQuantity: 4, eniPrivateIpAddressQuantity: 15 }); // 3
 */
export const terwayEnis = ({ eniQuantity }: InstanceLimits, { eniCapRatio = 1, eniCapShift = 0, maxEni = 0 }: TerwayLimits = {}): number => {
  const allowed = Math.max(0, Math.trunc(eniQuantity * eniCapRatio) + eniCapShift - 1);
  return maxEni > 0 ? Math.min(allowed, maxEni) : allowed;
};

/**
 * The pods that Terway gives addresses to on one node: its ENIs × addresses of an ENI, or one an ENI in exclusive mode.
 * Pods on the host's network come beside.
 *
 * @example
 * terwayPodAddresses({ eniQuantity: 4, eniPrivateIpAddressQuantity: 15 }); // 45
 */
export const terwayPodAddresses = (instance: InstanceLimits, terway: TerwayLimits = {}): number =>
  terwayEnis(instance, terway) * (terway.mode === 'exclusive' ? 1 : instance.eniPrivateIpAddressQuantity);
