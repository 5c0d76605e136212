import type { SandboxSecurityGroupRule } from '../../types.ts';
import { parseBlock } from '../ipv4.ts';
import type { JsonObject } from '../json.ts';
import { page, pageByToken } from '../rpc/pages.ts';
import type { RpcParameters } from '../rpc/rpc-parameters.ts';
import { reading, writing, type RpcOperations } from '../rpc/rpc-service.ts';
import { ServiceError } from '../service-error.ts';
import type { CloudState } from '../state.ts';
import { isoSeconds } from '../time-format.ts';
import { callerName } from '../vpc/vpcs.ts';
import type { SecurityGroup, StoredRule } from './ecs-state.ts';

/** ECS's operations on security groups. Rules name address blocks; rules by group or prefix list are refused. */
export function securityGroupOperations(state: CloudState): RpcOperations {
  return {
    DescribeSecurityGroups: reading(({ parameters, atHome }) => {
      const ids = parameters.jsonList('SecurityGroupIds') ?? [parameters.text('SecurityGroupId')].flatMap((id) => id ?? []);
      const [vpcId, name, tags] = [parameters.text('VpcId'), parameters.text('SecurityGroupName'), parameters.tags()];
      const found = [...state.ecs.securityGroups.values()].filter(
        (group) =>
          atHome && (ids.length === 0 || ids.includes(group.id)) && (vpcId === undefined || group.vpcId === vpcId) && (name === undefined || group.name === name) && tags.length === 0,
      );
      const { items, fields } = page(parameters, found, 100, { min: 1, max: 100, fallback: 10, outside: 'refuse' });
      const body = (group: SecurityGroup): JsonObject => ({
        SecurityGroupId: group.id,
        SecurityGroupName: group.name,
        SecurityGroupType: 'normal',
        VpcId: group.vpcId,
        Description: '',
        CreationTime: isoSeconds(group.created),
        RuleCount: group.rules.length,
        EcsCount: [...state.ecs.instances.values()].filter((instance) => instance.securityGroupIds.includes(group.id)).length,
        Tags: { Tag: [] },
      });
      return { ...fields, RegionId: parameters.required('RegionId'), SecurityGroups: { SecurityGroup: items.map(body) } };
    }),

    DescribeSecurityGroupAttribute: reading(({ parameters, atHome }) => {
      const group = findGroup(state, parameters.required('SecurityGroupId'), atHome);
      const direction = (parameters.text('Direction') ?? 'all').toLowerCase();
      const rules = group.rules.filter((rule) => direction === 'all' || rule.direction === direction);
      const { items, fields } = pageByToken(parameters, 'MaxResults', rules, { min: 10, max: 1000, fallback: 500, outside: 'refuse' });
      return {
        SecurityGroupId: group.id,
        SecurityGroupName: group.name,
        RegionId: state.world.region,
        VpcId: group.vpcId,
        Description: '',
        InnerAccessPolicy: 'Accept',
        Permissions: { Permission: items.map(ruleBody) },
        NextToken: fields['NextToken'] ?? '',
      };
    }),

    AuthorizeSecurityGroup: writing((call) => {
      const group = findGroup(state, call.parameters.required('SecurityGroupId'), call.atHome);
      return state.tokens.once('AuthorizeSecurityGroup', callerName(call.caller), call.parameters, () => {
        for (const rule of rulesOf(call.parameters)) {
          // A rule that stands already is not added twice, and asking for it again is no error.
          if (group.rules.some((other) => sameRule(other, rule.rule))) continue;
          group.rules = [...group.rules, { ...rule.rule, id: state.ids.resource('sgr'), description: rule.description, created: state.now() }];
        }
        return {};
      });
    }),

    RevokeSecurityGroup: writing(({ parameters, atHome }) => {
      const group = findGroup(state, parameters.required('SecurityGroupId'), atHome);
      const ids = parameters.list('SecurityGroupRuleId');
      const unknown = ids.find((id) => !group.rules.some((rule) => rule.id === id));
      if (unknown !== undefined) throw new ServiceError(404, 'InvalidSecurityGroupRuleId.NotFound', `The specified security group rule does not exist: ${unknown}.`);
      const rules = ids.length > 0 ? [] : rulesOf(parameters);
      // Revoking a rule that is not there is no error.
      group.rules = group.rules.filter((rule) => !ids.includes(rule.id) && !rules.some((gone) => sameRule(rule, gone.rule)));
      return {};
    }),
  };
}

