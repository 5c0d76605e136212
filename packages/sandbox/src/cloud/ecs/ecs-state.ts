import type { SandboxSecurityGroupRule, SandboxWorld } from '../../types.ts';

/** A rule of a security group, with the id that it got. */
export interface StoredRule extends SandboxSecurityGroupRule {
  readonly id: string;
  readonly description: string;
  readonly created: number;
}

/** A security group. */
export interface SecurityGroup {
  readonly id: string;
  readonly name: string;
  readonly vpcId: string;
  readonly created: number;
  rules: StoredRule[];
}

/** How an instance stands as a node of the cluster. */
export type NodeState = 'initial' | 'running' | 'removing' | 'failed';

/** An ECS instance. */
export interface Instance {
  readonly id: string;
  readonly name: string;
  readonly instanceType: string;
  readonly zone: string;
  readonly vpcId: string;
  readonly vswitchId: string;
  readonly privateIp: string;
  readonly securityGroupIds: readonly string[];
  readonly chargeType: string;
  readonly imageId: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly networkInterfaceId: string;
  readonly created: number;
  status: 'Pending' | 'Running';
  /** Absent for an instance that left its node pool without being released. */
  nodePoolId: string | undefined;
  nodeState: NodeState;
  nodeName: string;
  errorMessage: string;
}

/** What ECS knows. */
export interface EcsState {
  readonly instances: Map<string, Instance>;
  readonly securityGroups: Map<string, SecurityGroup>;
}

/** The security groups of the world, and no instance. */
export function createEcsState(world: SandboxWorld, ruleId: () => string, now: number): EcsState {
  return {
    instances: new Map(),
    securityGroups: new Map(
      world.securityGroups.map((group) => [
        group.id,
        { id: group.id, name: group.name, vpcId: world.vpc.id, created: now, rules: group.rules.map((rule) => ({ ...rule, id: ruleId(), description: '', created: now })) },
      ]),
    ),
  };
}
