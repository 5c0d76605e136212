import type { NetworkInput, VSwitchInput } from '../plan/network/network-input.ts';

/** The vSwitches of the guide. */
export const guideVSwitches: readonly VSwitchInput[] = [
  { name: 'nodes-i', cidr: '10.10.24.0/24', zone: 'cn-hangzhou-i', role: 'nodes' },
  { name: 'pods-i', cidr: '10.10.25.0/24', zone: 'cn-hangzhou-i', role: 'pods' },
];

/** The parts of a network that a test changes. */
export interface NetworkOverrides extends Partial<Omit<NetworkInput, 'dataCenter' | 'vpc'>> {
  readonly dataCenter?: Partial<NetworkInput['dataCenter']>;
  readonly vpc?: Partial<NetworkInput['vpc']>;
}

/** The guide's network with the VPC mended, 10.0.0.0/10, which is without an error; a test changes one thing in it. */
export const buildNetwork = ({ dataCenter, vpc, ...rest }: NetworkOverrides = {}): NetworkInput => ({
  vSwitches: guideVSwitches,
  ...rest,
  dataCenter: { nodeCidr: '192.168.0.0/24', podCidr: '10.100.0.0/16', serviceCidr: '172.21.0.0/20', ...dataCenter },
  vpc: { cidr: '10.0.0.0/10', ...vpc },
});

/** One vSwitch of the guide with its block replaced. */
export const guideNodes = (cidr: string): readonly VSwitchInput[] => [{ name: 'nodes-i', cidr, zone: 'cn-hangzhou-i', role: 'nodes' }, guideVSwitches[1] as VSwitchInput];
