import type { SandboxTiming } from '../../types.ts';
import { contains, overlap, parseBlock } from '../ipv4.ts';
import type { JsonObject } from '../json.ts';
import { page } from '../rpc/pages.ts';
import { reading, writing, type RpcCall, type RpcOperations } from '../rpc/rpc-service.ts';
import { ServiceError } from '../service-error.ts';
import { availableAddresses, type CloudState } from '../state.ts';
import { isoSeconds } from '../time-format.ts';
import { hasTags, tagsOf } from './tags.ts';
import { callerName, findVpc, outsideHome } from './vpcs.ts';
import type { Vpc, VSwitch } from './vpc-state.ts';

/** A VPC holds at most this many vSwitches. */
const maximumVSwitches = 150;

/** The VPC service's operations on vSwitches. */
export function vswitchOperations(state: CloudState, timing: SandboxTiming): RpcOperations {
  return {
    DescribeVSwitches: reading(({ parameters, atHome }) => {
      const ids = parameters.text('VSwitchId')?.split(',');
      const [vpcId, zone, name, tags] = [parameters.text('VpcId'), parameters.text('ZoneId'), parameters.text('VSwitchName'), parameters.tags()];
      if (vpcId === undefined && parameters.text('RegionId') === undefined) throw new ServiceError(400, 'MissingParameter', 'RegionId or VpcId is required.');
      const found = [...state.vpc.vswitches.values()].filter(
        (vswitch) =>
          atHome &&
          (ids === undefined || ids.includes(vswitch.id)) &&
          (vpcId === undefined || vswitch.vpcId === vpcId) &&
          (zone === undefined || vswitch.zone === zone) &&
          (name === undefined || vswitch.name === name) &&
          hasTags(vswitch.tags, tags),
      );
      const { items, fields } = page(parameters, found, 50);
      return { ...fields, VSwitches: { VSwitch: items.map((vswitch) => body(state, vswitch)) } };
    }),

    DescribeVSwitchAttributes: reading(({ parameters, atHome }) => body(state, findVSwitch(state, parameters.required('VSwitchId'), atHome))),

    CreateVSwitch: writing((call) => state.tokens.once('CreateVSwitch', callerName(call.caller), call.parameters, () => create(state, timing, call))),

    DeleteVSwitch: writing(({ parameters, atHome }) => {
      const vswitch = findVSwitch(state, parameters.required('VSwitchId'), atHome);
      if ([...state.ecs.instances.values()].some((instance) => instance.vswitchId === vswitch.id)) {
        throw new ServiceError(400, 'DependencyViolation', `Specified object has dependent resources: instances use the vSwitch ${vswitch.id}.`);
      }
      requireIdle(state, vswitch.vpcId);
      state.vpc.vswitches.delete(vswitch.id);
      return {};
    }),
  };
}

/** @throws ServiceError `InvalidVswitchID.NotFound` */
export function findVSwitch(state: CloudState, id: string, atHome = true): VSwitch {
  const vswitch = atHome ? state.vpc.vswitches.get(id) : undefined;
  if (vswitch === undefined) throw new ServiceError(404, 'InvalidVswitchID.NotFound', `Specified vSwitch does not exist: ${id}.`);
  return vswitch;
}

function create(state: CloudState, timing: SandboxTiming, { parameters, atHome }: RpcCall): JsonObject {
  if (!atHome) throw outsideHome(state);
  const vpc = findVpc(state, parameters.required('VpcId'));
  const zone = parameters.required('ZoneId');
  const cidr = parameters.required('CidrBlock');
  if (!state.world.zones.includes(zone)) throw new ServiceError(404, 'InvalidZoneId.NotFound', `Specified zone does not exist: ${zone}.`);
  requireIdle(state, vpc.id);
  requireBlock(state, vpc, cidr);
  const created = state.now();
  const vswitch: VSwitch = {
    id: state.ids.resource('vsw'),
    name: parameters.text('VSwitchName') ?? '',
    description: parameters.text('Description') ?? '',
    vpcId: vpc.id,
    zone,
    cidr,
    created,
    tags: tagsOf(parameters),
    readyAt: created + timing.taskMs,
  };
  state.vpc.vswitches.set(vswitch.id, vswitch);
  return { VSwitchId: vswitch.id };
}

/** Neither may two vSwitches of one VPC be created at the same time. */
function requireIdle(state: CloudState, vpcId: string): void {
  const busy = [...state.vpc.vswitches.values()].find((vswitch) => vswitch.vpcId === vpcId && state.now() < vswitch.readyAt);
  if (busy !== undefined) throw new ServiceError(409, 'TaskConflict', `The operation is refused while the vSwitch ${busy.id} of the VPC is being created.`);
}

function requireBlock(state: CloudState, vpc: Vpc, cidr: string): void {
  const block = parseBlock(cidr);
  const refuse = (code: string, why: string): ServiceError => new ServiceError(400, code, `Specified CIDR block ${cidr} ${why}.`);
  if (block === undefined) throw refuse('InvalidCidrBlock.Malformed', 'is not well formed');
  if (block.prefix < 16 || block.prefix > 29) throw refuse('InvalidCidrBlock', 'must have a mask from /16 to /29');
  const outer = [vpc.cidr, ...vpc.secondaryCidrs].flatMap((text) => parseBlock(text) ?? []);
  if (!outer.some((candidate) => contains(candidate, block))) throw refuse('InvalidCidrBlock', `does not lie within the VPC ${vpc.id}`);
  const siblings = [...state.vpc.vswitches.values()].filter((other) => other.vpcId === vpc.id);
  if (siblings.length >= maximumVSwitches) throw new ServiceError(400, 'QuotaExceeded.VSwitch', `The VPC has ${maximumVSwitches} vSwitches already.`);
  for (const other of siblings) {
    const theirs = parseBlock(other.cidr);
    if (theirs !== undefined && overlap(theirs, block)) throw refuse('InvalidCidrBlock.Overlapped', `overlaps the vSwitch ${other.id} (${other.cidr})`);
  }
  // A vSwitch may lie inside a route's destination, but not be it or contain it.
  for (const route of state.vpc.routes.get(vpc.routeTableId) ?? []) {
    const destination = parseBlock(route.destination);
    if (destination !== undefined && contains(block, destination)) throw refuse('InvalidCidrBlock', `covers the destination ${route.destination} of a route`);
  }
}

function body(state: CloudState, vswitch: VSwitch): JsonObject {
  return {
    VSwitchId: vswitch.id,
    VSwitchName: vswitch.name,
    Description: vswitch.description,
    VpcId: vswitch.vpcId,
    ZoneId: vswitch.zone,
    CidrBlock: vswitch.cidr,
    AvailableIpAddressCount: availableAddresses(state, vswitch),
    Status: state.now() < vswitch.readyAt ? 'Pending' : 'Available',
    IsDefault: false,
    OwnerId: Number(state.world.accountId),
    CreationTime: isoSeconds(vswitch.created),
    RouteTable: { RouteTableId: state.vpc.vpcs.get(vswitch.vpcId)?.routeTableId ?? '', RouteTableType: 'System' },
    Tags: { Tag: Object.entries(vswitch.tags).map(([Key, Value]) => ({ Key, Value })) },
  };
}
