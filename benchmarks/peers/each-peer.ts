import { cidrTools } from './cidr-tools.ts';
import { fastCidrTools } from './fast-cidr-tools.ts';
import { ipAddress } from './ip-address.ts';
import { ipCidr } from './ip-cidr.ts';
import { ipaddrJs } from './ipaddr-js.ts';
import { netmask } from './netmask.ts';
import type { Peer } from './peer.ts';

/** Makes something of each peer, by its name; each keeps the type of its own blocks. */
export const eachPeer = <Made>(make: <Block>(peer: Peer<Block>) => Made): Readonly<Record<string, Made>> => ({
  [cidrTools.name]: make(cidrTools),
  [fastCidrTools.name]: make(fastCidrTools),
  [ipaddrJs.name]: make(ipaddrJs),
  [netmask.name]: make(netmask),
  [ipAddress.name]: make(ipAddress),
  [ipCidr.name]: make(ipCidr),
});
