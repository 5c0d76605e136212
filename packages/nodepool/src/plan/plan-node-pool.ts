import { platformLabels } from './label-syntax.ts';
import { validateNodePool } from './validate-node-pool.ts';
import { adoptedSizeTag, ownerTag, poolTag, type DesiredNodePool, type NodeTaint, type ObservedNodePool } from './node-pool.ts';

/** Settings of a pool that can be changed in place. Those of instances reach new nodes only; labels and taints reach every node. */
export type NodePoolSettings = Pick<DesiredNodePool, 'vSwitchIds' | 'instanceTypes' | 'imageType' | 'systemDisk' | 'labels' | 'taints'> & {
  /** The key pair's name. */
  readonly keyPair?: string;
  readonly tags?: Readonly<Record<string, string>>;
};

/** One thing to do to a node pool, in the order of the plan. */
export type NodePoolAction =
  | { readonly kind: 'create'; readonly size: number; readonly tags: Readonly<Record<string, string>> }
  | { readonly kind: 'update'; readonly settings: Partial<NodePoolSettings>; readonly summary: string }
  /** Nodes whose initialisation failed: their instances are released, so that new ones take their place. */
  | { readonly kind: 'remove-failed'; readonly count: number }
  | { readonly kind: 'scale-out'; readonly from: number; readonly to: number }
  /** Nodes are drained and removed one by one: lowering the size itself would remove them without a drain. */
  | { readonly kind: 'scale-in'; readonly from: number; readonly to: number };

/** Something that a plan noticed: an `error` forbids every write. */
export interface NodePoolFinding {
  readonly severity: 'error' | 'warning';
  /** Stable, in kebab case. */
  readonly code: 'foreign-pool' | 'auto-scaling' | 'being-deleted' | 'adopted-scale-in' | 'setting-differs' | 'prepaid';
  readonly message: string;
  readonly remediation: string;
}

/** What lies between the pool that is there and the one that is wanted. */
export interface NodePoolPlan {
  /** Empty where nothing is to be done. */
  readonly actions: readonly NodePoolAction[];
  readonly findings: readonly NodePoolFinding[];
}

/** Whose pool it is to be. */
export interface NodePoolOwnership {
  /** The value of the tag `ack-hybrid`. Default: the pool's own name. */
  readonly owner?: string;
  /** Whether a pool of the same name that isn't ours may be scaled out. Its settings are left alone, and undo gives it its size back. */
  readonly adopt?: boolean;
}

/**
 * Says what to do so that a node pool is as wanted. Pure.
 *
 * @param observed the pool of that name; `undefined` where there is none
 * @throws {InvalidInputError} with the path of every bad field of `desired`
 * @example
 * planNodePool(undefined, { name: 'cloud', vSwitchIds: ['vsw-1'], instanceTypes: ['ecs.g7.xlarge'], size: 2 }).actions;
 * // [{ kind: 'create', size: 2, tags: { 'ack-hybrid': 'cloud', 'ack-hybrid-pool': 'cloud' } }]
 */
export const planNodePool = (observed: ObservedNodePool | undefined, desired: DesiredNodePool, ownership: NodePoolOwnership = {}): NodePoolPlan => {
  validateNodePool(desired);
  const owner = ownership.owner ?? desired.name;
  const ourTags = { ...desired.tags, [ownerTag]: owner, [poolTag]: desired.name };
  if (observed === undefined) return { actions: [{ kind: 'create', size: desired.size, tags: ourTags }], findings: [] };
  const blocking = findBlocking(observed, owner, ownership.adopt === true);
  if (blocking.length > 0) return { actions: [], findings: blocking };
  return observed.tags[ownerTag] === owner ? planOwned(observed, desired, ourTags) : planAdopted(observed, desired);
};

const findBlocking = (observed: ObservedNodePool, owner: string, adopt: boolean): readonly NodePoolFinding[] => {
  const findings: NodePoolFinding[] = [];
  const holder = observed.tags[ownerTag];
  if (holder !== owner && (!adopt || holder !== undefined)) {
    findings.push({
      severity: 'error',
      code: 'foreign-pool',
      message: `node pool "${observed.name}" (${observed.id}) is there already and ${holder === undefined ? 'was not made by ack-hybrid' : `belongs to "${holder}"`}`,
      remediation: holder === undefined ? 'Choose another name, or set adopt: true to scale this pool out.' : 'Choose another name, or name its owner.',
    });
  }
  if (observed.autoScaling) {
    findings.push({
      severity: 'error',
      code: 'auto-scaling',
      message: `node pool "${observed.name}" (${observed.id}) is scaled automatically, so its size isn't ours to set`,
      remediation: 'Switch automatic scaling off, or choose another name.',
    });
  }
  if (observed.state === 'deleting') {
    findings.push({
      severity: 'error',
      code: 'being-deleted',
      message: `node pool "${observed.name}" (${observed.id}) is being deleted`,
      remediation: 'Run again once it is gone.',
    });
  }
  return findings;
};

const planOwned = (observed: ObservedNodePool, desired: DesiredNodePool, tags: Readonly<Record<string, string>>): NodePoolPlan => {
  const settings = diffSettings(observed, desired, tags);
  const names = Object.keys(settings);
  const findings = [...findFixed(observed, desired), ...findPrepaid(observed)];
  const current = observed.desiredSize ?? observed.totalNodes;
  const failed = observed.failedNodes;
  // Releasing a failed instance lowers the size, so the pool is scaled out again after it.
  const afterRemoval = Math.max(current - failed, 0);
  return {
    findings,
    actions: [
      ...(names.length === 0 ? [] : [{ kind: 'update' as const, settings, summary: names.join(', ') }]),
      ...(failed === 0 ? [] : [{ kind: 'remove-failed' as const, count: failed }]),
      ...planSize(afterRemoval, desired.size),
    ],
  };
};

