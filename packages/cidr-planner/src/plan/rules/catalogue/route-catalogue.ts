import type { NetworkRule } from '../network-rule.ts';

/** The rules about routes: how many there are, and where they lead. */
export const routeCatalogue = [
  {
    id: 'bgp-routes',
    severity: 'error',
    softens: 'a warning where it is not known whether the edge aggregates, or how many blocks the nodes have',
    waivable: false,
    title: 'the data center announces more than 110 routes to the border router',
    why: 'A BGP peer of a virtual border router takes 110 routes. Beyond that the session is torn down or routes are missing, and the pods behind them can not be reached from the cloud.',
    source: 'Alibaba Cloud, VBR limits: 110 routes a BGP peer; Calico, "IPAM": a node announces its blocks, /26 unless configured',
    mend: 'Aggregate at the edge of the data center: announce each pod network as one route, and suppress the blocks of the nodes.',
    mendedBy: 'hand',
  },
  {
    id: 'custom-routes',
    severity: 'error',
    softens: 'a warning where a CEN may bring the routes, which then are not custom ones',
    waivable: false,
    title: 'the route table needs more than 200 custom entries',
    why: 'The cloud refuses the entry beyond the quota: packets of cloud nodes to that network have no way out of the VPC.',
    source: 'Alibaba Cloud, VPC limits: 200 custom entries a route table',
    mend: 'Summarise neighbouring networks into one route, learn the routes over a CEN, or ask for a higher quota.',
    mendedBy: 'hand',
  },
  {
    id: 'route-inside-vswitch',
    severity: 'error',
    waivable: false,
    title: 'a custom route leads to a vSwitch block or a part of one',
    why: 'A route destination may hold a vSwitch block, but not equal it or lie inside it: the cloud refuses the route, or the vSwitch where the route is there first.',
    source: 'Alibaba Cloud, "Route tables": destinations of custom entries',
    mend: 'Move the vSwitch, or remove the route.',
    mendedBy: 'blocks',
  },
] as const satisfies readonly NetworkRule[];
