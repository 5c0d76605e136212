import type { AlibabaCloud } from '@ack-hybrid/core';
import type { ObservedBorder } from '../plan/world/observed-border.ts';
import { UnreadParts } from './border-unread.ts';
import { readCen } from './cen-reader.ts';
import type { ReadOptions } from './port.ts';
import { readBorderRouters } from './vbr-reader.ts';
import { vpcClient } from './vpc-routes.ts';

/** Where a border reader looks; both lists are found from the VPC where they are absent. */
export interface BorderReaderOptions {
  /** The CENs, by id. Absent: those that the VPC is attached to. */
  readonly cenIds?: readonly string[] | undefined;
  /** Virtual border routers, by id, beside those that are in one of the CENs: for a router interface without a CEN. */
  readonly borderRouterIds?: readonly string[] | undefined;
}

/** Reads what lies between, as {@link createBorderReader} says. */
export const readBorder = async (cloud: AlibabaCloud, { cenIds, borderRouterIds = [] }: BorderReaderOptions, vpcId: string, options: ReadOptions = {}): Promise<ObservedBorder> => {
  const unread = new UnreadParts();
  const attached = cenIds ?? (await unread.read(`the CENs of VPC ${vpcId}`, 'vpc:DescribeVpcAttribute', [], () => readAttachedCens(cloud, vpcId, options)));
  const cens = await Promise.all(attached.map((cenId) => readCen(cloud, cenId, vpcId, unread, options)));
  const members = cens.flatMap((cen) => cen.members.filter((member) => member.type === 'VBR' && member.region === cloud.region).map((member) => member.id));
  const borderRouters = await readBorderRouters(cloud, { ids: [...borderRouterIds, ...members], cenIds: attached }, unread, options);
  return { cens, borderRouters, unread: unread.list() };
};

const readAttachedCens = async (cloud: AlibabaCloud, vpcId: string, { signal }: ReadOptions): Promise<readonly string[]> => {
  const { client, sdk } = await vpcClient(cloud);
  const request = new sdk.DescribeVpcAttributeRequest({ regionId: cloud.region, vpcId });
  const response = await cloud.call({ service: 'vpc', operation: 'DescribeVpcAttribute', kind: 'read' }, () => client.describeVpcAttribute(request), { signal });
  return (response.body?.associatedCens?.associatedCen ?? []).flatMap((cen) => cen.cenId ?? []);
};
