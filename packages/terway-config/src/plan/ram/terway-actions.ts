/** When Terway makes a call, by its source. */
export type TerwayCaller =
  /** Every daemon of today, in every mode. */
  | 'every-daemon'
  /** Where `ip_stack` is dual (or ipv6). */
  | 'dual-stack'
  /** Where a feature gate is on that is off by default. */
  | 'feature-gate'
  /** Daemons of before the client by services; the vendor's guide lists it to this day. */
  | 'older-daemons';

/** One permission of Terway. */
export interface TerwayAction {
  /** The RAM action. */
  readonly action: string;
  /** What Terway needs it for. */
  readonly reason: string;
  readonly calledBy: TerwayCaller;
  /** Since when, or up to when, where that could be told from the source. */
  readonly versions: string;
  /** Whether the vendor's guide for registered clusters lists it. */
  readonly vendorListed: boolean;
}

const always = { calledBy: 'every-daemon', versions: 'all that mount alibaba-addon-secret (v1.8.0) and before' } as const;
const older = { calledBy: 'older-daemons', vendorListed: true } as const;
const dualStack = { calledBy: 'dual-stack', versions: 'all that know ip_stack', vendorListed: false } as const;

/**
 * What Terway's daemon calls in ENI multi-IP mode, and what the vendor's guide lists beside that. Read at the source:
 * `pkg/aliyun/client` of AliyunContainerService/terway (`ecs.go`, `ecs_2.go`, `ecs_attribute.go`, `vpc_service.go`,
 * `limit.go`, commit 03d7556 of 2026) for the daemon of today, and its `pkg/aliyun/ecs.go` (commit 7f852ba) and the first
 * `pkg/aliyun/client/ecs.go` (commit 6096f32) for older ones. The calls to `eflo` are for Lingjun nodes, which a registered
 * cluster has none of.
 */
export const terwayActions: readonly TerwayAction[] = [
  { ...always, action: 'ecs:CreateNetworkInterface', reason: 'makes the ENIs that carry pod addresses', vendorListed: true },
  { ...always, action: 'ecs:DescribeNetworkInterfaces', reason: 'finds the ENIs of the node, and leftovers', vendorListed: true },
  {
    action: 'ecs:DescribeNetworkInterfaceAttribute',
    reason: 'reads one ENI after a change, in place of DescribeNetworkInterfaces',
    calledBy: 'feature-gate',
    versions: 'sources of 2026, where the feature gate ENIAttributeBasic is on',
    vendorListed: false,
  },
  { ...always, action: 'ecs:AttachNetworkInterface', reason: 'attaches an ENI to the node', vendorListed: true },
  { ...always, action: 'ecs:DetachNetworkInterface', reason: 'detaches an idle ENI', vendorListed: true },
  { ...always, action: 'ecs:DeleteNetworkInterface', reason: 'deletes a detached ENI', vendorListed: true },
  { ...older, action: 'ecs:ModifyNetworkInterfaceAttribute', reason: 'puts the security groups on an ENI', versions: 'sources whose client is one OpenAPI for all services' },
  { ...always, action: 'ecs:AssignPrivateIpAddresses', reason: 'gives an ENI the addresses of pods', vendorListed: true },
  { ...always, action: 'ecs:UnassignPrivateIpAddresses', reason: 'returns addresses to the vSwitch', vendorListed: true },
  { ...dualStack, action: 'ecs:AssignIpv6Addresses', reason: 'gives an ENI IPv6 addresses under ip_stack dual' },
  { ...dualStack, action: 'ecs:UnassignIpv6Addresses', reason: 'returns IPv6 addresses to the vSwitch' },
  { ...older, action: 'ecs:DescribeInstances', reason: 'reads the security groups of the node', versions: 'sources before the client by services' },
  { ...older, action: 'ecs:DescribeInstanceAttribute', reason: 'reads the security groups of the node where DescribeInstances failed', versions: 'sources before the client by services' },
  { ...always, action: 'ecs:DescribeInstanceTypes', reason: 'reads how many ENIs and addresses the instance type takes; without it the daemon does not start', vendorListed: false },
  { ...always, action: 'vpc:DescribeVSwitches', reason: 'reads the free addresses of the pod vSwitches', vendorListed: true },
];

/** Whether Terway can't do without it, in whatever version and mode. */
export const isAlwaysCalled = ({ calledBy }: TerwayAction): boolean => calledBy === 'every-daemon';
