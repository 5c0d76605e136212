import type { NetworkInput } from './network-input.ts';
import { NetworkReader } from './network-reader.ts';
import type { Network } from './network.ts';

export type { NamedBlock, NamedVSwitch, Network } from './network.ts';

/** Calico's block size for IPv4 pools, unless it is configured. */
const calicoBlockPrefix = 26;

/**
 * Reads every field of an input.
 *
 * @throws {InvalidInputError} with the path of each bad field, all at once
 */
export const readNetwork = (input: NetworkInput): Network => {
  const reader = new NetworkReader();
  reader.shape(input);
  const { dataCenter, vpc, region } = input;
  const { customRoutes = 0 } = vpc;
  const { nodes, bgp } = dataCenter;
  reader.region(region);
  reader.wholeNumber('dataCenter.nodes', nodes, 0);
  reader.flag('dataCenter.bgp.aggregated', bgp?.aggregated);
  reader.wholeNumber('dataCenter.bgp.blockPrefix', bgp?.blockPrefix, 20, 32);
  reader.flag('vpc.existing', vpc.existing);
  reader.oneOf('cen.protectionLevel', input.cen?.protectionLevel, ['full', 'reduced']);
  const dataCenterNodes = reader.blocks('data-center node network', 'dataCenter.nodeCidr', dataCenter.nodeCidr);
  const dataCenterPods = reader.blocks('data-center pod network', 'dataCenter.podCidr', dataCenter.podCidr);
  const overlay = dataCenter.overlay && reader.overlay(dataCenter.overlay, dataCenterPods);
  const network: Network = {
    ...(region === undefined ? {} : { region }),
    dataCenterNodes,
    dataCenterPods,
    services: dataCenter.serviceCidr === undefined ? [] : reader.blocks('Service block', 'dataCenter.serviceCidr', dataCenter.serviceCidr),
    routed: reader.routed(input.routed ?? []),
    sites: reader.sites(input.sites ?? []),
    protectionLevel: input.cen?.protectionLevel ?? 'full',
    hasCen: input.cen !== undefined || (input.sites ?? []).length > 0,
    ...(bgp ? { bgp: { blockPrefix: bgp.blockPrefix ?? calicoBlockPrefix, ...(bgp.aggregated === undefined ? {} : { aggregated: bgp.aggregated }) } } : {}),
    ...(nodes === undefined ? {} : { onPremisesNodeCount: nodes }),
    ...(overlay ? { overlay } : {}),
    vpc: [
      ...reader.cloudBlock('VPC', 'vpc.cidr', vpc.cidr, vpc.existing !== true),
      ...(vpc.secondaryCidrs ?? []).flatMap((text, index) =>
        reader.cloudBlock(`VPC secondary block ${index + 1}`, `vpc.secondaryCidrs[${index}]`, text, vpc.existing !== true),
      ),
    ],
    customRouteCount: typeof customRoutes === 'number' ? reader.wholeNumber('vpc.customRoutes', customRoutes, 0) : customRoutes.length,
    customRoutes: typeof customRoutes === 'number' ? [] : customRoutes.flatMap((text, index) => reader.block(`custom route ${index + 1}`, `vpc.customRoutes[${index}]`, text)),
    vSwitches: reader.vSwitches(input.vSwitches),
    waivers: new Set(reader.waivers(input.waivers ?? [])),
    demand: reader.demand(input.demand ?? {}),
  };
  reader.finish();
  return network;
};
