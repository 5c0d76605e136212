import type { AlibabaCloud } from '@ack-hybrid/core';
import type { ObservedCen, ObservedCenConflict, ObservedCenMember, ObservedCenRoute } from '../plan/world/observed-border.ts';
import type { UnreadParts } from './border-unread.ts';
import { listAt, readCenList, textOf } from './cen-client.ts';
import type { CenFields } from './cen-client.ts';
import type { ReadOptions } from './port.ts';

/** The most that DescribeCens and DescribeCenAttachedChildInstances give in one page. */
const pageSize = 50;
/** The most that the reads of routes give in one page. */
const routePageSize = 500;

/** Reads a CEN: its protection level, its members, its routes in the region, and the conflicts of what VPC and border routers publish. */
export const readCen = async (cloud: AlibabaCloud, cenId: string, vpcId: string, unread: UnreadParts, options: ReadOptions): Promise<ObservedCen> => {
  const [protectionLevel, members, routes] = await Promise.all([
    unread.read(`the protection level of CEN ${cenId}`, 'cen:DescribeCens', undefined, () => readProtectionLevel(cloud, cenId, options)),
    unread.read(`the members of CEN ${cenId}`, 'cen:DescribeCenAttachedChildInstances', [], () => readMembers(cloud, cenId, options)),
    unread.read(`the routes of CEN ${cenId}`, 'cen:DescribeCenRegionDomainRouteEntries', [], () => readRoutes(cloud, cenId, options)),
  ]);
  const publishers = members.filter((member) => member.id === vpcId || member.type === 'VBR');
  const conflicts = await Promise.all(
    publishers.map((member) => unread.read(`the routes that ${member.id} publishes to CEN ${cenId}`, 'cen:DescribePublishedRouteEntries', [], () => readConflicts(cloud, cenId, member, options))),
  );
  return { id: cenId, ...(protectionLevel === undefined ? {} : { protectionLevel }), members, routes, conflicts: conflicts.flat() };
};

const readProtectionLevel = async (cloud: AlibabaCloud, cenId: string, options: ReadOptions): Promise<ObservedCen['protectionLevel']> => {
  const cens = await readCenList(cloud, { operation: 'DescribeCens', query: { 'Filter.1.Key': 'CenId', 'Filter.1.Value.1': cenId }, at: ['Cens', 'Cen'], pageSize }, options);
  const found = cens.find((cen) => textOf(cen, 'CenId') === cenId);
  if (!found) return undefined;
  return textOf(found, 'ProtectionLevel').toUpperCase() === 'REDUCED' ? 'reduced' : 'full';
};

const readMembers = async (cloud: AlibabaCloud, cenId: string, options: ReadOptions): Promise<readonly ObservedCenMember[]> => {
  const members = await readCenList(cloud, { operation: 'DescribeCenAttachedChildInstances', query: { CenId: cenId }, at: ['ChildInstances', 'ChildInstance'], pageSize }, options);
  return members.map((member) => ({ id: textOf(member, 'ChildInstanceId'), type: textOf(member, 'ChildInstanceType'), region: textOf(member, 'ChildInstanceRegionId') }));
};

// Without a status, the active routes come alone, and a rejected one is what we look for.
const readRoutes = async (cloud: AlibabaCloud, cenId: string, options: ReadOptions): Promise<readonly ObservedCenRoute[]> => {
  const list = { operation: 'DescribeCenRegionDomainRouteEntries', query: { CenId: cenId, CenRegionId: cloud.region, Status: 'All' }, at: ['CenRouteEntries', 'CenRouteEntry'] as const, pageSize: routePageSize };
  const routes = await readCenList(cloud, list, options);
  return routes.map((route) => ({ destination: textOf(route, 'DestinationCidrBlock'), status: textOf(route, 'Status'), memberId: textOf(route, 'NextHopInstanceId') }));
};

const readConflicts = async (cloud: AlibabaCloud, cenId: string, member: ObservedCenMember, options: ReadOptions): Promise<readonly ObservedCenConflict[]> => {
  const query = { CenId: cenId, ChildInstanceId: member.id, ChildInstanceRegionId: member.region, ChildInstanceType: member.type };
  const published = await readCenList(cloud, { operation: 'DescribePublishedRouteEntries', query, at: ['PublishedRouteEntries', 'PublishedRouteEntry'], pageSize: routePageSize }, options);
  return published.flatMap((route) => conflictsOf(route, member.id));
};

const conflictsOf = (route: CenFields, memberId: string): readonly ObservedCenConflict[] =>
  (listAt(route, ['Conflicts', 'Conflict']) ?? []).map((conflict) => ({
    memberId,
    destination: textOf(route, 'DestinationCidrBlock'),
    otherId: textOf(conflict, 'InstanceId'),
    otherDestination: textOf(conflict, 'DestinationCidrBlock'),
    status: textOf(conflict, 'Status').toLowerCase(),
  }));
