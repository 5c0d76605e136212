import type { CapacityDemand } from '../capacity/capacity-demand.ts';
import type { InstanceLimits, TerwayLimits } from '../capacity/terway-addresses.ts';
import { either, fields, flag, list, mayBeAbsent, number, oneOf, text } from './json-shape.ts';
import type { AnnouncedPods, CenInput, NetworkInput, OverlayBlocks, SiteInput, VSwitchInput } from './network-input.ts';

const cidrs = either(text, list(text));
/** What a vSwitch is for. */
export const role = oneOf('nodes', 'pods', 'other');

/** The types of an input. What its texts say is judged by the plan. */
export const inputShape = fields<NetworkInput>({
  region: mayBeAbsent(text),
  dataCenter: fields<NetworkInput['dataCenter']>({
    nodeCidr: cidrs,
    podCidr: cidrs,
    serviceCidr: mayBeAbsent(cidrs),
    nodes: mayBeAbsent(number),
    bgp: mayBeAbsent(fields<AnnouncedPods>({ blockPrefix: mayBeAbsent(number), aggregated: mayBeAbsent(flag) })),
    overlay: mayBeAbsent(fields<OverlayBlocks>({ ipam: oneOf('node-ipam', 'cilium', 'calico'), blockPrefix: number, blockPrefix6: mayBeAbsent(number), maxPods: mayBeAbsent(number) })),
  }),
  vpc: fields<NetworkInput['vpc']>({
    cidr: text,
    secondaryCidrs: mayBeAbsent(list(text)),
    existing: mayBeAbsent(flag),
    customRoutes: mayBeAbsent(either(number, list(text))),
  }),
  vSwitches: list(fields<VSwitchInput>({ name: text, id: mayBeAbsent(text), cidr: text, zone: text, role, existing: mayBeAbsent(flag), freeAddresses: mayBeAbsent(number) })),
  routed: mayBeAbsent(list(fields<NonNullable<NetworkInput['routed']>[number]>({ name: text, cidr: cidrs }))),
  sites: mayBeAbsent(list(fields<SiteInput>({ name: text, kind: oneOf('data-center', 'vpc'), cidr: cidrs }))),
  cen: mayBeAbsent(fields<CenInput>({ protectionLevel: mayBeAbsent(oneOf('full', 'reduced')) })),
  waivers: mayBeAbsent(list(text)),
  demand: mayBeAbsent(
    fields<CapacityDemand>({
      nodes: mayBeAbsent(number),
      surgeNodes: mayBeAbsent(number),
      podsPerNode: mayBeAbsent(number),
      hostNetworkPods: mayBeAbsent(number),
      maxPods: mayBeAbsent(number),
      maxPoolSize: mayBeAbsent(number),
      minPoolSize: mayBeAbsent(number),
      instance: mayBeAbsent(fields<InstanceLimits>({ eniQuantity: number, eniPrivateIpAddressQuantity: number })),
      terway: mayBeAbsent(fields<TerwayLimits>({ eniCapRatio: mayBeAbsent(number), eniCapShift: mayBeAbsent(number), maxEni: mayBeAbsent(number), mode: mayBeAbsent(oneOf('shared', 'exclusive')) })),
      growth: mayBeAbsent(either(fields<{ nodesPerYear: number }>({ nodesPerYear: number }), fields<{ percentPerYear: number }>({ percentPerYear: number }))),
      zoneFailure: mayBeAbsent(flag),
      nodeQuota: mayBeAbsent(number),
    }),
  ),
});
