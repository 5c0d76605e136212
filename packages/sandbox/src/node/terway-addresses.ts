import { firstFree } from '../kubernetes/controllers/pod-address.ts';
import { readList } from '../kubernetes/json.ts';

/** The first addresses of a vSwitch are the cloud's own and the instances'. */
const firstPodAddress = 100;

/**
 * An address that Terway gives a pod in a zone: the first free one of a vSwitch that `eni_conf` names for it. `undefined`: it has none to give.
 */
export function terwayAddress(eniConf: string | undefined, zone: string, vswitches: readonly { readonly id: string; readonly cidr: string }[], taken: ReadonlySet<string | undefined>): string | undefined {
  for (const id of readList(parse(eniConf), 'vswitches', zone)) {
    const cidr = vswitches.find((vswitch) => vswitch.id === id)?.cidr;
    const address = cidr === undefined ? undefined : firstFree(cidr, firstPodAddress, taken);
    if (address !== undefined) return address;
  }
  return undefined;
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '{}') as unknown;
  } catch {
    return {};
  }
}