/** @throws ServiceError `InvalidSecurityGroupId.NotFound` */
export function findGroup(state: CloudState, id: string, atHome = true): SecurityGroup {
  const group = atHome ? state.ecs.securityGroups.get(id) : undefined;
  if (group === undefined) throw new ServiceError(404, 'InvalidSecurityGroupId.NotFound', `The specified security group does not exist: ${id}.`);
  return group;
}

interface RuleRequest {
  readonly rule: SandboxSecurityGroupRule;
  readonly description: string;
}

/** One rule by plain parameters, or several by `Permissions.N.*`. These two operations are about ingress; egress has its own. */
function rulesOf(parameters: RpcParameters): RuleRequest[] {
  const groups = parameters.objects('Permissions');
  return (groups.length > 0 ? groups : [parameters]).map((fields): RuleRequest => {
    const protocol = fields.required('IpProtocol').toLowerCase();
    if (protocol !== 'tcp' && protocol !== 'udp' && protocol !== 'icmp' && protocol !== 'all') throw new ServiceError(400, 'InvalidIpProtocol.ValueNotSupported', `The specified IpProtocol is not supported: ${protocol}.`);
    const cidr = fields.text('SourceCidrIp');
    if (cidr === undefined) throw new ServiceError(400, 'InvalidParameter', 'The sandbox knows rules by SourceCidrIp only.');
    const block = cidr.includes('/') ? cidr : `${cidr}/32`;
    if (parseBlock(block) === undefined) throw new ServiceError(400, 'InvalidSourceCidrIp.Malformed', `The specified SourceCidrIp is not valid: ${cidr}.`);
    const ports = fields.required('PortRange');
    if (!arePorts(ports, protocol)) throw new ServiceError(400, 'InvalidPortRange.Malformed', `The specified PortRange is not valid for ${protocol}: ${ports}.`);
    const policy = (fields.text('Policy') ?? 'accept').toLowerCase();
    if (policy !== 'accept' && policy !== 'drop') throw new ServiceError(400, 'InvalidPolicy.Malformed', `The specified Policy is not valid: ${policy}.`);
    const priority = fields.integer('Priority', { min: 1, max: 100, fallback: 1 });
    return { rule: { direction: 'ingress', policy, protocol, ports, cidr: block, priority }, description: fields.text('Description') ?? '' };
  });
}

function arePorts(text: string, protocol: string): boolean {
  if (protocol === 'icmp' || protocol === 'all') return text === '-1/-1';
  const match = /^(\d+)\/(\d+)$/.exec(text);
  if (match === null) return false;
  const [first, last] = [Number(match[1]), Number(match[2])];
  return first >= 1 && first <= last && last <= 65535;
}

function sameRule(a: SandboxSecurityGroupRule, b: SandboxSecurityGroupRule): boolean {
  return a.direction === b.direction && a.policy === b.policy && a.protocol === b.protocol && a.ports === b.ports && a.cidr === b.cidr && a.priority === b.priority;
}

function ruleBody(rule: StoredRule): JsonObject {
  const ingress = rule.direction === 'ingress';
  return {
    SecurityGroupRuleId: rule.id,
    Direction: rule.direction,
    Policy: rule.policy === 'accept' ? 'Accept' : 'Drop',
    IpProtocol: rule.protocol.toUpperCase(),
    PortRange: rule.ports,
    SourceCidrIp: ingress ? rule.cidr : '',
    DestCidrIp: ingress ? '' : rule.cidr,
    NicType: 'intranet',
    Priority: String(rule.priority),
    Description: rule.description,
    CreateTime: isoSeconds(rule.created),
  };
}
