import type { CapacityDemand } from '../capacity/capacity-demand.ts';
import type { NetworkCapacity, VSwitchCapacity, WantedZone, ZoneCapacity } from '../capacity/capacity.ts';
import type { VSwitchChoice } from '../capacity/choose-vswitch.ts';
import type { FreeBlockCount } from '../capacity/free-blocks.ts';
import type { OverlayCapacity } from '../capacity/overlay.ts';
import type { InstanceLimits, TerwayLimits } from '../capacity/terway-addresses.ts';
import type { AnnouncedPods, CenInput, NetworkInput, OverlayBlocks, SiteInput, VSwitchInput } from '../network/network-input.ts';
import type { NeededRoute } from '../network/needed-routes.ts';
import type { NetworkPlan } from '../network/plan-network.ts';
import type { NamedCidr, NetworkChange, NetworkFinding, NetworkFix } from '../rules/finding.ts';
import { either, fields, flag, list, mayBeAbsent, number, oneOf, text } from './json-shape.ts';

const cidrs = either(text, list(text));
const role = oneOf('nodes', 'pods', 'other');

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

const choice = fields<VSwitchChoice>({ prefix: number, count: number });

const fix = fields<NetworkFix>({ description: text, changes: list(fields<NetworkChange>({ path: text, name: text, from: text, to: text })) });

// What grows by nothing is never full.
const yearsShape = either((value) => (value === Infinity ? [] : [{ path: '', message: '' }]), number);

/** The types of a plan. */
export const planShape = fields<NetworkPlan>({
  ok: flag,
  findings: list(
    fields<NetworkFinding>({
      rule: text,
      severity: oneOf('error', 'warning'),
      message: text,
      ranges: list(fields<NamedCidr>({ name: text, path: text, cidr: text })),
      intersection: mayBeAbsent(text),
      why: text,
      source: text,
      remediation: text,
      fixes: list(fix),
      rebuild: mayBeAbsent(fix),
      waived: mayBeAbsent(oneOf(true)),
    }),
  ),
  capacity: fields<NetworkCapacity>({
    vSwitches: list(fields<VSwitchCapacity>({ name: text, cidr: text, zone: text, role, usableAddresses: number })),
    zones: list(
      fields<ZoneCapacity>({
        zone: text,
        nodeAddresses: number,
        podAddresses: number,
        maximumNodes: mayBeAbsent(number),
        limitedBy: mayBeAbsent(oneOf('node-addresses', 'pod-addresses')),
        furtherNodes: mayBeAbsent(number),
        wanted: mayBeAbsent(fields<WantedZone>({ nodes: number, nodeVSwitch: choice, podVSwitch: mayBeAbsent(choice) })),
      }),
    ),
    podsPerNode: mayBeAbsent(number),
    podsLimitedBy: mayBeAbsent(oneOf('demand', 'eni-addresses', 'max-pods')),
    podAddressesPerNode: mayBeAbsent(number),
    kubeletMaxPods: mayBeAbsent(number),
    maximumNodes: mayBeAbsent(number),
    yearsUntilFull: mayBeAbsent(yearsShape),
    freeBlocks: mayBeAbsent(list(fields<FreeBlockCount>({ prefix: number, count: number }))),
    overlay: mayBeAbsent(
      fields<OverlayCapacity>({ maximumNodes: number, podsPerNode: number, limitedBy: oneOf('node-block', 'max-pods'), blocksPerNode: number, isHardLimit: flag, note: text, source: text }),
    ),
  }),
  neededRoutes: list(fields<NeededRoute>({ at: oneOf('data-center', 'vpc'), destination: text, name: text, learned: flag })),
});
