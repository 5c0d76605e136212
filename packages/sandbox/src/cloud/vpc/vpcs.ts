import { overlap, parseBlock } from '../ipv4.ts';
import type { JsonObject } from '../json.ts';
import { page } from '../rpc/pages.ts';
import { reading, writing, type RpcOperations } from '../rpc/rpc-service.ts';
import { ServiceError } from '../service-error.ts';
import { regions } from '../regions.ts';
import type { CloudState } from '../state.ts';
import { isoSeconds } from '../time-format.ts';
import { hasTags, tagsOf } from './tags.ts';
import type { Vpc } from './vpc-state.ts';

/** The VPC service's operations on VPCs and regions. */
export function vpcOperations(state: CloudState): RpcOperations {
  return {
    DescribeRegions: reading(() => ({
      Regions: { Region: regions(state.world).map(({ id, name }) => ({ RegionId: id, LocalName: name, RegionEndpoint: `vpc.${id}.aliyuncs.com` })) },
    })),

    DescribeVpcs: reading(({ parameters, atHome }) => {
      const ids = parameters.text('VpcId')?.split(',');
      const [name, tags] = [parameters.text('VpcName'), parameters.tags()];
      const found = [...state.vpc.vpcs.values()].filter(
        (vpc) => atHome && (ids === undefined || ids.includes(vpc.id)) && (name === undefined || vpc.name === name) && hasTags(vpc.tags, tags),
      );
      const { items, fields } = page(parameters, found, 50);
      return { ...fields, Vpcs: { Vpc: items.map((vpc) => ({ ...vpcBody(state, vpc), RouterTableIds: { RouterTableIds: [vpc.routeTableId] } })) } };
    }),

    DescribeVpcAttribute: reading(({ parameters, atHome }) => {
      const vpc = findVpc(state, parameters.required('VpcId'), atHome);
      return { ...vpcBody(state, vpc), AssociatedCens: { AssociatedCen: associatedCens(state, vpc.id) } };
    }),

    CreateVpc: writing(
      (call) =>
        state.tokens.once('CreateVpc', callerName(call.caller), call.parameters, () => {
          const { parameters } = call;
          if (!call.atHome) throw outsideHome(state);
          const cidr = parameters.text('CidrBlock') ?? '172.16.0.0/12';
          requireVpcBlock(cidr);
          const suffix = state.ids.resource('vpc').replace(/^vpc-/, '');
          const vpc: Vpc = {
            id: `vpc-${suffix}`,
            name: parameters.text('VpcName') ?? '',
            description: parameters.text('Description') ?? '',
            cidr,
            secondaryCidrs: [],
            ipv6Cidrs: [],
            routerId: `vrt-${suffix}`,
            routeTableId: `vtb-${suffix}`,
            created: state.now(),
            tags: tagsOf(parameters),
          };
          state.vpc.vpcs.set(vpc.id, vpc);
          state.vpc.routes.set(vpc.routeTableId, []);
          return { VpcId: vpc.id, VRouterId: vpc.routerId, RouteTableId: vpc.routeTableId, ResourceGroupId: '' };
        }),
    ),
  };
}

/** @throws ServiceError `InvalidVpcID.NotFound` */
export function findVpc(state: CloudState, id: string, atHome = true): Vpc {
  const vpc = atHome ? state.vpc.vpcs.get(id) : undefined;
  if (vpc === undefined) throw new ServiceError(404, 'InvalidVpcID.NotFound', `Specified VPC does not exist: ${id}.`);
  return vpc;
}

/** Who a ClientToken belongs to. */
export function callerName(caller: { readonly kind: string; readonly name?: string }): string {
  return caller.name ?? caller.kind;
}

/** The sandbox keeps resources in the world's region only. The code is the sandbox's own. */
export function outsideHome(state: CloudState): ServiceError {
  return new ServiceError(400, 'SandboxRegionUnsupported', `The sandbox creates resources in ${state.world.region} only.`);
}

/** Blocks that no VPC may use, beside those outside of /8 to /28. */
const refused = ['100.64.0.0/10', '224.0.0.0/4', '127.0.0.0/8', '169.254.0.0/16'];

function requireVpcBlock(cidr: string): void {
  const block = parseBlock(cidr);
  const fits = block !== undefined && block.prefix >= 8 && block.prefix <= 28 && !refused.flatMap((text) => parseBlock(text) ?? []).some((other) => overlap(other, block));
  if (!fits) throw new ServiceError(400, 'InvalidCidrBlock', `Specified CIDR block is not valid: ${cidr}.`);
}

/** The CENs that have a network as a member, as VPC and border router name them. */
export function associatedCens(state: CloudState, memberId: string): JsonObject[] {
  const cens = state.world.cens.filter((cen) => cen.members.some((member) => member.id === memberId));
  return cens.map((cen) => ({ CenId: cen.id, CenOwnerId: Number(state.world.accountId), CenStatus: 'Attached' }));
}

function vpcBody(state: CloudState, vpc: Vpc): JsonObject {
  return {
    VpcId: vpc.id,
    VpcName: vpc.name,
    Description: vpc.description,
    CidrBlock: vpc.cidr,
    SecondaryCidrBlocks: { SecondaryCidrBlock: [...vpc.secondaryCidrs] },
    Ipv6CidrBlock: vpc.ipv6Cidrs[0] ?? '',
    Ipv6CidrBlocks: { Ipv6CidrBlock: vpc.ipv6Cidrs.map((block) => ({ Ipv6CidrBlock: block, Ipv6Isp: 'BGP' })) },
    VSwitchIds: { VSwitchId: [...state.vpc.vswitches.values()].filter((vswitch) => vswitch.vpcId === vpc.id).map((vswitch) => vswitch.id) },
    VRouterId: vpc.routerId,
    RegionId: state.world.region,
    Status: 'Available',
    IsDefault: false,
    OwnerId: Number(state.world.accountId),
    CreationTime: isoSeconds(vpc.created),
    UserCidrs: { UserCidr: [] },
    Tags: { Tag: Object.entries(vpc.tags).map(([Key, Value]) => ({ Key, Value })) },
  };
}
