import { cloudServices } from '../rules/known-blocks.ts';
import { ossAddresses } from '../rules/oss-addresses.ts';
import type { NamedBlock, Network } from './network.ts';

/** A route that the plan only works with. */
export interface NeededRoute {
  /** `data-center`: on its edge router, towards the virtual border router; `vpc`: for the vSwitches, towards the data center or the CEN. */
  readonly at: 'data-center' | 'vpc';
  /** CIDR text. */
  readonly destination: string;
  /** What is there: `vSwitch pods-i`, `OSS of cn-hangzhou`. */
  readonly name: string;
  /** Whether it is learned where BGP and CEN are set up, or must be asked for by name: cloud services are in no VPC's routes. */
  readonly learned: boolean;
}

/**
 * The routes that both sides need, so that nodes and pods reach one another and the data center reaches OSS. The
 * addresses of the image registry and of the ACK control plane lie in 100.64.0.0/10, too, and have to be resolved when
 * they are needed; they are in no list.
 */
export const findNeededRoutes = (network: Network): readonly NeededRoute[] => {
  const sites = network.sites.flatMap((site) => site.blocks);
  const oss = network.region === undefined ? [] : (ossAddresses(network.region) ?? []);
  return distinct([
    ...network.vSwitches.filter((vSwitch) => vSwitch.role !== 'other').map((range) => routeTo('data-center', range)),
    ...sites.map((range) => routeTo('data-center', range)),
    ...oss.map((block): NeededRoute => ({ at: 'data-center', destination: block.toString(), name: `OSS of ${network.region ?? ''}`, learned: false })),
    ...farNetworks(network).map((range) => routeTo('vpc', range)),
  ]);
};

/** What cloud nodes need a route to: each block once. IPv6 and the cloud's own services are left out, as no custom route leads there. */
export const farNetworks = (network: Network): readonly NamedBlock[] => {
  const all = [...network.dataCenterNodes, ...network.dataCenterPods, ...network.routed, ...network.sites.flatMap((site) => site.blocks)];
  const seen = new Set<string>();
  return all.filter(({ block }) => {
    const text = block.toString();
    if (seen.has(text) || text === cloudServices.toString()) return false;
    seen.add(text);
    return true;
  });
};

const routeTo = (at: NeededRoute['at'], range: NamedBlock): NeededRoute => ({ at, destination: range.block.toString(), name: range.name, learned: true });

const distinct = (routes: readonly NeededRoute[]): readonly NeededRoute[] => {
  const seen = new Set<string>();
  return routes.filter((route) => {
    const key = `${route.at} ${route.destination}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
};
