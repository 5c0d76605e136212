import type { JsonObject } from '../json.ts';
import { page, pageByToken } from '../rpc/pages.ts';
import { reading, type RpcOperations } from '../rpc/rpc-service.ts';
import type { SandboxBorderRouter } from '../../types.ts';
import { ServiceError } from '../service-error.ts';
import type { CloudState } from '../state.ts';
import { isoSeconds } from '../time-format.ts';
import type { Vpc } from './vpc-state.ts';

/** The VPC service's operations on route tables. Each VPC has its system table only, and each border router one. */
export function routeTableOperations(state: CloudState): RpcOperations {
  return {
    DescribeRouteTableList: reading(({ parameters, atHome }) => {
      const [vpcId, tableId] = [parameters.text('VpcId'), parameters.text('RouteTableId')];
      const vpcs = [...state.vpc.vpcs.values()].filter((vpc) => atHome && (vpcId === undefined || vpc.id === vpcId) && (tableId === undefined || vpc.routeTableId === tableId));
      const { items, fields } = page(parameters, vpcs, 50);
      return { ...fields, RouterTableList: { RouterTableListType: items.map((vpc) => tableBody(state, vpc)) } };
    }),

    DescribeRouteEntryList: reading(({ parameters, atHome }) => {
      const tableId = parameters.required('RouteTableId');
      const vpc = [...state.vpc.vpcs.values()].find((candidate) => atHome && candidate.routeTableId === tableId);
      const router = state.world.borderRouters.find((candidate) => atHome && borderRouterTable(candidate) === tableId);
      if (vpc === undefined && router === undefined) throw new ServiceError(404, 'InvalidRouteTableId.NotFound', `Specified route table does not exist: ${tableId}.`);
      const [type, destination, hop] = [parameters.text('RouteEntryType'), parameters.text('DestinationCidrBlock'), parameters.text('NextHopType')];
      const all = vpc === undefined ? (router?.routes ?? []) : entriesOf(state, vpc);
      const entries = all.filter(
        (entry) => (type === undefined || entry.type === type) && (destination === undefined || entry.destination === destination) && (hop === undefined || entry.nextHopType === hop),
      );
      const { items, fields } = pageByToken(parameters, 'MaxResult', entries, { min: 1, max: 100, fallback: 10, outside: 'refuse' });
      return { ...fields, RouteEntrys: { RouteEntry: items.map((entry) => entryBody(tableId, entry)) } };
    }),
  };
}

/** The id of a border router's route table; a VPC's own id may end in the same characters. */
export function borderRouterTable(router: SandboxBorderRouter): string {
  return `vtb-${router.id}`;
}

interface Entry {
  readonly type: 'System' | 'Custom' | 'BGP' | 'CEN';
  readonly destination: string;
  readonly nextHopType: string;
  readonly nextHopId: string;
}

/** A system entry for each vSwitch and the cloud services' block, then the custom entries. */
function entriesOf(state: CloudState, vpc: Vpc): Entry[] {
  const local = (destination: string): Entry => ({ type: 'System', destination, nextHopType: 'local', nextHopId: '' });
  const vswitches = [...state.vpc.vswitches.values()].filter((vswitch) => vswitch.vpcId === vpc.id);
  const custom = (state.vpc.routes.get(vpc.routeTableId) ?? []).map((route): Entry => ({ type: 'Custom', ...route }));
  return [...vswitches.map((vswitch) => local(vswitch.cidr)), local('100.64.0.0/10'), ...custom];
}

function entryBody(tableId: string, entry: Entry): JsonObject {
  return {
    RouteTableId: tableId,
    RouteEntryId: `rte-${entry.destination.replace(/[./]/g, '-')}`,
    DestinationCidrBlock: entry.destination,
    Type: entry.type,
    Status: 'Available',
    IpVersion: 'IPv4',
    NextHops: { NextHop: [{ NextHopType: entry.nextHopType, NextHopId: entry.nextHopId, Enabled: 1, Weight: 0 }] },
  };
}

function tableBody(state: CloudState, vpc: Vpc): JsonObject {
  return {
    RouteTableId: vpc.routeTableId,
    RouteTableName: '',
    RouteTableType: 'System',
    RouterId: vpc.routerId,
    RouterType: 'VRouter',
    VpcId: vpc.id,
    Status: 'Available',
    AssociateType: 'VSwitch',
    CreationTime: isoSeconds(vpc.created),
    OwnerId: Number(state.world.accountId),
    VSwitchIds: { VSwitchId: [...state.vpc.vswitches.values()].filter((vswitch) => vswitch.vpcId === vpc.id).map((vswitch) => vswitch.id) },
  };
}