const planAdopted = (observed: ObservedNodePool, desired: DesiredNodePool): NodePoolPlan => {
  const current = observed.desiredSize ?? observed.totalNodes;
  const differing = Object.keys(diffSettings(observed, desired, observed.tags));
  const findings: NodePoolFinding[] = [
    ...findPrepaid(observed),
    ...(differing.length === 0 ? [] : [settingDiffers(observed, differing.join(', '), 'An adopted pool keeps its settings; change them by hand if need be.')]),
  ];
  if (desired.size < current) {
    findings.push({
      severity: 'error',
      code: 'adopted-scale-in',
      message: `the adopted node pool "${observed.name}" has ${current} nodes, more than the ${desired.size} wanted`,
      remediation: `Ask for ${current} nodes or more; nodes that somebody else added are not removed by a step.`,
    });
    return { actions: [], findings };
  }
  if (desired.size === current) return { actions: [], findings };
  const before = observed.tags[adoptedSizeTag];
  const tags = { ...observed.tags, [adoptedSizeTag]: before ?? String(current) };
  const mark: readonly NodePoolAction[] = before === undefined ? [{ kind: 'update', settings: { tags }, summary: 'tags' }] : [];
  return { actions: [...mark, ...planSize(current, desired.size)], findings };
};

const planSize = (from: number, to: number): readonly NodePoolAction[] => (from === to ? [] : [{ kind: from < to ? 'scale-out' : 'scale-in', from, to }]);

const diffSettings = (observed: ObservedNodePool, desired: DesiredNodePool, tags: Readonly<Record<string, string>>): Partial<NodePoolSettings> => ({
  ...(sameSet(observed.vSwitchIds, desired.vSwitchIds) ? {} : { vSwitchIds: desired.vSwitchIds }),
  ...(sameSet(observed.instanceTypes, desired.instanceTypes) ? {} : { instanceTypes: desired.instanceTypes }),
  ...(desired.imageType === undefined || observed.imageType === desired.imageType ? {} : { imageType: desired.imageType }),
  ...(desired.systemDisk === undefined || sameDisk(observed.systemDisk, desired.systemDisk) ? {} : { systemDisk: desired.systemDisk }),
  ...(desired.login?.kind !== 'key-pair' || observed.keyPair === desired.login.name ? {} : { keyPair: desired.login.name }),
  ...(sameRecord(withoutPlatformLabels(observed.labels), desired.labels ?? {}) ? {} : { labels: desired.labels ?? {} }),
  ...(sameSet(observed.taints.map(renderTaint), (desired.taints ?? []).map(renderTaint)) ? {} : { taints: desired.taints ?? [] }),
  // The platform adds tags of its own: only ours and the user's are compared, the rest is kept.
  ...(Object.entries(tags).every(([key, value]) => observed.tags[key] === value) ? {} : { tags: { ...observed.tags, ...tags } }),
});

const findFixed = (observed: ObservedNodePool, desired: DesiredNodePool): readonly NodePoolFinding[] => {
  const differing = [
    ...(desired.securityGroupIds === undefined || sameSet(observed.securityGroupIds, desired.securityGroupIds) ? [] : ['securityGroupIds']),
    ...(desired.imageId === undefined || observed.imageId === desired.imageId ? [] : ['imageId']),
    ...(desired.runtime === undefined || sameRuntime(observed.runtime, desired.runtime) ? [] : ['runtime']),
  ];
  return differing.length === 0
    ? []
    : [settingDiffers(observed, differing.join(', '), 'These are settled when a pool is made: make a pool of another name, or ask for what is there.')];
};

const findPrepaid = (observed: ObservedNodePool): readonly NodePoolFinding[] =>
  observed.chargeType !== 'PrePaid'
    ? []
    : [
        {
          severity: 'warning',
          code: 'prepaid',
          message: `node pool "${observed.name}" has subscription instances, which the service never releases`,
          remediation: 'Release them by hand once they have been removed from the cluster.',
        },
      ];

const settingDiffers = (observed: ObservedNodePool, names: string, remediation: string): NodePoolFinding => ({
  severity: 'warning',
  code: 'setting-differs',
  message: `node pool "${observed.name}" (${observed.id}) differs in ${names} and stays as it is`,
  remediation,
});

const withoutPlatformLabels = (labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(labels).filter(([key]) => !platformLabels.has(key)));

const renderTaint = (taint: NodeTaint): string => `${taint.key}=${taint.value ?? ''}:${taint.effect}`;

const sameSet = (left: readonly string[], right: readonly string[]): boolean =>
  new Set(left).size === new Set(right).size && right.every((entry) => left.includes(entry));

const sameRecord = (left: Readonly<Record<string, string>>, right: Readonly<Record<string, string>>): boolean =>
  Object.keys(left).length === Object.keys(right).length && Object.entries(right).every(([key, value]) => left[key] === value);

const sameDisk = (observed: ObservedNodePool['systemDisk'], desired: NonNullable<DesiredNodePool['systemDisk']>): boolean =>
  observed?.category === desired.category && observed.size === desired.size;

const sameRuntime = (observed: ObservedNodePool['runtime'], desired: NonNullable<DesiredNodePool['runtime']>): boolean =>
  observed?.name === desired.name && (desired.version === undefined || observed.version === desired.version);
