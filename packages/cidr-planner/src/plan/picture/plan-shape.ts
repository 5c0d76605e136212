import type { NetworkCapacity, VSwitchCapacity, WantedZone, ZoneCapacity } from '../capacity/capacity.ts';
import type { VSwitchChoice } from '../capacity/choose-vswitch.ts';
import type { FreeBlockCount } from '../capacity/free-blocks.ts';
import type { OverlayCapacity } from '../capacity/overlay.ts';
import { role } from '../network/input-shape.ts';
import type { NeededRoute } from '../network/needed-routes.ts';
import type { NetworkPlan } from '../network/plan-network.ts';
import type { NamedCidr, NetworkChange, NetworkFinding, NetworkFix } from '../rules/finding.ts';
import { either, fields, flag, list, mayBeAbsent, number, oneOf, text } from '../network/json-shape.ts';

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
