import type { BootingInstance, CloudHalf } from '../halves.ts';
import type { SandboxSecurityGroupRule } from '../types.ts';
import { defaultWorld } from '../world.ts';

/** What a test programs into {@link fakeCloud}. */
export interface FakeCloudOptions {
  readonly instances?: readonly BootingInstance[];
  /** In place of the rules of every security group. */
  readonly rules?: readonly SandboxSecurityGroupRule[];
  readonly routes?: readonly { readonly destination: string; readonly nextHopType: string }[];
  readonly ossEndpoint?: string;
  mayCall?(accessKeyId: string, accessKeySecret: string, action: string): boolean;
}

/** A cloud half for tests of the node half alone: the default world's network, no listener, programmable permissions. */
export function fakeCloud(options: FakeCloudOptions = {}): CloudHalf {
  const endpoint = '127.0.0.1:9';
  return {
    endpoints: { ecs: endpoint, vpc: endpoint, ram: endpoint, cs: endpoint, oss: options.ossEndpoint ?? endpoint, cbn: endpoint },
    network: {
      instances: () => (options.instances ?? []).map((instance) => ({ instanceId: instance.instanceId, privateIp: instance.privateIp, vswitchId: 'vsw-bp1sandboxnodes0001', securityGroupIds: instance.securityGroupIds })),
      vpcCidrs: () => [defaultWorld.vpc.cidr],
      vswitches: () => defaultWorld.vswitches,
      routes: () => options.routes ?? defaultWorld.routes,
      securityGroupRules: (groupId) => options.rules ?? defaultWorld.securityGroups.find((group) => group.id === groupId)?.rules ?? [],
    },
    mayCall: (accessKeyId, accessKeySecret, action) => options.mayCall?.(accessKeyId, accessKeySecret, action) ?? true,
    snapshot: () => ({}),
    stop: () => Promise.resolve(),
  };
}
