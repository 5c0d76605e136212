import { describe, expect, it } from 'vitest';
import { judgeRoute, type RouteEntry } from './judge-routes.ts';

const entry = (destination: string, changes: Partial<RouteEntry> = {}): RouteEntry => ({ routeTableId: 'vtb-1', destination, type: 'Custom', status: 'Available', nextHopType: 'Attachment', nextHopId: 'tr-attach-1', ...changes });
const local = (destination: string) => entry(destination, { type: 'System', nextHopType: 'local', nextHopId: '' });

describe('judgeRoute', () => {
  it('takes the most specific entry that covers the block', () => {
    expect(judgeRoute('10.100.0.0/16', [entry('0.0.0.0/0', { nextHopType: 'NatGateway' }), entry('10.100.0.0/15', { nextHopId: 'x' }), entry('10.100.0.0/16')])).toMatchObject({ routed: true, by: { destination: '10.100.0.0/16' } });
  });

  it.each<[string, readonly RouteEntry[], string]>([
    ['no entry', [local('10.10.24.0/24')], 'no entry covers 10.100.0.0/16'],
    ['half an entry', [entry('10.100.0.0/17')], 'only 10.100.0.0/17 of 10.100.0.0/16 have an entry'],
    ['a vSwitch in the way', [entry('10.0.0.0/8'), local('10.100.3.0/24')], '10.100.3.0/24 belongs to the VPC itself and meets 10.100.0.0/16'],
    ['an entry that leads nowhere', [entry('10.100.0.0/16', { nextHopType: '' })], 'has no next hop'],
    ['an entry that is pending', [entry('10.100.0.0/16', { status: 'Pending' })], 'is Pending'],
  ])('says what is wrong with %s', (_, entries, reason) => {
    expect(judgeRoute('10.100.0.0/16', entries)).toEqual({ routed: false, reason: expect.stringContaining(reason) as string });
  });

  it('refuses what is no block', () => expect(judgeRoute('x', [])).toEqual({ routed: false, reason: '"x" is no IPv4 block' }));
});
